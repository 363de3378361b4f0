import { createWriteStream, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry as ZipEntry, ZipFile } from 'yauzl';
import { openPromise } from 'yauzl';
import type { FileRead, SourceFiles } from '../../source-files.ts';

/** More names than this are no data set that somebody made, and their list fills the memory. */
const maxEntries = 10_000_000;

/**
 * The files inside of a ZIP archive, read where they lie: neither the archive nor what is in it is
 * in memory, and nothing is unpacked. Names that lead out of it (`../`) are an error.
 */
export class ZipFiles implements SourceFiles {
  readonly place: string;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  readonly #names: readonly string[];

  private constructor(place: string, zip: ZipFile, entries: ReadonlyMap<string, ZipEntry>) {
    this.place = place;
    this.#zip = zip;
    this.#entries = entries;
    this.#names = [...entries.keys()].sort();
  }

  /** @throws Error where it is no whole ZIP archive: one sentence for a person */
  static async open(files: SourceFiles, file: string): Promise<ZipFiles> {
    const path = files.pathOf?.(file) ?? (await copied(files, file));
    try {
      const zip = await openPromise(path, { autoClose: false });
      return new ZipFiles(`${files.place}${file}/`, zip, await entriesOf(zip));
    } catch (error) {
      throw new Error(
        `'${files.place}${file}' is no whole ZIP archive: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  async *names(): AsyncGenerator<string> {
    yield* this.#names;
  }

  has(name: string): Promise<boolean> {
    return Promise.resolve(this.#entries.has(name));
  }

  async read(name: string, maxBytes: number): Promise<FileRead> {
    const entry = this.#entries.get(name);
    if (!entry) return { reason: `The archive has no file ${name}` };
    if (entry.uncompressedSize > maxBytes)
      return {
        reason: `The file has ${entry.uncompressedSize} bytes; at most ${maxBytes} are sent`,
      };
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of this.stream(name)) chunks.push(chunk);
      return { bytes: Buffer.concat(chunks) };
    } catch (error) {
      return { reason: `The file ${name} of the archive is damaged: ${(error as Error).message}` };
    }
  }

  async *stream(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`The archive has no file ${name}`);
    // More than the entry says it has is an error of the stream: no bomb goes off.
    yield* (await this.#zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>;
  }
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, ZipEntry>> {
  if (zip.entryCount > maxEntries)
    throw new Error(`it has ${zip.entryCount} entries; at most ${maxEntries} are read`);
  const entries = new Map<string, ZipEntry>();
  for await (const entry of zip.eachEntry())
    if (isWanted(entry.fileName)) entries.set(entry.fileName, entry);
  return entries;
}

/** Neither a folder, nor hidden, nor what macOS adds to every archive. */
function isWanted(name: string): boolean {
  return !name.endsWith('/') && !name.split('/').some((part) => /^(\.|__MACOSX$)/.test(part));
}

/** An archive that lies elsewhere is read from both ends: it comes here first. */
async function copied(files: SourceFiles, file: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deeptune-archive-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'archive.zip');
  await pipeline(Readable.from(files.stream(file)), createWriteStream(path));
  return path;
}
