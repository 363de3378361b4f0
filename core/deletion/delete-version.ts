import { isOfVersion, listEvaluations } from '../evaluation/evaluation.ts';
import { stopBatchPrediction, stopEvaluation } from '../job/request/inference/stop-inference.ts';
import { batchPredictionsOf } from '../prediction/batch-prediction.ts';
import { keys } from '../records/keys.ts';
import { toData, withRetry } from '../records/records.ts';
import type { Dependencies } from '../ports/host.ts';
import { untrainedVersion } from '../model/untrained.ts';
import { withLatestVersion } from '../model/version-id.ts';
import type { VersionRef } from '../model/version-store.ts';
import { getModel, listVersions, openVersions, versionWrite } from '../model/version-store.ts';
import type { PromotionMove } from '../model/promotion/promotion.ts';
import type { DomainEvent } from '../ports/events.ts';
import type { Write } from '../ports/table.ts';
import type { Scope } from '../records/keys.ts';
import { withoutPromoted } from './moved-promotion.ts';
import { assertUnneeded, leaveToChildren } from './needed-versions.ts';
import { deletePrefix } from '../records/delete-prefix.ts';
import { objectKeys } from '../records/object-keys.ts';

type Uses = Pick<Dependencies, 'table' | 'predictor' | 'jobs' | 'objects'>;

/**
 * Deletes a version that no workflow owns, with its evaluations and batch predictions: those that
 * are open are stopped, and go when they are settled. Usage records and dataset versions stay. A
 * model whose only version goes is as it was made: with an untrained one; of one whose promoted
 * version goes, the one that answered before answers again.
 * @throws DeeptuneError model-does-not-exist; version-in-use while a child needs it
 */
export async function deleteVersion(
  ref: VersionRef,
  deps: Uses & Pick<Dependencies, 'now' | 'newId' | 'sha256' | 'events'>,
): Promise<void> {
  const { scope, modelId, versionId } = ref;
  await leaveToChildren(ref, deps);
  const moved = await withRetry(async () => {
    const { value, rev } = await getModel(deps.table, scope, modelId);
    // Behind the model's revision: a child that is started meanwhile changes it.
    await assertUnneeded(ref, value, deps);
    const versions = await listVersions(deps.table, scope, modelId);
    const left = versions.filter((version) => version.id !== versionId);
    const { model, move } = await withoutPromoted(scope, { model: value, versionId, left }, deps);
    const [latest] = left;
    const fresh = latest ? undefined : untrainedVersion(model, scope, deps);
    const changed = fresh
      ? withLatestVersion(model, fresh)
      : { ...model, latestVersionId: latest?.id ?? model.latestVersionId };
    await deps.table.write([
      { delete: keys.version(scope, modelId, versionId) },
      { put: { ...keys.model(scope, modelId), data: toData(changed) }, if: { rev } },
      ...(fresh ? [versionWrite(fresh)] : []),
      ...(move ? [moveWrite(scope, modelId, move)] : []),
    ]);
    return move;
  });
  await forget(ref, deps);
  if (moved) await deps.events.publish(promotedEvent(scope, modelId, moved));
}

function moveWrite(scope: Scope, modelId: string, move: PromotionMove): Write {
  const put = { ...keys.promotion(scope, modelId, move.sequence), data: toData(move) };
  return { put, if: 'absent' };
}

function promotedEvent(scope: Scope, modelId: string, move: PromotionMove): DomainEvent {
  const detail = { ...scope, modelId, ...move };
  return { type: 'model.promoted', at: move.at, detail };
}

/** Takes the record of a version away, with what hangs on it. */
export async function removeVersion(ref: VersionRef, deps: Uses): Promise<void> {
  await deps.table.write([{ delete: keys.version(ref.scope, ref.modelId, ref.versionId) }]);
  await forget(ref, deps);
}

async function forget(ref: VersionRef, deps: Uses): Promise<void> {
  await deps.predictor.release(ref.versionId);
  const evaluations = await listEvaluations(ref.scope, deps);
  for (const evaluation of evaluations.filter((each) => isOfVersion(each, ref)))
    await stopEvaluation(evaluation, deps, true);
  for (const prediction of await batchPredictionsOf(ref, deps))
    await stopBatchPrediction(prediction, deps, true);
  if (!(await hasOpenChild(ref, deps)))
    await deletePrefix(objectKeys.versionPrefix(ref.scope, ref.versionId), Infinity, deps);
}

/** A training that starts from this version reads its files until it ends. */
async function hasOpenChild({ scope, versionId }: VersionRef, { table }: Uses): Promise<boolean> {
  for await (const { value } of openVersions(table)) {
    const isHere = value.scope.userId === scope.userId && value.scope.appId === scope.appId;
    if (isHere && value.training.parent?.versionId === versionId) return true;
  }
  return false;
}
