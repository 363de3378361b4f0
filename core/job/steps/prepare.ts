import { awaitFrozen } from '../../dataset/version/dataset-version-store.ts';
import type { JobUses } from '../kinds/job.ts';
import { attemptSeconds } from '../workflow/limits.ts';
import type { JobState } from '../workflow/state.ts';
import { waitForDataset } from './dataset-wait.ts';
import { runStep } from './step.ts';

/**
 * Prepare: lays out below the job's own prefix what its training job will read. Written anew with
 * the same content when repeated. Answers `wait` while the dataset version is being frozen; a
 * training that was queued before that is planned when it is ready.
 */
export function prepare(state: JobState, deps: JobUses): Promise<JobState> {
  return runStep(state, deps.table, async (queued) => {
    const dataset = await awaitFrozen(queued.ref.scope, queued.dataset, deps);
    if (dataset === 'pending') return waitForDataset(state, queued);
    const job = queued.awaitsDataset ? await queued.plan(deps) : queued;
    await job.layOut(state.attempt, deps);
    const { maxRuntimeSeconds } = job.reservation;
    const trainTimeoutSeconds = attemptSeconds(maxRuntimeSeconds, deps.settings.useSpot);
    return { outcome: 'prepared', waits: 0, trainTimeoutSeconds };
  });
}
