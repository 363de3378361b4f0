import { DeeptuneError, isError } from '../../errors.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Write } from '../../ports/table.ts';
import { WriteRefusedError } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import type { Decision } from '../../training/schedule/decision.ts';
import { skipped } from '../../training/schedule/decide-retraining.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import { firingAt, isSuperseded, withFiring } from '../../training/schedule/retraining-schedule.ts';
import type { Slot } from '../../training/schedule/slot.ts';
import type { StartUses } from '../request/start-training.ts';
import { queuedEvent, startTraining } from '../request/start-training.ts';
import type { Considered, DecideUses } from './consider.ts';
import { consider } from './consider.ts';
import { submissionOf, versionOfSlot } from './slot-version.ts';
import { obstacles, standingOf } from './standing.ts';

/** What a slot decided, and what it made. */
export interface DecidedSlot {
  readonly modelId: string;
  readonly decision: Pick<Decision, 'result' | 'detail'>;
  /** The version that it trains in its own execution; absent: none, or another one trains it. */
  readonly version?: ModelVersion;
}

/**
 * Decides a slot of a schedule, once: what it decides is stored with the schedule, in the
 * transaction that stores the version where it trains. Asked again it answers the same, wherever it
 * died before. A schedule that is changed meanwhile, or a model whose training is started, is
 * looked at again.
 */
export function decideSlot(slot: Slot, deps: DecideUses & StartUses): Promise<DecidedSlot> {
  return withRetry(() => decideOnce(slot, deps));
}

type Uses = Parameters<typeof decideSlot>[1];

async function decideOnce(slot: Slot, deps: Uses): Promise<DecidedSlot> {
  const stored = await readRecord<RetrainingSchedule>(deps.table, keyOf(slot));
  const earlier = await decidedBefore(slot, stored?.value, deps);
  if (earlier) return earlier;
  if (!stored) {
    const detail = `Schedule '${slot.scheduleId}' does not exist any more`;
    return { modelId: '', decision: skipped('deleted', detail) };
  }
  const { decision, plan } = await considerSlot(slot, stored.value, deps);
  return decision.result === 'started' && plan
    ? train(slot, stored, { decision, plan }, deps)
    : skip(slot, stored, decision, deps);
}

function keyOf({ scope, scheduleId }: Slot) {
  return keys.schedule(scope, scheduleId);
}

async function considerSlot(
  slot: Slot,
  schedule: RetrainingSchedule,
  deps: Uses,
): Promise<Considered> {
  const { scheduledAt } = slot;
  if (!isSuperseded(schedule, scheduledAt, deps.now()))
    return consider(schedule, scheduledAt, deps);
  const detail = 'A later slot of the schedule was decided before this one was told';
  return { decision: skipped('superseded', detail) };
}

/** What the slot decided before its execution was repeated; undefined: nothing yet. */
async function decidedBefore(
  slot: Slot,
  schedule: RetrainingSchedule | undefined,
  deps: Uses,
): Promise<DecidedSlot | undefined> {
  const version = await versionOfSlot(slot, deps);
  if (version) {
    // Whoever stored it may have died before he told of it.
    await deps.events.publish(queuedEvent(version));
    const decision = { result: 'started' as const, detail: version.id };
    return { modelId: version.modelId, decision, version };
  }
  const decided = schedule && firingAt(schedule, slot.scheduledAt);
  // Started without a version of its own: by an earlier release, in the version's execution.
  return decided && { modelId: schedule.modelId, decision: decided };
}

async function skip(
  slot: Slot,
  { value, rev }: Stored<RetrainingSchedule>,
  decision: Decision,
  deps: Uses,
): Promise<DecidedSlot> {
  await deps.table.write([decisionWrite({ value, rev }, slot, decision, deps)]);
  return { modelId: value.modelId, decision };
}

function decisionWrite(
  { value, rev }: Stored<RetrainingSchedule>,
  slot: Slot,
  decision: Decision,
  { now }: Pick<Dependencies, 'now'>,
): Write {
  const { scheduledAt } = slot;
  const decided = withFiring(value, { scheduledAt, ...decision, decidedAt: now() });
  return { put: { ...keyOf(slot), data: toData(decided) }, if: { rev } };
}

async function train(
  slot: Slot,
  stored: Stored<RetrainingSchedule>,
  { decision, plan }: Required<Considered>,
  deps: Uses,
): Promise<DecidedSlot> {
  const { modelId } = stored.value;
  const also = async ({ id }: ModelVersion): Promise<Write[]> => {
    // What the model's own record does not say, see `TrainingSubmission.also`: nobody can start a
    // training between this and the transaction.
    if (obstacles(await standingOf(stored.value, deps)).open) throw new ChangedMeanwhile();
    const now = await readRecord<RetrainingSchedule>(deps.table, keyOf(slot));
    if (now?.rev !== stored.rev) throw new ChangedMeanwhile();
    return [decisionWrite(stored, slot, { ...decision, detail: id }, deps)];
  };
  try {
    const submission = { ...submissionOf(slot, deps), order: plan.asked, plan, also };
    const version = await startTraining(submission, deps);
    return { modelId, decision: { result: 'started', detail: version.id }, version };
  } catch (error) {
    if (error instanceof ChangedMeanwhile) throw new WriteRefusedError(['condition']);
    if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    const reason = isError(error, 'budgetExceeded') ? 'budget' : 'refused';
    return skip(slot, stored, skipped(reason, error.message, decision.numbers), deps);
  }
}

class ChangedMeanwhile extends Error {}
