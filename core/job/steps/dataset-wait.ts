import { fail } from '../../errors.ts';
import type { Job } from '../kinds/job.ts';
import { maxDatasetWaits, maxPauseSeconds } from '../workflow/limits.ts';
import type { JobState } from '../workflow/state.ts';

/**
 * What Prepare answers while the dataset version is being frozen: to ask again later.
 * @throws DeeptuneError dataset-version-not-ready where it has waited for hours
 */
export function waitForDataset(state: JobState, { dataset }: Job): Partial<JobState> {
  if (state.waits >= maxDatasetWaits)
    throw fail(
      'datasetVersionNotReady',
      `Dataset version '${dataset.datasetVersionId}' was not frozen within ${(maxDatasetWaits * maxPauseSeconds) / 3600} hours`,
    );
  return {
    outcome: 'wait',
    waits: state.waits + 1,
    waitSeconds: Math.min(maxPauseSeconds, 2 ** Math.min(state.waits, 7)),
  };
}
