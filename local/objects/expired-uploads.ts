import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { objectKeys } from '../../core/records/object-keys.ts';
import type { FileObjects } from './file-objects.ts';
import { filesUnder } from '../file-system.ts';

/** As long as the bucket's lifecycle rule keeps them on AWS. */
const keptMilliseconds = 24 * 3_600_000;

/**
 * Deletes the uploads that were put a day ago or earlier: the bytes of those that became inputs lie
 * elsewhere by now.
 * @param now ISO 8601 UTC
 * @returns how many were deleted
 */
export async function deleteExpiredUploads(objects: FileObjects, now: string): Promise<number> {
  const folder = objects.pathOf(objectKeys.uploadsPrefix.slice(0, -1));
  let deleted = 0;
  for (const name of await filesUnder(folder)) {
    const path = join(folder, name);
    // One that vanishes meanwhile belonged to an app that is being deleted.
    const found = await stat(path).catch(() => undefined);
    if (!found || Date.parse(now) - found.mtimeMs < keptMilliseconds) continue;
    await rm(path, { force: true });
    deleted += 1;
  }
  return deleted;
}
