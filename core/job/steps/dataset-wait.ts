import { fail } from '../../errors.ts';
import type { Job } from '../kinds/job.ts';
import { maxDatasetPauseSeconds, maxDatasetWaits } from '../workflow/limits.ts';
import type { JobState } from '../workflow/state.ts';

/**
 * What Prepare answers while the dataset version is being frozen: to ask again later.
 * @throws DeeptuneError dataset-version-not-ready where it has waited for more than an hour
 */
export function waitForDataset(state: JobState, { dataset }: Job): Partial<JobState> {
  if (state.waits >= maxDatasetWaits)
    throw fail(
      'datasetVersionNotReady',
      `Dataset version '${dataset.datasetVersionId}' was still not frozen after it was asked for ${maxDatasetWaits} times in more than an hour`,
    );
  return {
    outcome: 'wait',
    waits: state.waits + 1,
    waitSeconds: Math.min(maxDatasetPauseSeconds, 2 ** Math.min(state.waits, 9)),
  };
}
