import type { FileRead, SourceFiles } from '../source-files.ts';

/** A folder of a source as a source of its own. */
export class FilesBelow implements SourceFiles {
  readonly place: string;
  readonly #files: SourceFiles;
  readonly #below: string;

  /** @param below ends with `/` */
  constructor(files: SourceFiles, below: string) {
    this.place = files.place + below;
    this.#files = files;
    this.#below = below;
  }

  async *names(): AsyncGenerator<string> {
    for await (const name of this.#files.names())
      if (name.startsWith(this.#below)) yield name.slice(this.#below.length);
  }

  has(name: string): Promise<boolean> {
    return this.#files.has(this.#below + name);
  }

  read(name: string, maxBytes: number): Promise<FileRead> {
    return this.#files.read(this.#below + name, maxBytes);
  }

  stream(name: string): AsyncIterable<Uint8Array> {
    return this.#files.stream(this.#below + name);
  }
}
