import { DeeptuneError } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import { trainingJobName } from '../../records/job-names.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import type { ModelVersion, TrainingVersion } from '../../model/model-version.ts';
import { assertMove } from '../../model/model-version.ts';
import type { VersionRef } from '../../model/version-store.ts';
import { getVersion, versionWrite } from '../../model/version-store.ts';
import { maxAttempts } from '../workflow/limits.ts';
import type { TrainResult, TrainTask, TrainingState } from '../workflow/state.ts';
import type { Dependencies } from '../../ports/host.ts';
import { trainingJobSpec } from './job-spec.ts';
import { failureOf, refOf } from './step.ts';

/** Links a training job to who waits for it; written before the job is asked for. */
export interface JobLink {
  readonly trainingJobName: string;
  readonly ref: VersionRef;
  readonly attempt: number;
  readonly taskToken: string;
}

type Uses = Pick<Dependencies, 'table' | 'jobs' | 'workflow' | 'settings' | 'now' | 'events'>;

/**
 * Train: starts the job of this attempt under its deterministic name and returns; the job's end sends the result to the waiting token (see
 * `trainingJobEnded`). Repeated, it adopts the job that is there. A wish to stop that arrives in between is read after the start.
 */
export async function train(task: TrainTask, deps: Uses): Promise<void> {
  const { state, taskToken } = task;
  const name = trainingJobName(state.versionId, state.attempt, deps.settings.namePrefix);
  const link: JobLink = {
    trainingJobName: name,
    ref: refOf(state),
    attempt: state.attempt,
    taskToken,
  };
  await deps.table.write([{ put: { ...keys.trainingJob(name), data: toData(link) } }]);
  const version = await withRetry(() => markTraining(state, name, deps));
  if (version.status !== 'training')
    return answer(link, { outcome: 'stopped', failure: null }, deps);
  try {
    await deps.jobs.start(trainingJobSpec(version, state.attempt, deps.settings));
  } catch (error) {
    return startFailed(link, error, deps);
  }
  await deps.events.publish({
    type: 'model-version.training',
    at: deps.now(),
    detail: { versionId: version.id, trainingJobName: name },
  });
  const after = (await getVersion(deps.table, link.ref)).value;
  if (after.status === 'stopping') await deps.jobs.stop(name);
}

async function markTraining(
  state: TrainingState,
  name: string,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<ModelVersion> {
  const { value, rev } = await getVersion(deps.table, refOf(state));
  if (value.status === 'stopping') return value;
  if (value.status === 'training' && value.trainingJobName === name) return value;
  assertMove(value, 'training');
  const at = deps.now();
  const startedAt = value.status === 'training' ? value.startedAt : at;
  const training = {
    ...value,
    status: 'training',
    trainingJobName: name,
    startedAt,
    modifiedAt: at,
  } as TrainingVersion;
  await deps.table.write([versionWrite(training, rev)]);
  return training;
}

/** No capacity: the next attempt tries again, on demand in the end. Anything else is thrown on: Step Functions retries what can be retried. */
async function startFailed(link: JobLink, error: unknown, deps: Uses): Promise<void> {
  if (!(error instanceof DeeptuneError)) throw error;
  const canRetry = error.code === 'capacity-unavailable' && link.attempt < maxAttempts;
  await answer(
    link,
    { outcome: canRetry ? 'interrupted' : 'failed', failure: failureOf(error) },
    deps,
  );
}

/** Sends a result to whoever waits for this job; nobody waiting is no error, the result was sent before. */
export async function answer(
  link: JobLink,
  result: TrainResult,
  deps: Pick<Dependencies, 'workflow'>,
): Promise<void> {
  await deps.workflow.sendSuccess(link.taskToken, toData(result));
}

export async function findJobLink(
  name: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<JobLink | undefined> {
  return (await readRecord<JobLink>(deps.table, keys.trainingJob(name)))?.value;
}
