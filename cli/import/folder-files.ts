import { createReadStream, existsSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, posix, resolve, sep } from 'node:path';
import { leftOut } from './entry.ts';
import type { Problem } from './entry.ts';
import { hiddenReason, isHidden } from './hidden.ts';
import type { FileRead, Origin, SourceFiles } from './source-files.ts';

/** A folder, or one file in its folder. @throws Error where nothing is there */
export function localOrigin(from: string): Origin {
  const path = resolve(from);
  if (!existsSync(path)) throw new Error(`'${path}' does not exist`);
  if (statSync(path).isDirectory()) return { files: new FolderFiles(path) };
  const file = basename(path);
  return { files: new FolderFiles(dirname(path), file), file };
}

/** The files below a folder of this machine. Links are followed as long as they stay in it. */
export class FolderFiles implements SourceFiles {
  readonly place: string;
  /** The folder without links on its way. */
  readonly #root: string;

  /** A file that a person named: it may be a link to anywhere. */
  readonly #named: string | undefined;

  constructor(folder: string, named?: string) {
    this.place = folder.endsWith(sep) ? folder : folder + sep;
    this.#root = realpathSync(folder);
    this.#named = named;
  }

  async *names(): AsyncGenerator<string> {
    for await (const found of this.#below('', [this.#root]))
      if (typeof found === 'string') yield found;
  }

  async *passedOver(): AsyncGenerator<Problem> {
    for await (const found of this.#below('', [this.#root]))
      if (typeof found !== 'string') yield found;
  }

  pathOf(name: string): string {
    return this.#path(name);
  }

  async has(name: string): Promise<boolean> {
    return (await this.#found(name)) !== undefined;
  }

  async read(name: string, maxBytes: number): Promise<FileRead> {
    const found = await this.#found(name);
    const path = this.#path(found ?? name);
    const info = found === undefined ? undefined : await stat(path).catch(() => undefined);
    if (!info?.isFile()) return { reason: `The file ${path} does not exist` };
    if (!this.#holds(await realpath(path)))
      return { reason: `The file ${path} is a link that leads out of ${this.place}` };
    if (info.size > maxBytes)
      return { reason: `The file has ${info.size} bytes; at most ${maxBytes} are sent` };
    try {
      const bytes = await readFile(path);
      return found === undefined || found === name ? { bytes } : { bytes, foundAs: found };
    } catch (error) {
      return { reason: `The file ${path} cannot be read: ${(error as Error).message}` };
    }
  }

  async *stream(name: string): AsyncGenerator<Uint8Array> {
    const path = this.#path(name);
    if (name !== this.#named && !this.#holds(await realpath(path)))
      throw new Error(`The file ${path} is a link that leads out of ${this.place}`);
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  }

  #path(name: string): string {
    return join(this.place, name);
  }

  /** The name that the disk has for it: where only case differs, and only one file fits. */
  async #found(name: string): Promise<string | undefined> {
    if (existsSync(this.#path(name))) return name;
    let below = '';
    for (const segment of name.split('/')) {
      const there = await readdir(this.#path(below)).catch(() => [] as string[]);
      const fold = (one: string) => one.normalize('NFC').toLowerCase();
      const fitting = there.filter((one) => fold(one) === fold(segment));
      const [only] = there.includes(segment) ? [segment] : fitting.length === 1 ? fitting : [];
      if (only === undefined) return undefined;
      below = posix.join(below, only);
    }
    return below;
  }

  /**
   * Names and what is passed over, sorted as whole names are, in which a folder ends with `/`: the
   * order that S3 lists keys in.
   * @param ways real paths of the folders on the way here: a link to one of them would never end
   */
  async *#below(below: string, ways: readonly string[]): AsyncGenerator<string | Problem> {
    const found = await readdir(this.#path(below), { withFileTypes: true }).catch(
      (error: Error) => error,
    );
    if (found instanceof Error) {
      yield leftOut(below, 'unreadable', `The folder cannot be read: ${found.message}`);
      return;
    }
    const looked: (string | Problem)[] = [];
    for (const one of found) looked.push(await this.#look(below, one, ways));
    for (const one of looked.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)))
      if (typeof one !== 'string' || !one.endsWith('/')) yield one;
      else yield* this.#below(one, [...ways, await realpath(this.#path(one))]);
  }

  /** A file; a folder, with `/` behind it; or why it is passed over. */
  async #look(below: string, found: Dirent, ways: readonly string[]): Promise<string | Problem> {
    const name = below + found.name;
    if (isHidden(found.name)) return leftOut(name, 'hidden', hiddenReason);
    if (found.isFile()) return name;
    if (found.isDirectory()) return `${name}/`;
    if (!found.isSymbolicLink()) return leftOut(name, 'not-a-file', 'It is no file and no folder');
    const target = await realpath(this.#path(name)).catch(() => undefined);
    const reason = this.#refusalOf(target, ways);
    if (target === undefined || reason !== undefined)
      return leftOut(name, 'link', reason ?? 'The link leads nowhere');
    return statSync(target).isDirectory() ? `${name}/` : name;
  }

  #refusalOf(target: string | undefined, ways: readonly string[]): string | undefined {
    if (target === undefined) return 'The link leads nowhere';
    if (!this.#holds(target)) return `The link leads out of the folder, to ${target}`;
    return ways.includes(target) ? 'The link leads to a folder that it lies in' : undefined;
  }

  #holds(target: string): boolean {
    return target === this.#root || target.startsWith(this.#root + sep) || this.#root === sep;
  }
}

const nameOf = (found: string | Problem) => (typeof found === 'string' ? found : found.where);
