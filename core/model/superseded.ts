import { inBatches } from '../dataset/record/store-input.ts';
import { eachObject } from '../records/each-object.ts';
import { objectKeys } from '../records/object-keys.ts';
import type { Objects } from '../ports/objects.ts';
import type { Checkpoint } from './checkpoints.ts';
import { listCheckpoints } from './checkpoints.ts';
import type { SettledVersion } from './model-version.ts';

/**
 * Deletes what nobody needs any more of a settled version's checkpoints: folders that were being
 * written, and checkpoints behind the newest. SageMaker mirrors what the trainer writes and does
 * not promise to take away what the trainer deletes, so that they would add up. May be repeated.
 *
 * Of a trained version the export is kept: predictions and children read nothing else. Of any
 * other, the newest whole checkpoint as well where the export is older or not whole, so that no
 * work is lost that somebody may go on from. The log and the loss curve stay in any case.
 * @returns how many objects were deleted
 */
export async function deleteSuperseded(version: SettledVersion, objects: Objects): Promise<number> {
  const { scope, id } = version;
  const prefix = objectKeys.checkpointPrefix(scope, id);
  const exported = objectKeys.exportPrefix(scope, id);
  const newest = newestBehind(exported, await listCheckpoints(objects, prefix));
  const kept = [exported, ...(newest && version.status !== 'trained' ? [newest.prefix] : [])];
  return deleteFoldersBut(kept, prefix, objects);
}

/**
 * Deletes the folders below a prefix but for some; what lies beside folders stays.
 * @returns how many objects were deleted
 */
export async function deleteFoldersBut(
  kept: readonly string[],
  prefix: string,
  objects: Objects,
): Promise<number> {
  const superseded: string[] = [];
  for await (const { key } of eachObject(objects, prefix)) {
    const isInFolder = key.slice(prefix.length).includes('/');
    if (isInFolder && !kept.some((folder) => key.startsWith(folder))) superseded.push(key);
  }
  await inBatches(superseded, (key) => objects.delete(key));
  return superseded.length;
}

/**
 * The newest checkpoint that has more in it than the export; undefined where the export has it all.
 */
function newestBehind(
  exported: string,
  newestFirst: readonly Checkpoint[],
): Checkpoint | undefined {
  const has = newestFirst.find(({ prefix }) => prefix === exported)?.manifest.trainedSeconds ?? -1;
  const [newest] = newestFirst.filter(({ prefix }) => prefix !== exported);
  return newest && (newest.manifest.trainedSeconds ?? 0) > has ? newest : undefined;
}
