import type { JsonObject } from '../../json.ts';
import type { DatasetVersion } from '../../dataset/version/dataset-version.ts';
import { findDatasetVersion } from '../../dataset/version/dataset-version-store.ts';
import { countMembers } from '../../dataset/version/frozen-inputs.ts';
import { DeeptuneError, fail } from '../../errors.ts';
import type { Scope } from '../../records/keys.ts';
import { keys } from '../../records/keys.ts';
import { readRecord, toData } from '../../records/records.ts';
import type { ScheduleFiring } from '../../ports/schedules.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { isLoadable, isOpen } from '../../model/model-version.ts';
import { getModel, listVersions } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import { findModelType } from '../../catalog/catalog.ts';
import { resolveHyperparameters } from '../../catalog/hyperparameters/hyperparameters.ts';
import { chooseTemplate } from './parent.ts';
import { startTraining } from './start-training.ts';

/** Retrains a model from its newest trained version whenever enough new inputs have come. */
export interface RetrainingSchedule {
  readonly id: string;
  readonly scope: Scope;
  readonly modelId: string;
  readonly datasetId: string;
  /** `rate(…)` or `cron(…)`, see the `Schedules` port. */
  readonly expression: string;
  readonly timezone: string;
  /** Fewer new inputs than this: the firing is skipped. */
  readonly minNewInputs: number;
  readonly params: JsonObject;
  readonly createdAt: string;
  /** What the last firing did. */
  readonly lastFiring?: {
    readonly scheduledAt: string;
    readonly result: 'started' | 'skipped';
    readonly detail: string;
  };
}

/**
 * Refuses hyperparameters that each of its trainings would refuse: a schedule fires when nobody
 * looks, and would skip from then on.
 * @throws DeeptuneError hyperparameter-unknown, hyperparameter-invalid, template-unknown;
 *   invalid-request where its params name another dataset
 */
export async function assertSchedulable(
  { scope, modelId, datasetId, params }: RetrainingSchedule,
  { table }: Pick<Dependencies, 'table'>,
): Promise<void> {
  const named = params['dataset_id'] ?? '';
  if (named !== '' && named !== datasetId)
    throw fail(
      'invalidRequest',
      `'schedule.dataset_id' says '${datasetId}', and 'schedule.params.dataset_id' says ${JSON.stringify(named).slice(0, 200)}: send one of them, or both alike`,
    );
  const { value: model } = await getModel(table, scope, modelId);
  const parent = (await listVersions(table, scope, modelId)).find(isLoadable);
  const modelType = findModelType(model.modelTypeId);
  const template = chooseTemplate(modelType, params, parent);
  resolveHyperparameters(modelType, template, { ...params, template: template.id });
}

/**
 * A schedule fires: starts an incremental training, or skips with its reason, which is kept with
 * the schedule. The slot is the idempotency key, so that a firing delivered twice trains once.
 */
export async function scheduleFired(
  firing: ScheduleFiring,
  deps: Dependencies,
): Promise<{ result: 'started' | 'skipped'; detail: string }> {
  const { userId, appId, scheduleId } = firing.payload as {
    userId: string;
    appId: string;
    scheduleId: string;
  };
  const key = keys.schedule({ userId, appId }, scheduleId);
  const schedule = await readRecord<RetrainingSchedule>(deps.table, key);
  if (!schedule)
    return { result: 'skipped', detail: `Schedule '${scheduleId}' does not exist any more` };
  const done = await retrain(schedule.value, firing.scheduledAt, deps);
  const lastFiring = { scheduledAt: firing.scheduledAt, ...done };
  await deps.table.write([
    { put: { ...key, data: toData({ ...schedule.value, lastFiring }) }, if: 'present' },
  ]);
  if (done.result === 'skipped') {
    await deps.events.publish({
      type: 'schedule.skipped',
      at: deps.now(),
      detail: {
        ...{ userId, appId, modelId: schedule.value.modelId, scheduleId },
        ...{ scheduledAt: firing.scheduledAt, reason: done.detail },
      },
    });
  }
  return done;
}

async function retrain(
  schedule: RetrainingSchedule,
  slot: string,
  deps: Dependencies,
): Promise<{ result: 'started' | 'skipped'; detail: string }> {
  try {
    const versions = await listVersions(deps.table, schedule.scope, schedule.modelId);
    const parent = versions.find(isLoadable);
    const newInputs = await countNewInputs(schedule, parent, deps);
    if (newInputs < schedule.minNewInputs) {
      return {
        result: 'skipped',
        detail: `${newInputs} new inputs, at least ${schedule.minNewInputs} are wanted`,
      };
    }
    // What a training is learning now would count as new once more. The same firing, told twice,
    // finds its own training.
    const open = versions.find(isOpen);
    if (open && open.description !== descriptionOf(slot))
      return { result: 'skipped', detail: `Version '${open.id}' is ${open.status}` };
    const started = await startTraining(orderOf(schedule, parent, slot), deps);
    return { result: 'started', detail: started.id };
  } catch (error) {
    if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    return { result: 'skipped', detail: error.message };
  }
}

function descriptionOf(slot: string): string {
  return `Scheduled retraining of ${slot}`;
}

function orderOf(schedule: RetrainingSchedule, parent: ModelVersion | undefined, slot: string) {
  const { scope, modelId, datasetId, params } = schedule;
  return {
    idempotencyKey: `schedule-${schedule.id}-${slot}`,
    requestHash: slot,
    order: {
      scope,
      modelId,
      params,
      datasetId,
      concepts: [],
      inferenceParams: {},
      description: descriptionOf(slot),
      ...(parent ? { resumeFrom: { scope, modelId: parent.modelId, versionId: parent.id } } : {}),
    },
  };
}

async function countNewInputs(
  schedule: RetrainingSchedule,
  parent: ModelVersion | undefined,
  deps: Dependencies,
): Promise<number> {
  const count = await countMembers(schedule.scope, schedule.datasetId, deps);
  if (!parent || !('training' in parent)) return count;
  const before: DatasetVersion = await findDatasetVersion(parent.scope, parent.training, deps);
  return count - before.inputCount;
}
