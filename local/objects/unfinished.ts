import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../file-system.ts';
import { birthOf, isAlive } from '../python/process-identity.ts';

/** `~` is in no key: what is being written can never be read as an object. */
export const unfinishedFolder = '~unfinished';

/** Of a process that lives, or of an earlier release: nothing writes a byte for so long. */
const abandonedMilliseconds = 24 * 3_600_000;
const namePattern = /^(\d+)-([0-9a-f]*)-[0-9a-f-]{36}$/;
let ownBirth: string | undefined;

/** A name that says which process writes the file. */
export function unfinishedName(): string {
  const { pid } = process;
  ownBirth ??= Buffer.from(birthOf(pid) ?? '').toString('hex');
  return `${pid}-${ownBirth}-${randomUUID()}`;
}

/**
 * Deletes what killed processes were writing. Another process of the same folder (a base model is
 * staged) keeps what it writes.
 * @param now milliseconds since 1970
 * @returns how many were deleted
 */
export async function deleteUnfinished(root: string, now: number): Promise<number> {
  const folder = join(root, unfinishedFolder);
  let deleted = 0;
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found || (isBeingWritten(name) && now - found.mtimeMs < abandonedMilliseconds)) continue;
    await rm(path, { recursive: true, force: true });
    deleted += 1;
  }
  return deleted;
}

function isBeingWritten(name: string): boolean {
  const [, pid, birth = ''] = namePattern.exec(name) ?? [];
  // Earlier releases wrote no process: theirs ended before this one took the folder.
  if (pid === undefined) return false;
  return isAlive({ pid: Number(pid), birth: Buffer.from(birth, 'hex').toString() });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
