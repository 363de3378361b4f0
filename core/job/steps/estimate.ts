import type { Dependencies } from '../../ports/host.ts';
import { withRetry } from '../../records/records.ts';
import type { Reservation } from '../../model/model-version.ts';
import { getJob } from '../kinds/find-job.ts';
import type { Job, JobUses } from '../kinds/job.ts';
import { assertStillPromised } from '../request/forecast/still-promised.ts';
import type { JobState } from '../workflow/state.ts';
import { runStep } from './step.ts';

/**
 * Estimate: forecasts the job from what is frozen now (the rows that Prepare laid out, the device
 * that there is), and keeps that as its promise: what Settle will grade. A job that is more than
 * what was shown when it was asked for is refused here, before anything is reserved. What it may
 * cost at most, and its rate, stay those that were shown. Repeated, it does the same: it compares
 * with what was shown, never with an earlier forecast of its own. A job that an earlier release
 * queued or laid out passes through.
 */
export function estimate(state: JobState, deps: JobUses): Promise<JobState> {
  return runStep(state, deps.table, async () => {
    await withRetry(() => promise(state, deps));
    return { outcome: 'estimated' };
  });
}

async function promise(state: JobState, deps: JobUses): Promise<void> {
  const job = await getJob(state, deps.table);
  // A stop that came meanwhile is for the next step; what has begun is promised already.
  if (job.status !== 'queued') return;
  const now = await job.reestimate(deps);
  if (!now) return;
  const { shown } = job.reservation;
  if (shown) assertStillPromised(shown, now);
  await writePromise(job, now, deps);
}

async function writePromise(
  job: Job,
  now: Reservation,
  { table }: Pick<Dependencies, 'table'>,
): Promise<void> {
  const { maxRuntimeSeconds, maxAmountMicros, microsPerHour } = job.reservation;
  const kept = { maxRuntimeSeconds, maxAmountMicros, microsPerHour };
  await table.write([job.promise({ ...job.reservation, ...now, ...kept })]);
}
