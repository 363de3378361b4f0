import { assertWithinMaxPrice } from '../../billing/budget/max-price.ts';
import { omit } from '../../json.ts';
import type { ModelVersion, QueuedVersion } from '../../model/model-version.ts';
import { getVersion, versionWrite } from '../../model/version-store.ts';
import type { VersionRef } from '../../model/version-store.ts';
import type { Stored } from '../../records/records.ts';
import { withRetry } from '../../records/records.ts';
import type { TrainingRequest } from './training-request.ts';
import { planTraining } from './plan-training.ts';
import { plannedParts } from './planned-parts.ts';

/**
 * A training that was queued before its rows were there, with what they decide: concepts, estimate,
 * what Admit reserves, warnings. One that had its rows from the start, or was here before, stays as
 * it is.
 * @returns the version as it is stored then
 * @throws DeeptuneError of the user's fault where it cannot train: the same that its request
 *   would have been refused with
 */
export function planQueued(
  ref: VersionRef,
  deps: Parameters<typeof planTraining>[1],
): Promise<Stored<ModelVersion>> {
  return withRetry(async () => {
    const stored = await getVersion(deps.table, ref);
    const { value, rev } = stored;
    if (value.status !== 'queued' || !value.awaitsDataset) return stored;
    const plan = await planTraining(value.awaitsDataset as unknown as TrainingRequest, deps);
    const parts = plannedParts(plan, deps.now());
    const askedMicros = parts.reservation.maxAmountMicros;
    assertWithinMaxPrice({ ...plan.asked, askedMicros });
    const { shown } = value.reservation;
    const planned: QueuedVersion = {
      ...omit(value, 'awaitsDataset'),
      ...parts,
      // What was shown when it was asked for, not what its rows turned out to be.
      reservation: { ...omit(parts.reservation, 'shown'), ...(shown ? { shown } : {}) },
      modifiedAt: deps.now(),
    };
    await deps.table.write([versionWrite(planned, rev)]);
    return getVersion(deps.table, ref);
  });
}
