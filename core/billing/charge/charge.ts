import { totalServed } from '../../estimate/forecast/charged-phases.ts';
import type { Rate } from '../../estimate/rated-amount.ts';
import { rateUsage } from '../usage/usage-record.ts';
import type { EndReason, UsageRecord } from '../usage/usage-record.ts';

/**
 * What a job is charged for. `kept`: the seconds that led to what he keeps. `consumed`: those, or
 * what his own data or settings ran until they ended the job, where that is more. `nothing`: the
 * platform pays.
 */
export type ChargedFor = 'kept' | 'consumed' | 'nothing';

/** Who pays, per end reason: docs/billing.md shows this table. */
export const chargedFor: Readonly<Record<EndReason, ChargedFor>> = {
  trained: 'kept',
  completed: 'kept',
  stopped: 'kept',
  'failed-user': 'consumed',
  'failed-platform': 'nothing',
  reviewed: 'kept',
};

/** What a job ran, as its trainer wrote it down. Seconds. */
export type RanFor = Pick<UsageRecord, 'durableSeconds' | 'servedSeconds' | 'consumedSeconds'>;

/** What it was agreed to cost. */
export interface Agreed extends Rate {
  readonly instanceCount: number;
  /** What is held for it: no bill is above it. */
  readonly maxAmountMicros: number;
}

/** Whole seconds and integer micro-dollars. */
export interface Charge {
  readonly chargedSeconds: number;
  readonly amountMicros: number;
}

/**
 * The one rule (docs/decisions/0060): what a job is charged for, from how it ended and what of it
 * was kept. Once per job, whole seconds, a started one counts; never above what was agreed.
 */
export function chargeOf(endReason: EndReason, ran: RanFor, agreed: Agreed): Charge {
  const chargedSeconds = chargedSecondsOf(endReason, ran);
  return {
    chargedSeconds,
    amountMicros: rateUsage({ billableSeconds: chargedSeconds, ...agreed }),
  };
}

/** @returns whole seconds; 0 where the platform pays, or nothing was kept or consumed */
function chargedSecondsOf(endReason: EndReason, ran: RanFor): number {
  const { servedSeconds, durableSeconds, consumedSeconds = 0 } = ran;
  // A trainer of an earlier release says no more than the seconds of its steps.
  const kept = servedSeconds ? totalServed(servedSeconds) : durableSeconds;
  const seconds: Readonly<Record<ChargedFor, number>> = {
    kept,
    consumed: Math.max(kept, consumedSeconds),
    nothing: 0,
  };
  return wholeSeconds(seconds[chargedFor[endReason]]);
}

/** The trainer writes milliseconds: what sums of them are off in the last digit is no second. */
function wholeSeconds(seconds: number): number {
  return Math.ceil(Math.round(seconds * 1000) / 1000);
}
