import { fail } from '../../errors.ts';
import { omit } from '../../json.ts';
import { withRetry } from '../../records/records.ts';
import type { ModelVersion, QueuedVersion } from '../../model/model-version.ts';
import { getVersion, versionWrite } from '../../model/version-store.ts';
import type { TrainingRequest } from '../request/plan-training.ts';
import { planTraining } from '../request/plan-training.ts';
import { plannedParts } from '../request/planned-parts.ts';
import { maxDatasetWaits, maxPauseSeconds } from '../workflow/limits.ts';
import type { TrainingState } from '../workflow/state.ts';

type Requested = Extract<ModelVersion, { training: unknown }>;

/**
 * What Prepare answers while the dataset version is being frozen: to ask again later.
 * @throws DeeptuneError dataset-version-not-ready where it has waited for hours
 */
export function waitForDataset(state: TrainingState, version: Requested): Partial<TrainingState> {
  const { datasetVersionId } = version.training;
  if (state.waits >= maxDatasetWaits)
    throw fail(
      'datasetVersionNotReady',
      `Dataset version '${datasetVersionId}' was not frozen within ${(maxDatasetWaits * maxPauseSeconds) / 3600} hours`,
    );
  return {
    outcome: 'wait',
    waits: state.waits + 1,
    waitSeconds: Math.min(maxPauseSeconds, 2 ** Math.min(state.waits, 7)),
  };
}

/**
 * A training that was queued before its rows were there, with what they decide: concepts, estimate, what Admit reserves, warnings. One that had its
 * rows from the start, or was here before, stays as it is.
 * @throws DeeptuneError of the user's fault where it cannot train: the same that its request would have been refused with
 */
export function withDataset(
  version: Requested,
  deps: Parameters<typeof planTraining>[1],
): Promise<Requested> {
  return withRetry(async () => {
    const { scope, modelId, id: versionId } = version;
    const { value, rev } = await getVersion(deps.table, { scope, modelId, versionId });
    if (value.status !== 'queued' || !value.awaitsDataset)
      return 'training' in value ? value : version;
    const plan = await planTraining(value.awaitsDataset as unknown as TrainingRequest, deps);
    const planned: QueuedVersion = {
      ...omit(value, 'awaitsDataset'),
      ...plannedParts(plan),
      modifiedAt: deps.now(),
    };
    await deps.table.write([versionWrite(planned, rev)]);
    return planned;
  });
}
