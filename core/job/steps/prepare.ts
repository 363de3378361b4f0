import type { JobUses } from '../kinds/job.ts';
import { attemptSeconds } from '../workflow/limits.ts';
import type { JobState } from '../workflow/state.ts';
import { runStep } from './step.ts';

/** Prepare: lays out below the job's own prefix what its training job will read. Written anew with the same content when repeated. */
export function prepare(state: JobState, deps: JobUses): Promise<JobState> {
  return runStep(state, deps.table, async (job) => {
    await job.layOut(state.attempt, deps);
    const { maxRuntimeSeconds } = job.reservation;
    const trainTimeoutSeconds = attemptSeconds(maxRuntimeSeconds, deps.settings.useSpot);
    return { outcome: 'prepared', trainTimeoutSeconds };
  });
}
