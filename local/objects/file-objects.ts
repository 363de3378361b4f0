import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail } from '../../core/errors.ts';
import { checkObjectKey, checkPrefix } from '../../core/ports/object-key.ts';
import type { ObjectHead, ObjectPage, Objects } from '../../core/ports/objects.ts';
import { signDownload, signUpload, verifyDownload, verifyUpload } from './file-links.ts';
import { codeOf, filesUnder, syncFile, syncFolder } from '../file-system.ts';
import { exactly, inFolder, refusal, WrongSizeError, writeSynced } from './file-writing.ts';
import { unfinishedFolder, unfinishedName } from './unfinished.ts';

/** What `FileObjects` needs to know. */
export interface FileObjectsOptions {
  /**
   * Folder of the objects; created. One file system, as objects are linked and renamed inside it.
   */
  readonly root: string;
  /** Where the laptop's server is reached, without a slash at the end: `http://127.0.0.1:8420`. */
  readonly baseUrl: string;
  /** Secret of download links: at least 32 random bytes that survive a restart. */
  readonly signingKey: string | Uint8Array;
  /** The present instant, ISO 8601 UTC. */
  readonly now: () => string;
}

const pageSize = 1_000;
const filesPath = '/files/';

/**
 * `Objects` as plain files: the file of key `a/b` is `<root>/a/b`. Other than on S3, no key can be
 * the folder of another one (`a` and `a/b`); the second put is refused with `invalid-request`.
 */
export class FileObjects implements Objects {
  readonly #root: string;
  readonly #options: FileObjectsOptions;

  constructor(options: FileObjectsOptions) {
    this.#options = options;
    this.#root = resolve(options.root);
  }

  async put(
    key: string,
    body: Uint8Array,
    options: { ifAbsent?: boolean; contentType?: string } = {},
  ): Promise<'written' | 'exists'> {
    const path = this.pathOf(key);
    const ifAbsent = options.ifAbsent === true;
    return this.#publish(path, ifAbsent, (temporary) => writeSynced(temporary, body));
  }

  async putChunks(key: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#publish(this.pathOf(key), false, (temporary) => writeSynced(temporary, chunks));
  }

  /**
   * Writes what an upload link was made for. @returns false, and nothing is written, where the body
   * has another size
   */
  async putStream(
    { key, size }: ObjectHead,
    body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<boolean> {
    try {
      await this.#publish(this.pathOf(key), false, (temporary) =>
        writeSynced(temporary, exactly(size, body)),
      );
      return true;
    } catch (error) {
      if (error instanceof WrongSizeError) return false;
      throw error;
    }
  }

  async get(key: string, range?: { start: number; end: number }): Promise<Uint8Array | undefined> {
    const path = this.pathOf(key);
    const file = await orAbsent(() => open(path, constants.O_RDONLY | constants.O_NOFOLLOW));
    if (!file) return undefined;
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return undefined;
      if (!range) return await file.readFile();
      const length = Math.max(0, Math.min(range.end + 1, stat.size) - range.start);
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), {
        position: range.start,
      });
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    const path = this.pathOf(key);
    const stat = await orAbsent(() => lstat(path));
    return stat?.isFile() ? { key, size: stat.size } : undefined;
  }

  async list(prefix: string, after = ''): Promise<ObjectPage> {
    checkPrefix(prefix);
    const folder = this.pathOf(prefix.slice(0, -1));
    const names = (await filesUnder(folder)).filter((name) => isKey(name));
    const keys = names
      .map((name) => prefix + name)
      .sort()
      .filter((key) => key > after);
    const heads = await Promise.all(keys.slice(0, pageSize).map((key) => this.head(key)));
    const objects = heads.filter((head) => head !== undefined);
    const next = keys[pageSize - 1];
    return keys.length > pageSize && next !== undefined ? { objects, next } : { objects };
  }

  async copy(from: string, to: string): Promise<void> {
    const [source, target] = [this.pathOf(from), this.pathOf(to)];
    if (!(await this.head(from))) throw fail('doesNotExist', `object ${from} does not exist`);
    await this.#publish(target, false, async (temporary) => {
      // A copy, not a hard link: a running job may still append to the source.
      await copyFile(source, temporary, constants.COPYFILE_FICLONE);
      await syncFile(temporary);
    });
  }

  async delete(key: string): Promise<void> {
    const path = this.pathOf(key);
    if (!(await this.head(key))) return;
    await rm(path, { force: true });
    await syncFolder(dirname(path));
  }

  async downloadUrl(key: string, seconds: number): Promise<string> {
    const query = signDownload(this.#options.signingKey, key, this.#expiresIn(seconds));
    return `${this.#linkTo(key)}?${query}`;
  }

  async uploadUrl(key: string, size: number, seconds: number): Promise<string> {
    const query = signUpload(this.#options.signingKey, key, size, this.#expiresIn(seconds));
    return `${this.#linkTo(key)}?${query}`;
  }

  async keyOfUrl(text: string): Promise<string | undefined> {
    if (!URL.canParse(text)) return undefined;
    const { origin, pathname } = new URL(text);
    return origin === this.#options.baseUrl ? keyOfPath(pathname) : undefined;
  }

  /**
   * What a request for a download link may read.
   * @param path of the URL, `/files/<key>`
   * @returns the key; undefined for a link that is forged, of another key, or expired
   */
  verifyDownload(path: string, query: URLSearchParams): string | undefined {
    const key = keyOfPath(path);
    const { signingKey, now } = this.#options;
    const isValid = key && verifyDownload(signingKey, key, query, Date.parse(now()));
    return isValid ? key : undefined;
  }

  /**
   * What a PUT to an upload link may write: the key and the size that it was signed for; undefined
   * as for `verifyDownload`.
   */
  verifyUpload(path: string, query: URLSearchParams): ObjectHead | undefined {
    const key = keyOfPath(path);
    if (key === undefined) return undefined;
    const { signingKey, now } = this.#options;
    const size = verifyUpload(signingKey, key, query, Date.parse(now()));
    return size === undefined ? undefined : { key, size };
  }

  uri(key: string): string {
    const isPrefix = key.endsWith('/');
    return (
      pathToFileURL(this.pathOf(isPrefix ? key.slice(0, -1) : key)).href + (isPrefix ? '/' : '')
    );
  }

  /**
   * Where the file of a key, or the folder of a prefix without its last `/`, lies. @throws
   * DeeptuneError invalid-request
   */
  pathOf(key: string): string {
    checkObjectKey(key);
    return join(this.#root, key);
  }

  #linkTo(key: string): string {
    checkObjectKey(key);
    return `${this.#options.baseUrl}/files/${key}`;
  }

  /** Seconds since 1970. */
  #expiresIn(seconds: number): number {
    return Math.ceil(Date.parse(this.#options.now()) / 1_000) + seconds;
  }

  /**
   * Lets `write` fill a file elsewhere, then makes it the object in one step: a reader sees all of
   * it or nothing.
   */
  async #publish(
    path: string,
    ifAbsent: boolean,
    write: (temporary: string) => Promise<void>,
  ): Promise<'written' | 'exists'> {
    const temporary = join(this.#root, unfinishedFolder, unfinishedName());
    await mkdir(dirname(temporary), { recursive: true });
    try {
      await write(temporary);
      await inFolder(dirname(path), () =>
        ifAbsent ? link(temporary, path) : rename(temporary, path),
      );
      await syncFolder(dirname(path));
      return 'written';
    } catch (error) {
      if (ifAbsent && codeOf(error) === 'EEXIST' && (await lstat(path)).isFile()) return 'exists';
      throw refusal(relative(this.#root, path), error);
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

/** The key of a link's path, `/files/<key>`. */
function keyOfPath(path: string): string | undefined {
  const key = path.startsWith(filesPath) ? path.slice(filesPath.length) : '';
  return isKey(key) ? key : undefined;
}

function isKey(key: string): boolean {
  try {
    checkObjectKey(key);
    return true;
  } catch {
    return false;
  }
}

async function orAbsent<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    // ELOOP: a symbolic link, which is no object.
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(codeOf(error))) return undefined;
    throw error;
  }
}
