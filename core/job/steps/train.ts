import { DeeptuneError } from '../../errors.ts';
import type { Dependencies } from '../../ports/host.ts';
import { trainingJobName } from '../../records/job-names.ts';
import { keys } from '../../records/keys.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import { getJob } from '../kinds/find-job.ts';
import type { Job } from '../kinds/job.ts';
import { maxAttempts } from '../workflow/limits.ts';
import type { JobState, TrainResult, TrainTask } from '../workflow/state.ts';
import { jobIdOf } from '../workflow/state.ts';
import { startedEvent } from './job-events.ts';
import { startFailure } from './step.ts';

/** Links a training job to who waits for it; written before the job is asked for. */
export interface JobLink {
  readonly trainingJobName: string;
  readonly attempt: number;
  readonly taskToken: string;
}

type Uses = Pick<Dependencies, 'table' | 'jobs' | 'workflow' | 'settings' | 'now' | 'events'>;

/**
 * Train: starts the training job of this attempt under its deterministic name and returns; the
 * job's end sends the result to the waiting token (see `trainingJobEnded`). Repeated, it adopts the
 * job that is there. A wish to stop that arrives in between is read after the start.
 */
export async function train(task: TrainTask, deps: Uses): Promise<void> {
  const { state, taskToken } = task;
  const name = trainingJobName(jobIdOf(state), state.attempt, deps.settings.namePrefix);
  const link: JobLink = { trainingJobName: name, attempt: state.attempt, taskToken };
  await deps.table.write([{ put: { ...keys.trainingJob(name), data: toData(link) } }]);
  const job = await withRetry(() => markRunning(state, name, deps));
  if (job.status !== 'running') return answer(link, { outcome: 'stopped', failure: null }, deps);
  try {
    await deps.jobs.start(job.spec(state.attempt, deps.settings));
  } catch (error) {
    return startFailed(link, error, deps);
  }
  await deps.events.publish(startedEvent(job, name, deps.now()));
  if ((await getJob(state, deps.table)).status === 'stopping') await deps.jobs.stop(name);
}

async function markRunning(
  state: JobState,
  name: string,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<Job> {
  const job = await getJob(state, deps.table);
  if (job.status === 'stopping') return job;
  if (job.status === 'running' && job.trainingJobName === name) return job;
  await deps.table.write([job.begin(name, deps.now())]);
  return getJob(state, deps.table);
}

/**
 * No capacity: the next attempt tries again, on demand in the end. Anything else is thrown on: Step
 * Functions retries what can be retried.
 */
async function startFailed(link: JobLink, error: unknown, deps: Uses): Promise<void> {
  if (!(error instanceof DeeptuneError)) throw error;
  const canRetry = error.code === 'capacity-unavailable' && link.attempt < maxAttempts;
  await answer(
    link,
    { outcome: canRetry ? 'interrupted' : 'failed', failure: startFailure(error) },
    deps,
  );
}

/**
 * Sends a result to whoever waits for this job; nobody waiting is no error, the result was sent
 * before.
 */
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
