import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail } from '../../core/errors.ts';
import { codeOf, syncFolder } from '../file-system.ts';

/** A body that is not as long as it was to be. */
export class WrongSizeError extends Error {}

/**
 * The same bytes, as they come. @throws WrongSizeError as soon as there are more than `size`, or
 * where there were fewer
 */
export async function* exactly(
  size: number,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of body) {
    seen += chunk.length;
    if (seen > size) break;
    yield chunk;
  }
  if (seen !== size) throw new WrongSizeError();
}

/** Makes a new file that survives a power cut. */
export async function writeSynced(
  path: string,
  body: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(body);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A folder with those above it, which survive a power cut. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  // Each new folder is an entry in the one above: without these a power cut could lose the whole
  // branch.
  for (let at = folder; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at));
}

/** Makes a folder and something in it, also where the folder is tidied away in between. */
export async function inFolder(folder: string, act: () => Promise<void>): Promise<void> {
  await makeFolder(folder);
  try {
    await act();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await makeFolder(folder);
    await act();
  }
}

/** What a file system says where no room is left on the disk, or in a quota. */
export function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error));
}

/** What to say where the file system refuses to make the object `key`. */
export function refusal(key: string, error: unknown): unknown {
  if (isFull(error))
    return fail(
      'storageFull',
      'The disk of this host is full, or its quota is used up: nothing of this was stored; make room and send the request again',
      error,
    );
  const isFolderOfAnother = ['EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error));
  if (!isFolderOfAnother) return error;
  return fail('invalidRequest', `${key}: one key cannot be the folder of another here`, error);
}
