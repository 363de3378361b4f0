import { counted } from '../../words.ts';
import { formatDollars, formatDollarsDown, formatDollarsUp } from '../../money.ts';
import type { RetrainingFacts, Offer, Trigger } from './decide-retraining.ts';
import type { Decision, DecisionNumbers, DecisionReason } from './decision.ts';

/**
 * The rules that need a quote, of a firing that has something to learn. Where nothing could be
 * quoted, it trains: Estimate and Admit refuse what is too dear before anything runs.
 */
export function decideByMoney(
  facts: RetrainingFacts,
  trigger: Trigger,
  known: DecisionNumbers,
): Decision {
  const chosen = chosenOffer(facts);
  const numbers = { ...known, ...moneyNumbers(facts, chosen ?? facts.offers[0]) };
  const no = (reason: DecisionReason, detail: string): Decision => ({
    ...{ result: 'skipped', reason, detail },
    numbers,
  });
  if (facts.offers.length > 0 && !chosen) return no('cannot-be-done-by', tooLate(facts));
  if (facts.refusal) return no('budget', facts.refusal.message);
  const dear = chosen && tooDear(facts, chosen);
  if (dear) return no('above-max-price', dear);
  const worth = chosen && trigger !== 'drift' ? worthOf(facts, chosen, known) : undefined;
  if (worth && !worth.isWorthIt) return no('not-worth-it', worth.detail);
  return { result: 'started', reason: worth ? 'worth-it' : trigger, detail: '', numbers };
}

/** The cheapest offer that is done in time, nine times of ten. */
export function chosenOffer({
  offers,
  deadline,
}: Pick<RetrainingFacts, 'offers' | 'deadline'>): Offer | undefined {
  if (!deadline) return offers[0];
  return offers.find(({ quote }) => quote.p90Seconds <= deadline.secondsLeft);
}

function tooLate({ offers, deadline }: RetrainingFacts): string {
  const { at = '', secondsLeft = 0 } = deadline ?? {};
  const each = offers.map(({ purchase, quote }) => {
    const how = purchase === undefined ? 'it' : purchase === 'spot' ? 'on spot it' : 'on demand it';
    return `${how} takes up to ${minutes(quote.p90Seconds)} (9 of 10)`;
  });
  return `It cannot be done by ${at}, in ${minutes(secondsLeft)}: ${each.join(', ')}`;
}

function minutes(seconds: number): string {
  return counted(Math.max(0, Math.round(seconds / 60)), 'minute');
}

function tooDear({ rules }: RetrainingFacts, { quote }: Offer): string | undefined {
  const { maxPriceMicros } = rules;
  if (maxPriceMicros === undefined || quote.maxPriceMicros <= maxPriceMicros) return undefined;
  return `It may cost up to ${formatDollarsUp(quote.maxPriceMicros)}, more than the highest price of the schedule, ${formatDollarsDown(maxPriceMicros)}`;
}

/** Undefined: no worth is set. */
function worthOf(
  { rules }: RetrainingFacts,
  { quote }: Offer,
  { expectedGain }: DecisionNumbers,
): { readonly isWorthIt: boolean; readonly detail: string } | undefined {
  const { worthPerPointMicros } = rules;
  if (worthPerPointMicros === undefined || !expectedGain) return undefined;
  const worthMicros = Math.round(worthPerPointMicros * Math.max(0, expectedGain.points));
  const points = `${expectedGain.points.toFixed(2)} points (${expectedGain.low.toFixed(2)} to ${expectedGain.high.toFixed(2)})`;
  return {
    isWorthIt: worthMicros >= quote.priceMicros,
    detail: `It should bring ${points}, worth ${formatDollars(worthMicros)}, and cost ${formatDollars(quote.priceMicros)}`,
  };
}

function moneyNumbers(facts: RetrainingFacts, offer: Offer | undefined): DecisionNumbers {
  const { budgetLeftMicros, deadline } = facts;
  return {
    ...(offer ? { quote: offer.quote } : {}),
    ...(offer?.purchase ? { purchase: offer.purchase } : {}),
    ...(budgetLeftMicros === undefined ? {} : { budgetLeftMicros }),
    ...(deadline ? { doneBy: deadline.at } : {}),
  };
}
