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

/** What to say where the file system refuses to make `path`. */
export function refusal(path: string, error: unknown): unknown {
  const isFolderOfAnother = ['EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error));
  if (!isFolderOfAnother) return error;
  return fail('invalidRequest', `${path}: one key cannot be the folder of another here`, error);
}
