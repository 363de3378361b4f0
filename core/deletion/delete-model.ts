import type { Scope } from '../records/keys.ts';
import { keys } from '../records/keys.ts';
import { readRecord, toData, withRetry } from '../records/records.ts';
import type { Dependencies } from '../ports/host.ts';
import { stopTraining } from '../job/request/stop-training.ts';
import { removeVersion } from './delete-version.ts';
import { endSchedules } from './end-schedules.ts';
import { isOpen } from '../model/model-version.ts';
import { finishDeletion } from '../model/finish-deletion.ts';
import type { Model } from '../model/model.ts';
import { listVersions, modelDoesNotExist } from '../model/version-store.ts';

type Uses = Pick<
  Dependencies,
  'table' | 'predictor' | 'jobs' | 'objects' | 'schedules' | 'sha256' | 'now'
>;

/**
 * Deletes a model with its versions and its schedules. It is gone at once; a version that is
 * training is told to stop, and goes when it is settled, so that the bill is whole. Asking again
 * goes on where a request broke off.
 * @throws DeeptuneError model-does-not-exist
 */
export async function deleteModel(scope: Scope, modelId: string, deps: Uses): Promise<void> {
  await withRetry(() => markDeleted(scope, modelId, deps));
  await endSchedules({ scope, modelId }, deps);
  for (const version of await listVersions(deps.table, scope, modelId)) {
    const ref = { scope, modelId, versionId: version.id };
    await (isOpen(version) ? stopTraining(ref, deps) : removeVersion(ref, deps));
  }
  await finishDeletion(scope, modelId, deps);
}

async function markDeleted(
  scope: Scope,
  modelId: string,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<void> {
  const stored = await readRecord<Model>(deps.table, keys.model(scope, modelId));
  if (!stored) throw modelDoesNotExist();
  const data = toData({ ...stored.value, deletedAt: stored.value.deletedAt ?? deps.now() });
  await deps.table.write([
    { put: { ...keys.model(scope, modelId), data }, if: { rev: stored.rev } },
  ]);
}
