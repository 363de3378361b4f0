import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import type {
  FiringRecord,
  RetrainingSchedule,
} from '../../training/schedule/retraining-schedule.ts';
import { firingAt, withFiring } from '../../training/schedule/retraining-schedule.ts';
import { skipped } from '../../training/schedule/decide-retraining.ts';
import { toStableFailure } from '../ends/stable-failure.ts';
import type { JobIds, JobState } from '../workflow/state.ts';
import { versionOfSlot } from './slot-version.ts';

type Uses = Pick<Dependencies, 'table' | 'events' | 'now' | 'sha256'>;

/** A firing that has no version yet: it was skipped, or Decide failed. */
export function isUndecided({ scheduleId = '', versionId }: JobState): boolean {
  return scheduleId !== '' && versionId === '';
}

/**
 * Settle of a firing that its state names no version of: tells that it was skipped. Where Decide
 * made a version and failed before it could say so, that version is to be settled.
 * @returns the state at its end, or the ids of the version
 */
export async function settleFiring(
  state: JobState,
  deps: Uses,
): Promise<{ readonly ended: JobState } | { readonly version: JobIds }> {
  const { userId, appId, scheduleId = '', scheduledAt = '' } = state;
  const scope = { userId, appId };
  const made = await versionOfSlot({ scope, scheduleId, scheduledAt }, deps);
  if (made) {
    const { id, modelId } = made;
    return { version: { userId, appId, modelId, versionId: id, jobId: id, recordId: id } };
  }
  const failure = state.failure && toStableFailure(state.failure);
  const ended = { ...state, failure };
  const found = await withRetry(() => decidedAt(ended, deps));
  if (found?.decided.result === 'skipped') await tell(found.schedule, found.decided, deps);
  return { ended: ended.outcome === 'failed' ? ended : { ...ended, outcome: 'skipped' } };
}

/**
 * What the slot decided; of one that could not be decided, that, written down. Undefined where the
 * schedule is gone.
 */
async function decidedAt(state: JobState, { table, now }: Uses) {
  const { userId, appId, scheduleId = '', scheduledAt = '', failure } = state;
  const key = keys.schedule({ userId, appId }, scheduleId);
  const stored = await readRecord<RetrainingSchedule>(table, key);
  if (!stored) return undefined;
  const { value: schedule, rev } = stored;
  const decided = firingAt(schedule, scheduledAt);
  if (decided) return { schedule, decided };
  const detail = `It could not be decided: ${failure?.message ?? 'the execution ended without a reason'}`;
  const failed = { ...skipped('failed', detail), scheduledAt, decidedAt: now() };
  await table.write([{ put: { ...key, data: toData(withFiring(schedule, failed)) }, if: { rev } }]);
  return { schedule, decided: failed };
}

async function tell(
  { scope, modelId, id }: RetrainingSchedule,
  { scheduledAt, detail }: FiringRecord,
  { events, now }: Uses,
): Promise<void> {
  const ids = { ...scope, modelId, scheduleId: id, scheduledAt };
  await events.publish({ type: 'schedule.skipped', at: now(), detail: { ...ids, reason: detail } });
}
