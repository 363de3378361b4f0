import { counted, wordFor } from '../../words.ts';
import type { JsonObject } from '../../json.ts';
import type { DatasetVersion } from '../../dataset/version/dataset-version.ts';
import { findDatasetVersion } from '../../dataset/version/dataset-version-store.ts';
import { countMembers } from '../../dataset/version/frozen-inputs.ts';
import { DeeptuneError, fail } from '../../errors.ts';
import type { Scope } from '../../records/keys.ts';
import { keys } from '../../records/keys.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import type { ScheduleFiring } from '../../ports/schedules.ts';
import type { Key } from '../../ports/table.ts';
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
  /** True: nothing fires until it is resumed. */
  readonly isPaused?: boolean;
  /** Since when its expression counts: made, changed or resumed. Absent: `createdAt`. */
  readonly activeSince?: string;
  /** What the last firing did. */
  readonly lastFiring?: FiringRecord;
  /** What the last firings did, the newest first; absent: earlier releases kept the last one. */
  readonly firings?: readonly FiringRecord[];
}

/** What a firing decided, and why. */
export interface Decision {
  readonly result: 'started' | 'skipped';
  /** The version that was started, or why none was, for people. */
  readonly detail: string;
  readonly reason:
    'enough-new-inputs' | 'too-few-new-inputs' | 'training-open' | 'paused' | 'refused' | 'deleted';
  /** Inputs since the last training; absent: it was not looked at. */
  readonly newInputs?: number;
}

/** Earlier releases kept neither the reason nor the inputs. */
export type FiringRecord = Omit<Decision, 'reason'> &
  Partial<Pick<Decision, 'reason'>> & { readonly scheduledAt: string };

/** How many decisions a schedule keeps. */
const maxFirings = 20;

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
  resolveHyperparameters(modelType, template, { ...params, template: template.id }, true);
}

/**
 * A schedule fires: starts an incremental training, or skips with its reason, which is kept with
 * the schedule. The slot is the idempotency key, so that a firing delivered twice trains once.
 */
export async function scheduleFired(firing: ScheduleFiring, deps: Dependencies): Promise<Decision> {
  const { userId, appId, scheduleId } = firing.payload as {
    userId: string;
    appId: string;
    scheduleId: string;
  };
  const key = keys.schedule({ userId, appId }, scheduleId);
  const schedule = await readRecord<RetrainingSchedule>(deps.table, key);
  if (!schedule) return skipped('deleted', `Schedule '${scheduleId}' does not exist any more`);
  const decision = await decide(schedule.value, firing.scheduledAt, deps);
  await keepDecision(key, { scheduledAt: firing.scheduledAt, ...decision }, deps);
  if (decision.result === 'skipped') {
    await deps.events.publish({
      type: 'schedule.skipped',
      at: deps.now(),
      detail: {
        ...{ userId, appId, modelId: schedule.value.modelId, scheduleId },
        ...{ scheduledAt: firing.scheduledAt, reason: decision.detail },
      },
    });
  }
  return decision;
}

/** With the schedule as it is now: it may have been paused or changed meanwhile, or be gone. */
async function keepDecision(
  key: Key,
  decision: FiringRecord,
  { table }: Pick<Dependencies, 'table'>,
): Promise<void> {
  await withRetry(async () => {
    const stored = await readRecord<RetrainingSchedule>(table, key);
    if (!stored) return;
    const changed = { ...stored.value, ...withDecision(stored.value, decision) };
    await table.write([{ put: { ...key, data: toData(changed) }, if: { rev: stored.rev } }]);
  });
}

/** A firing that is delivered twice stands there once. */
function withDecision(
  schedule: RetrainingSchedule,
  decision: FiringRecord,
): Pick<RetrainingSchedule, 'lastFiring' | 'firings'> {
  const others = firingsOf(schedule).filter(
    ({ scheduledAt }) => scheduledAt !== decision.scheduledAt,
  );
  return { lastFiring: decision, firings: [decision, ...others].slice(0, maxFirings) };
}

/** What a schedule's last firings decided, the newest first. */
export function firingsOf({ firings, lastFiring }: RetrainingSchedule): readonly FiringRecord[] {
  return firings ?? (lastFiring ? [lastFiring] : []);
}

function skipped(reason: Decision['reason'], detail: string, newInputs?: number): Decision {
  return { result: 'skipped', reason, detail, ...(newInputs === undefined ? {} : { newInputs }) };
}

async function decide(
  schedule: RetrainingSchedule,
  slot: string,
  deps: Dependencies,
): Promise<Decision> {
  if (schedule.isPaused) return skipped('paused', 'The schedule is paused');
  try {
    const versions = await listVersions(deps.table, schedule.scope, schedule.modelId);
    const parent = versions.find(isLoadable);
    const newInputs = await countNewInputs(schedule, parent, deps);
    if (newInputs < schedule.minNewInputs)
      return skipped(
        'too-few-new-inputs',
        `${counted(newInputs, 'new input')}, at least ${schedule.minNewInputs} ${wordFor(schedule.minNewInputs, 'is', 'are')} wanted`,
        newInputs,
      );
    // What a training is learning now would count as new once more. The same firing, told twice,
    // finds its own training.
    const open = versions.find(isOpen);
    if (open && open.description !== descriptionOf(slot))
      return skipped('training-open', `Version '${open.id}' is ${open.status}`, newInputs);
    const { id } = await startTraining(orderOf(schedule, parent, slot), deps);
    return { result: 'started', reason: 'enough-new-inputs', detail: id, newInputs };
  } catch (error) {
    if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    return skipped('refused', error.message);
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
      isScheduled: true,
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
