import { readBudgets } from '../../billing/budget/budget.ts';
import { storeChosen } from '../../dataset/version/choose-dataset-version.ts';
import { fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import type { Write } from '../../ports/table.ts';
import type { Model } from '../../model/model.ts';
import type { ModelVersion, QueuedVersion } from '../../model/model-version.ts';
import { nextVersion, withLatestVersion } from '../../model/version-id.ts';
import type { VersionPlace } from '../../model/version-id.ts';
import { getModel, getVersion, versionWrite } from '../../model/version-store.ts';
import { assertAffordable } from './assert-affordable.ts';
import { assertBaseModelStaged } from './base-model.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { TrainingPlan } from './plan-training.ts';
import type { TrainingRequest } from './training-request.ts';
import { planTraining } from './plan-training.ts';
import { idsOfTraining, startWorkflow } from './start-workflow.ts';
import { plannedParts } from './planned-parts.ts';

/** What an idempotency key stands for, once used. Kept as long as the version. */
interface IdempotencyRecord {
  readonly requestHash: string;
  readonly modelId: string;
  readonly versionId: string;
}

export interface TrainingSubmission {
  readonly order: TrainingRequest;
  /** `Idempotency-Key` header: two requests with the same one start one training. */
  readonly idempotencyKey?: string;
  /** SHA-256 of the request, to tell a repetition from another request under the same key. */
  readonly requestHash: string;
  /** Records of the caller that are stored together with the version, or not at all. */
  readonly also?: (version: ModelVersion) => readonly Write[];
  /** What is asked for at the same time may cost so much: budgets must have room for all of it. */
  readonly besidesMicros?: number;
}

/**
 * Starts a training: checks the order, stores the new version as `queued` (together with its
 * dataset version and idempotency key, or not at all) and starts its workflow, whose Admit step
 * reserves the money before anything runs. Where its dataset version is not ready, what needs the
 * rows (checks, estimate, reservation) is left to the workflow's Prepare step.
 * @throws DeeptuneError of the user's fault (see `planTraining`), base-model-not-staged,
 *   budget-exceeded, idempotency-conflict
 */
export async function startTraining(
  request: TrainingSubmission,
  deps: Dependencies,
): Promise<ModelVersion> {
  const earlier = await findEarlier(request, deps);
  if (earlier) return earlier;
  const plan = await planTraining(request.order, deps);
  await assertBaseModelStaged(plan, deps);
  const { scope } = request.order;
  if (plan.worked) {
    const place = { ...scope, modelId: request.order.modelId };
    const budgets = await readBudgets(place, deps.now(), deps);
    const { maxAmountMicros } = plan.worked.estimate;
    const askedMicros = maxAmountMicros + (request.besidesMicros ?? 0);
    await assertAffordable({ scope, budgets, askedMicros }, deps);
  }
  const draft = newVersion(request.order, plan, deps);
  const { version, isNew } = await store(request, { draft, plan }, deps);
  if (isNew) {
    await startWorkflow(idsOfTraining(version), deps);
    await deps.events.publish({
      type: 'model-version.queued',
      at: version.createdAt,
      detail: { ...scope, versionId: version.id, modelId: version.modelId },
    });
  }
  return version;
}

/** A version that has no place among those of its model yet. */
type Draft = Omit<QueuedVersion, keyof VersionPlace>;

function newVersion(
  order: TrainingRequest,
  plan: TrainingPlan,
  deps: Pick<Dependencies, 'now'>,
): Draft {
  const at = deps.now();
  return {
    modelId: order.modelId,
    modelTypeId: plan.modelType.id,
    scope: order.scope,
    description: order.description,
    createdAt: at,
    modifiedAt: at,
    inferenceParams: plan.inferenceParams,
    outputConfig: plan.outputConfig,
    ...(order.inputInfo ? { inputInfo: order.inputInfo } : {}),
    status: 'queued',
    ...plannedParts(plan, at),
  };
}

function store(
  request: TrainingSubmission,
  { draft, plan }: { draft: Draft; plan: TrainingPlan },
  deps: Dependencies,
): Promise<{ version: ModelVersion; isNew: boolean }> {
  return withRetry(async () => {
    const earlier = await findEarlier(request, deps);
    if (earlier) return { version: earlier, isNew: false };
    const model = await getModel(deps.table, draft.scope, draft.modelId);
    const version = { ...draft, ...nextVersion(model.value, deps.newId()) };
    const writes = [
      versionWrite(version),
      modelWrite(version, model),
      ...idempotencyWrites(request, version),
      ...(request.also?.(version) ?? []),
    ];
    await storeChosen(
      version.scope,
      plan.chosen,
      (records) => deps.table.write([...writes, ...records]),
      deps,
    );
    return { version, isNew: true };
  });
}

function modelWrite(
  version: QueuedVersion & VersionPlace,
  model: { value: Model; rev: number },
): Write {
  const changed = withLatestVersion(model.value, version);
  const data = toData({ ...changed, modifiedAt: version.createdAt });
  return { put: { ...keys.model(version.scope, version.modelId), data }, if: { rev: model.rev } };
}

function idempotencyWrites(request: TrainingSubmission, version: QueuedVersion): Write[] {
  if (request.idempotencyKey === undefined) return [];
  const record: IdempotencyRecord = {
    requestHash: request.requestHash,
    modelId: version.modelId,
    versionId: version.id,
  };
  const key = keys.idempotency(version.scope.userId, request.idempotencyKey);
  return [{ put: { ...key, data: toData(record) }, if: 'absent' }];
}

async function findEarlier(
  request: TrainingSubmission,
  deps: Pick<Dependencies, 'table'>,
): Promise<ModelVersion | undefined> {
  if (request.idempotencyKey === undefined) return undefined;
  const { scope } = request.order;
  const record = await readRecord<IdempotencyRecord>(
    deps.table,
    keys.idempotency(scope.userId, request.idempotencyKey),
  );
  if (!record) return undefined;
  if (record.value.requestHash !== request.requestHash) {
    throw fail(
      'idempotencyConflict',
      `Idempotency-Key '${request.idempotencyKey}' was used for another request; choose a new key`,
    );
  }
  return (await getVersion(deps.table, { scope, ...record.value })).value;
}
