import { counted, wordFor } from '../../words.ts';
import type {
  Decision,
  DecisionNumbers,
  DecisionReason,
  Drift,
  Purchase,
  RetrainingQuote,
} from './decision.ts';
import type { LearningCurve } from './learning-curve.ts';
import { expectedGain } from './learning-curve.ts';
import { decideByMoney } from './decide-by-money.ts';
import type { RetrainingSchedule } from './retraining-schedule.ts';

/** What of a schedule decides. */
export type RetrainingRules = Pick<
  RetrainingSchedule,
  'minNewInputs' | 'driftThreshold' | 'worthPerPointMicros' | 'maxPriceMicros' | 'isPaused'
>;

/** One way in which a training can be bought. */
export interface Offer {
  /** Absent: the host has one way only. */
  readonly purchase?: Purchase;
  readonly quote: RetrainingQuote;
}

/** What is known before anything is quoted. */
export interface ContentFacts {
  readonly rules: RetrainingRules;
  /** A training of the model that has not ended. */
  readonly open?: { readonly versionId: string; readonly status: string };
  /** A candidate that a person is to promote. */
  readonly awaiting?: { readonly versionId: string };
  /** By content, see `DecisionNumbers`. */
  readonly content: { readonly newInputs: number; readonly relabelledInputs: number };
  /** Absent: it was not looked at, or could not be. */
  readonly drift?: Omit<Drift, 'threshold'>;
  /** What could not be looked at, and why: a sentence each. */
  readonly notes?: readonly string[];
}

/** All that a decision is made by. */
export interface RetrainingFacts extends ContentFacts {
  readonly curve: LearningCurve;
  /** The cheapest first; none: nothing could be quoted. */
  readonly offers: readonly Offer[];
  /** The budget that has no room for the maximum; absent: all have. */
  readonly refusal?: { readonly message: string };
  /** What the narrowest budget has left; absent: there is none. */
  readonly budgetLeftMicros?: number;
  /** Absent: there is no time to be done by. */
  readonly deadline?: { readonly at: string; readonly secondsLeft: number };
}

/** Why it may train, or the decision that it does not. */
export type Trigger = 'enough-new' | 'drift';

/**
 * Whether a firing trains, by the first of its rules that says no: paused, a training is open, a
 * candidate awaits approval, too little is new (unless the predictions have drifted), no time to be
 * done by, a budget, its highest price, its worth. That is not asked of data that have drifted: the
 * learning curve knows nothing of them. Pure: the same facts, the same decision.
 */
export function decideRetraining(facts: RetrainingFacts): Decision {
  const early = decideByContent(facts);
  if (typeof early !== 'string') return early;
  const gain = expectedGain(facts.curve);
  const known = { ...contentNumbers(facts), ...(gain ? { expectedGain: gain } : {}) };
  return decideByMoney(facts, early, known);
}

/** The rules that need no quote. @returns why it may train, or that it does not */
export function decideByContent(facts: ContentFacts): Trigger | Decision {
  const { rules, open, awaiting } = facts;
  const numbers = contentNumbers(facts);
  if (rules.isPaused) return skipped('paused', 'The schedule is paused', numbers);
  if (open)
    return skipped('training-open', `Version '${open.versionId}' is ${open.status}`, numbers);
  if (awaiting) {
    const detail = `Version '${awaiting.versionId}' awaits approval: promote it or another one, or delete it`;
    return skipped('awaits-approval', detail, numbers);
  }
  if (hasDrifted(facts)) return 'drift';
  return isEnough(facts) ? 'enough-new' : tooLittle(facts, numbers);
}

/** True where predictions have moved so far that what is new is worth learning, however little. */
function hasDrifted({ drift, content, rules }: ContentFacts): boolean {
  const isFar = drift !== undefined && drift.score >= (rules.driftThreshold ?? Infinity);
  return isFar && content.newInputs + content.relabelledInputs > 0;
}

function isEnough({ content, rules }: ContentFacts): boolean {
  return content.newInputs + content.relabelledInputs >= rules.minNewInputs;
}

function tooLittle(facts: ContentFacts, numbers: DecisionNumbers): Decision {
  const { newInputs, relabelledInputs } = facts.content;
  const { minNewInputs } = facts.rules;
  const relabelled =
    relabelledInputs === 0 ? '' : ` and ${counted(relabelledInputs, 'relabelled one')}`;
  const little = `${counted(newInputs, 'new input')}${relabelled}, at least ${minNewInputs} ${wordFor(minNewInputs, 'is', 'are')} wanted`;
  return skipped('too-little-new', [little, ...driftWords(facts)].join('; '), numbers);
}

/** Of a schedule that looks at the predictions too. */
function driftWords({ drift, rules, notes }: ContentFacts): string[] {
  const { driftThreshold: threshold } = rules;
  if (threshold === undefined) return [];
  if (!drift) return [`drift is not known: ${notes?.join(', ') ?? 'it was not looked at'}`];
  const measured = `predictions on ${counted(drift.sample, 'new input')} have drifted by ${drift.score.toFixed(3)}`;
  if (drift.score < threshold) return [`${measured}, below ${threshold}`];
  return [`${measured}, but none of what is new can be learnt`];
}

/** What is recorded whatever is decided. */
export function contentNumbers({ content, rules, drift, notes }: ContentFacts): DecisionNumbers {
  const { minNewInputs, driftThreshold: threshold, worthPerPointMicros, maxPriceMicros } = rules;
  return {
    ...content,
    minNewInputs,
    ...(drift && threshold !== undefined ? { drift: { ...drift, threshold } } : {}),
    ...(worthPerPointMicros === undefined ? {} : { worthPerPointMicros }),
    ...(maxPriceMicros === undefined ? {} : { maxPriceMicros }),
    ...(notes && notes.length > 0 ? { notes } : {}),
  };
}

/** A firing that does not train. */
export function skipped(
  reason: DecisionReason,
  detail: string,
  numbers: DecisionNumbers = {},
): Decision {
  return { result: 'skipped', reason, detail, numbers };
}
