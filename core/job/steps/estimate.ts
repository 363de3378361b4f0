import { withRetry } from '../../records/records.ts';
import type { Reservation } from '../../model/model-version.ts';
import { getJob } from '../kinds/find-job.ts';
import type { Job, JobUses } from '../kinds/job.ts';
import { omit } from '../../json.ts';
import { implicitQuoteWrite, quotingOf } from '../request/quote/quoting.ts';
import { assertStillPromised } from '../request/forecast/still-promised.ts';
import type { JobState } from '../workflow/state.ts';
import { runStep } from './step.ts';

/**
 * Estimate: forecasts the job from what is frozen now (the rows that Prepare laid out, the device
 * that there is), and keeps that as its promise: what Settle will grade. A job that is more than
 * what was shown when it was asked for is refused here, before anything is reserved. Its quote
 * (price, maximum, rate) stays: a forecast that has risen changes none of it. A training that has
 * none yet, since its dataset version was not ready, gets its quote with its promise. Repeated, it
 * does the same: it compares with what was shown, never with an earlier forecast of its own. A job
 * that an earlier release queued or laid out passes through.
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
  if (shown) assertStillPromised(shown, now, job.reservation);
  await writePromise(job, now, deps);
}

async function writePromise(job: Job, now: Reservation, deps: JobUses): Promise<void> {
  const { quoteId, maxRuntimeSeconds, maxAmountMicros, microsPerHour } = job.reservation;
  const kept = { maxRuntimeSeconds, maxAmountMicros, microsPerHour };
  if (quoteId !== undefined) {
    const promised = { ...job.reservation, ...withoutPrice(now), ...kept };
    return deps.table.write([job.promise(promised)]);
  }
  const promised = { ...job.reservation, ...now, ...kept };
  const quotable = job.quotable({ ...promised, quoteId: job.id }, deps.settings);
  if (!quotable) return deps.table.write([job.promise(promised)]);
  const quoting = await quotingOf(quotable.scope.userId, deps);
  const quote = implicitQuoteWrite({ ...quotable, jobId: job.id }, quoting, deps);
  await deps.table.write([job.promise(quotable.reservation), quote]);
}

/** What a forecast says of the time; what it says of the price was quoted, and explained then. */
function withoutPrice(now: Reservation): Partial<Reservation> {
  return omit(
    now,
    ...(['estimatedAmountMicros', 'chargedSeconds', 'maxChargedSeconds', 'explanation'] as const),
  );
}
