import { isUnreported } from '../../billing/cost/job-cost.ts';
import { fail } from '../../errors.ts';
import type { Dependencies } from '../../ports/host.ts';
import { isEnded } from '../../ports/jobs.ts';
import type { TrainingJob } from '../../ports/jobs.ts';
import { parseTrainingJobName, trainingJobName } from '../../records/job-names.ts';

type Uses = Pick<Dependencies, 'jobs' | 'settings' | 'now'>;

/**
 * SageMaker may say a little after a job's end what it bills. So long it is waited for; then the
 * job is settled without, and its cost says so.
 */
const reportedWithinMilliseconds = 600_000;

/**
 * Every attempt of a job that the service knows, in their order, all of them ended: one that runs
 * on after its workflow gave up (time-out, lost event) is stopped here.
 * @param name of the newest attempt; undefined: none has begun
 * @throws DeeptuneError conflict while one has not ended yet, or its billable time is not known yet
 */
export async function endedAttempts(
  name: string | undefined,
  deps: Uses,
): Promise<readonly TrainingJob[]> {
  if (name === undefined) return [];
  const found: TrainingJob[] = [];
  for (const each of attemptNames(name, deps)) {
    const job = await endTrainingJob(each, deps);
    if (job) found.push(job);
  }
  const waited = found.find((job) => isUnreported(job) && isFresh(job, deps));
  if (waited)
    throw fail(
      'conflict',
      `Training job '${waited.trainingJobName}' has ended, but what is billed of it is not known yet`,
    );
  return found;
}

function attemptNames(name: string, { settings }: Uses): string[] {
  const parsed = parseTrainingJobName(name);
  if (!parsed) return [name];
  const { jobId, attempt } = parsed;
  const count = { length: attempt - 1 };
  const earlier = (index: number) => trainingJobName(jobId, index + 1, settings.namePrefix);
  return [...Array.from(count, (_, index) => earlier(index)), name];
}

function isFresh({ endedAt }: TrainingJob, { now }: Uses): boolean {
  if (endedAt === undefined) return false;
  return Date.parse(now()) - Date.parse(endedAt) < reportedWithinMilliseconds;
}

/** @throws DeeptuneError conflict while the training job has not ended yet */
export async function endTrainingJob(
  name: string,
  deps: Pick<Dependencies, 'jobs'>,
): Promise<TrainingJob | undefined> {
  const ran = await deps.jobs.describe(name);
  if (!ran || isEnded(ran)) return ran;
  await deps.jobs.stop(ran.trainingJobName);
  throw fail(
    'conflict',
    `Training job '${ran.trainingJobName}' is still ${ran.status}; it was told to stop`,
  );
}
