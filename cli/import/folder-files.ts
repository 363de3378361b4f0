import { createReadStream, existsSync, statSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { FileRead, Origin, SourceFiles } from './source-files.ts';

/** A folder, or one file in its folder. @throws Error where nothing is there */
export function localOrigin(from: string): Origin {
  const path = resolve(from);
  if (!existsSync(path)) throw new Error(`'${from}' does not exist`);
  if (statSync(path).isDirectory()) return { files: new FolderFiles(path) };
  return { files: new FolderFiles(dirname(path)), file: basename(path) };
}

/** The files below a folder of this machine. */
export class FolderFiles implements SourceFiles {
  readonly place: string;

  constructor(folder: string) {
    this.place = folder + sep;
  }

  names(): AsyncIterable<string> {
    return namesBelow(this.place, '');
  }

  pathOf(name: string): string {
    return this.#path(name);
  }

  async has(name: string): Promise<boolean> {
    return existsSync(this.#path(name));
  }

  async read(name: string, maxBytes: number): Promise<FileRead> {
    const path = this.#path(name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return { reason: `The file ${path} does not exist` };
    if (found.size > maxBytes)
      return { reason: `The file has ${found.size} bytes; at most ${maxBytes} are sent` };
    return { bytes: await readFile(path) };
  }

  stream(name: string): AsyncIterable<Uint8Array> {
    return createReadStream(this.#path(name)) as AsyncIterable<Uint8Array>;
  }

  #path(name: string): string {
    return join(this.place, name);
  }
}

/** Sorted as whole names are, in which a folder ends with `/`: the order that S3 lists keys in. */
async function* namesBelow(root: string, below: string): AsyncGenerator<string> {
  const found = await readdir(join(root, below), { withFileTypes: true });
  const names = found
    .filter(({ name }) => !name.startsWith('.'))
    .map((one) => (one.isDirectory() ? `${one.name}/` : one.name))
    .sort();
  for (const name of names)
    if (name.endsWith('/')) yield* namesBelow(root, below + name);
    else yield below + name;
}
