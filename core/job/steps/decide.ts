import type { JobState } from '../workflow/state.ts';
import { decideSlot } from '../retraining/decide-slot.ts';

/**
 * Decide: whether a schedule's firing trains. From then on the state names the version that it
 * made, as of any training. Repeated, it answers the same: the slot names its decision and the
 * version that it makes. Skipped, it ends in Settle.
 */
export async function decide(
  state: JobState,
  deps: Parameters<typeof decideSlot>[1],
): Promise<JobState> {
  const { userId, appId, scheduleId = '', scheduledAt = '' } = state;
  const slot = { scope: { userId, appId }, scheduleId, scheduledAt };
  const { modelId, version } = await decideSlot(slot, deps);
  if (!version) return { ...state, modelId, outcome: 'skipped' };
  const { id } = version;
  return { ...state, modelId, versionId: id, jobId: id, recordId: id, outcome: 'retrain' };
}
