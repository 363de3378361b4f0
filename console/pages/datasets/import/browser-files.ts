import { leftOut } from '../../../../cli/import/entry.ts';
import type { Problem } from '../../../../cli/import/entry.ts';
import { hiddenReason, isHidden } from '../../../../cli/import/hidden.ts';
import type { FileRead, SourceFiles } from '../../../../cli/import/source-files.ts';

/** A file that a person gave the browser, and where it lies below what was given. */
export interface GivenFile {
  /** `/` between segments. */
  readonly path: string;
  readonly file: Blob;
}

/**
 * The files of a folder that was dropped or chosen, under the names and in the order in which the
 * command line finds them: both give the same ids.
 */
export class BrowserFiles implements SourceFiles {
  readonly place: string;
  readonly #files: ReadonlyMap<string, Blob>;
  readonly #hidden: readonly string[];
  /** By what is equal but for upper and lower case. */
  #folded: ReadonlyMap<string, readonly string[]> | undefined;

  /** @param name of the folder, for a person */
  constructor(name: string, given: readonly GivenFile[]) {
    this.place = `${name}/`;
    const sorted = [...given].sort((a, b) => (a.path < b.path ? -1 : 1));
    const shown = sorted.filter(({ path }) => hiddenPart(path) === undefined);
    this.#files = new Map(shown.map(({ path, file }) => [path, file]));
    this.#hidden = [...new Set(sorted.flatMap(({ path }) => hiddenPart(path) ?? []))];
  }

  /** How many files there are, and the bytes of those that are read. */
  get size(): { readonly files: number; readonly bytes: number } {
    const all = [...this.#files.values()];
    return {
      files: all.length + this.#hidden.length,
      bytes: all.reduce((sum, { size }) => sum + size, 0),
    };
  }

  async *names(): AsyncGenerator<string> {
    yield* this.#files.keys();
  }

  async *passedOver(): AsyncGenerator<Problem> {
    for (const name of this.#hidden) yield leftOut(name, 'hidden', hiddenReason);
  }

  has(name: string): Promise<boolean> {
    return Promise.resolve(this.#found(name) !== undefined);
  }

  async read(name: string, maxBytes: number): Promise<FileRead> {
    const found = this.#found(name);
    const file = found === undefined ? undefined : this.#files.get(found);
    if (found === undefined || !file)
      return { reason: `The file ${this.place}${name} does not exist` };
    if (file.size > maxBytes)
      return { reason: `The file has ${file.size} bytes; at most ${maxBytes} are sent` };
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return found === name ? { bytes } : { bytes, foundAs: found };
    } catch (error) {
      return {
        reason: `The file ${this.place}${name} cannot be read: ${(error as Error).message}`,
      };
    }
  }

  async *stream(name: string): AsyncGenerator<Uint8Array> {
    const file = this.#files.get(name);
    if (!file) throw new Error(`The file ${this.place}${name} does not exist`);
    const reader = file.stream().getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      await reader.cancel();
    }
  }

  #found(name: string): string | undefined {
    if (this.#files.has(name)) return name;
    this.#folded ??= Map.groupBy(this.#files.keys(), folded);
    const fitting = this.#folded.get(folded(name)) ?? [];
    return fitting.length === 1 ? fitting[0] : undefined;
  }
}

const folded = (name: string) => name.normalize('NFC').toLowerCase();

/** The first hidden segment of a path with what stands before it; what lies below is not told. */
function hiddenPart(path: string): string | undefined {
  const segments = path.split('/');
  const at = segments.findIndex(isHidden);
  return at < 0 ? undefined : segments.slice(0, at + 1).join('/');
}
