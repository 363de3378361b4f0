import type { JsonObject } from '../../json.ts';
import type { Scope } from '../../records/keys.ts';
import type { Decision, DecisionReason } from './decision.ts';

/**
 * Retrains a model from the version that answers its predictions, whenever a firing decides that it
 * pays.
 */
export interface RetrainingSchedule {
  readonly id: string;
  readonly scope: Scope;
  readonly modelId: string;
  readonly datasetId: string;
  /** `rate(…)` or `cron(…)`, see the `Schedules` port. */
  readonly expression: string;
  readonly timezone: string;
  /** Fewer new and relabelled contents than this: the firing is skipped. */
  readonly minNewInputs: number;
  /**
   * Population stability index of the predictions from which it trains although little is new;
   * absent: predictions are not looked at.
   */
  readonly driftThreshold?: number;
  /** What a point of the held-out metric is worth; absent: whatever it costs. */
  readonly worthPerPointMicros?: number;
  /** The most that one training may cost; absent: no limit of its own. */
  readonly maxPriceMicros?: number;
  /**
   * `HH:MM` in its time zone: until then a training has to be done, as cheap as possible. Absent:
   * whenever it is.
   */
  readonly doneBy?: string;
  readonly params: JsonObject;
  readonly createdAt: string;
  /** True: nothing fires until it is resumed. */
  readonly isPaused?: boolean;
  /** Since when its expression counts: made, changed or resumed. Absent: `createdAt`. */
  readonly activeSince?: string;
  /** What the newest slot decided. */
  readonly lastFiring?: FiringRecord;
  /** What the last slots decided, the newest first; absent: earlier releases kept the last one. */
  readonly firings?: readonly FiringRecord[];
}

/** What a slot decided; earlier releases kept neither the reason nor the numbers. */
export interface FiringRecord extends Pick<Decision, 'result' | 'detail'> {
  readonly scheduledAt: string;
  readonly reason?: DecisionReason | 'enough-new-inputs' | 'too-few-new-inputs';
  /** As releases before `numbers` kept it. */
  readonly newInputs?: number;
  readonly numbers?: Decision['numbers'];
  readonly decidedAt?: string;
}

/** How many decisions a schedule keeps. */
const maxFirings = 20;

/** What a schedule's last slots decided, the newest slot first. */
export function firingsOf(
  schedule: Pick<RetrainingSchedule, 'firings' | 'lastFiring'>,
): readonly FiringRecord[] {
  const { firings, lastFiring } = schedule;
  return firings ?? (lastFiring ? [lastFiring] : []);
}

/** What a slot decided; undefined: nothing yet, or it is forgotten. */
export function firingAt(schedule: RetrainingSchedule, slot: string): FiringRecord | undefined {
  return firingsOf(schedule).find(({ scheduledAt }) => scheduledAt === slot);
}

/**
 * True where a later slot was decided: this one is late, and has nothing more to say. One that is
 * still to come was decided while the clock was wrong, and keeps no slot from its turn.
 * @param now ISO 8601
 */
export function isSuperseded(schedule: RetrainingSchedule, slot: string, now: string): boolean {
  const [from, until] = [Date.parse(slot), Date.parse(now)];
  return firingsOf(schedule)
    .map(({ scheduledAt }) => Date.parse(scheduledAt))
    .some((at) => at > from && at <= until);
}

/** A schedule with what a slot decided; a slot stands there once. */
export function withFiring(schedule: RetrainingSchedule, decided: FiringRecord) {
  const others = firingsOf(schedule).filter(
    ({ scheduledAt }) => scheduledAt !== decided.scheduledAt,
  );
  const firings = [decided, ...others]
    .sort((a, b) => Date.parse(b.scheduledAt) - Date.parse(a.scheduledAt))
    .slice(0, maxFirings);
  return { ...schedule, lastFiring: firings[0]!, firings };
}
