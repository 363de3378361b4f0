import { readBudget, releaseWrites } from '../../billing/budget.ts';
import type { Hold } from '../../billing/budget.ts';
import { chargedSeconds, failedEndReason, rateUsage } from '../../billing/usage/usage-record.ts';
import type { EndReason, UsageRecord } from '../../billing/usage/usage-record.ts';
import { patienceOf } from '../../catalog/hyperparameters/best-epoch-fields.ts';
import type { JsonObject } from '../../json.ts';
import type { Observation } from '../../estimate/calibration/calibrate.ts';
import { fail } from '../../errors.ts';
import { toStableFailure } from './stable-failure.ts';
import { keys, periodOf } from '../../records/keys.ts';
import { objectKeys } from '../../records/object-keys.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import type { Stored } from '../../records/records.ts';
import type { Write } from '../../ports/table.ts';
import { isEnded } from '../../ports/jobs.ts';
import type { TrainingJob } from '../../ports/jobs.ts';
import { finishDeletion } from '../../model/finish-deletion.ts';
import { bestEpochOf } from '../../model/best-epoch.ts';
import { durableSeconds, readExport } from '../../model/checkpoints.ts';
import type {
  ModelVersion,
  OpenVersion,
  SettledVersion,
  Settlement,
  TrainedVersion,
} from '../../model/model-version.ts';
import { assertMove, isOpen, isSettled } from '../../model/model-version.ts';
import { deleteSuperseded } from '../../model/superseded.ts';
import { versionWrite } from '../../model/version-store.ts';
import { leaveWrite } from '../queue/queue.ts';
import type { TrainingState } from '../workflow/state.ts';
import type { Failure } from '../../errors.ts';
import type { Dependencies } from '../../ports/host.ts';
import { observationCell } from '../request/estimate-training.ts';
import { instanceTypeOf } from '../request/instance.ts';
import { servingNoteOf } from '../../model/serving.ts';
import { refOf } from './step.ts';

type Uses = Pick<
  Dependencies,
  'table' | 'objects' | 'jobs' | 'events' | 'settings' | 'now' | 'sha256'
>;

/**
 * Settle: one transition, one usage record, the hold released, the queue left, all in one transaction or not at all; then what nobody needs any more of the version's
 * checkpoints is deleted. Settling twice changes nothing: the second finds the version settled, and deletes what the first had left. Never settles
 * while the job may still run. A model that was deleted meanwhile goes with its last version.
 * @throws DeeptuneError conflict while the job has not ended yet (the workflow asks again)
 */
export async function settle(state: TrainingState, deps: Uses): Promise<TrainingState> {
  const settled = await withRetry(() => settleOnce(state, deps));
  // It went with its model: an earlier answer of this step was lost.
  if (!settled) return { ...state, outcome: 'stopped' };
  await deleteSuperseded(settled, deps.objects);
  await finishDeletion(settled.scope, settled.modelId, deps);
  const failure = 'failure' in settled ? settled.failure : state.failure;
  return { ...state, outcome: settled.status, failure };
}

async function settleOnce(state: TrainingState, deps: Uses): Promise<SettledVersion | undefined> {
  const { scope, modelId, versionId } = refOf(state);
  const stored = await readRecord<ModelVersion>(
    deps.table,
    keys.version(scope, modelId, versionId),
  );
  if (!stored) return undefined;
  const { value, rev } = stored;
  if (isSettled(value)) return value;
  if (!isOpen(value)) throw fail('modelInvalidRequest', `Version '${value.id}' was never queued`);
  const job = await endedJob(value, deps);
  const result = await decideSettlement({ version: value, state, job }, deps);
  assertMove(value, result.settled.status);
  const leave = leaveWrite(value.scope.userId, value.id);
  await deps.table.write([versionWrite(result.settled, rev), leave, ...result.writes]);
  const { status, settlement } = result.settled;
  await deps.events.publish({
    type: `model-version.${status}`,
    at: settlement.completedAt,
    detail: { versionId: value.id, modelId: value.modelId, amountMicros: settlement.amountMicros },
  });
  return result.settled;
}

/** A job that runs on after its workflow gave up (time-out, lost event) is stopped here. */
async function endedJob(version: OpenVersion, deps: Uses): Promise<TrainingJob | undefined> {
  const name = 'trainingJobName' in version ? version.trainingJobName : undefined;
  const job = name === undefined ? undefined : await deps.jobs.describe(name);
  if (!job || isEnded(job)) return job;
  await deps.jobs.stop(job.trainingJobName);
  throw fail(
    'conflict',
    `Training job '${job.trainingJobName}' is still ${job.status}; it was told to stop`,
  );
}

interface SettlementInput {
  readonly version: OpenVersion;
  readonly state: TrainingState;
  readonly job: TrainingJob | undefined;
}

async function decideSettlement(
  ending: SettlementInput,
  deps: Uses,
): Promise<{ settled: SettledVersion; writes: Write[] }> {
  const { version, state } = ending;
  const found = await readExport(version.scope, version.id, deps);
  const status = endStatus(version, state, found !== undefined);
  const failure = toStableFailure(state.failure ?? unknownFailure);
  const endReason: EndReason = status === 'failed' ? failedEndReason(failure.fault) : status;
  const hold = await readRecord<Hold>(deps.table, keys.hold(version.scope.userId, version.id));
  const usage = hold && (await meterUsage(ending, { hold: hold.value, endReason }, deps));
  const archive = found && (await archiveOf(version, deps));
  const end = { status, failure, metrics: found?.metrics, usage, ...archive };
  const settled = settledVersion(version, end, deps.now());
  if (!hold || !usage) return { settled, writes: [] };
  const money = await moneyWrites(hold, usage, deps);
  return { settled, writes: [...money, ...observationWrites(settled, usage, deps)] };
}

const unknownFailure: Failure = {
  code: 'internal',
  fault: 'platform',
  message: 'The workflow ended without a reason',
};

/** A stop that comes too late, after the model was trained and evaluated, leaves a trained version. */
function endStatus(
  version: OpenVersion,
  state: TrainingState,
  hasExport: boolean,
): SettledVersion['status'] {
  if (state.outcome === 'evaluated' && hasExport) return 'trained';
  if (version.status === 'stopping' || state.outcome === 'stopped') return 'stopped';
  return 'failed';
}

async function meterUsage(
  { version, job }: SettlementInput,
  known: { hold: Hold; endReason: EndReason },
  deps: Uses,
): Promise<UsageRecord> {
  const { hold, endReason } = known;
  const durable = await durableSeconds(deps.objects, version.scope, version.id);
  const usage = {
    trainingJobName: jobNameOf(version) ?? version.id,
    ...version.scope,
    modelId: version.modelId,
    versionId: version.id,
    templateId: version.training.templateId,
    instanceType: instanceTypeOf(version.training, deps.settings),
    instanceCount: 1,
    period: periodOf(hold.createdAt),
    recordedAt: deps.now(),
    endReason,
    jobSeconds: job?.billableSeconds ?? Math.ceil(durable),
    durableSeconds: durable,
    billableSeconds: chargedSeconds(endReason, durable, hold.maxRuntimeSeconds),
    microsPerHour: version.reservation.microsPerHour,
  };
  return { ...usage, amountMicros: rateUsage(usage) };
}

function jobNameOf(version: OpenVersion): string | undefined {
  return 'trainingJobName' in version ? version.trainingJobName : undefined;
}

async function moneyWrites(hold: Stored<Hold>, usage: UsageRecord, deps: Uses): Promise<Write[]> {
  const budget = await readBudget(deps.table, usage.userId, hold.value.period);
  const record = {
    ...keys.usage(usage.userId, usage.period, usage.trainingJobName),
    data: toData(usage),
  };
  return [
    { put: record, if: 'absent' },
    ...releaseWrites(usage.userId, budget, hold.value, usage.amountMicros),
  ];
}

/** How large the packed artifact is, and what that means for predictions. */
async function archiveOf(
  version: OpenVersion,
  deps: Uses,
): Promise<Pick<Settlement, 'archiveBytes' | 'notPredictable'>> {
  const jobName = jobNameOf(version);
  const key = jobName && objectKeys.archive(version.scope, version.id, jobName);
  const head = key ? await deps.objects.head(key) : undefined;
  if (!head) return {};
  const notPredictable = servingNoteOf(head.size, deps.settings);
  return { archiveBytes: head.size, ...(notPredictable === undefined ? {} : { notPredictable }) };
}

/** What the estimator learns from a finished training: how long so many inputs and epochs took. */
function observationWrites(version: SettledVersion, usage: UsageRecord, deps: Uses): Write[] {
  if (version.status !== 'trained') return [];
  const { training } = version;
  const instanceType = instanceTypeOf(training, deps.settings);
  const cell = observationCell(training.templateId, instanceType, deps.settings);
  const key = keys.observation(usage.userId, cell, usage.trainingJobName);
  const observation = observationOf(version, usage.jobSeconds);
  return [{ put: { ...key, data: toData(observation) } }];
}

/** A training that ended early ran fewer epochs than its estimate counted. */
function observationOf(version: TrainedVersion, seconds: number): Observation {
  const { inputEpochs, transferSeconds } = version.reservation;
  const took = { seconds, ...(transferSeconds === undefined ? {} : { transferSeconds }) };
  const best = bestEpochOf(version.metrics);
  if (!best) return { inputEpochs, ...took };
  const patience = patienceOf(version.training.hyperparameters);
  return {
    ...took,
    inputEpochs: (inputEpochs * best.epochsRun) / best.of,
    // Without a validation part nothing could end it early, whatever its patience.
    ...(best.validationCount > 0
      ? { epochs: { planned: best.of, patience, run: best.epochsRun } }
      : {}),
  };
}

function settledVersion(
  version: OpenVersion,
  end: {
    status: SettledVersion['status'];
    failure: Failure;
    metrics: JsonObject | undefined;
    usage: UsageRecord | undefined;
  } & Pick<Settlement, 'archiveBytes' | 'notPredictable'>,
  at: string,
): SettledVersion {
  const trainingJobName = jobNameOf(version);
  const { archiveBytes, notPredictable } = end;
  const settlement: Settlement = {
    completedAt: at,
    ...(trainingJobName === undefined ? {} : { trainingJobName }),
    jobSeconds: end.usage?.jobSeconds ?? 0,
    billableSeconds: end.usage?.billableSeconds ?? 0,
    amountMicros: end.usage?.amountMicros ?? 0,
    ...(archiveBytes === undefined ? {} : { archiveBytes }),
    ...(notPredictable === undefined ? {} : { notPredictable }),
  };
  const base = { ...version, modifiedAt: at, settlement };
  if (end.status === 'failed') return { ...base, status: 'failed', failure: end.failure };
  const metrics = end.metrics === undefined ? {} : { metrics: end.metrics };
  return { ...base, status: end.status, ...metrics } as Exclude<
    ModelVersion,
    { status: 'failed' }
  > as SettledVersion;
}
