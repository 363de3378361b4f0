import { counted, dollars, dollarsUp, duration, grouped } from '../../words.ts';
import type { DecisionNumbers, DecisionReason, Drift } from '../schedule/decision.ts';

/** The numbers as the API says them. */
export type SaidNumbers = Omit<DecisionNumbers, 'purchase' | 'drift'> & {
  readonly purchase?: string;
  readonly drift?: Omit<Drift, 'reference'> & Partial<Pick<Drift, 'reference'>>;
};

const reasons: Readonly<Record<DecisionReason | string, string>> = {
  deleted: 'its model, dataset or schedule was deleted',
  paused: 'it was paused',
  'training-open': 'a training of this model was under way',
  'awaits-approval': 'a version of this model awaits approval',
  'too-little-new': 'too little is new',
  budget: 'the budget does not allow it',
  'not-worth-it': 'what it should gain is not worth its price',
  'cannot-be-done-by': 'it cannot be done by the time that was asked for',
  refused: 'the training was refused',
  failed: 'it could not be decided, by a fault of ours',
  'enough-new': 'enough is new',
  drift: 'the data have shifted',
  'worth-it': 'what it should gain is worth its price',
  'above-max-price': 'it costs more than the schedule allows',
  superseded: 'a later firing had decided before',
  // As earlier releases said them.
  'too-few-new-inputs': 'too little is new',
  'enough-new-inputs': 'enough is new',
};

/** Why a firing trained or did not, in words; a reason that is not known as it is. */
export function reasonInWords(reason: string | undefined): string {
  return reason === undefined ? '' : (reasons[reason] ?? reason);
}

/** What a decision was made by, a line for each number that was looked at. */
export function numbersInWords(numbers: SaidNumbers): string[] {
  return [
    ...newWords(numbers),
    ...driftWords(numbers),
    ...gainWords(numbers),
    ...priceWords(numbers),
    ...purchaseWords(numbers),
    ...(numbers.notes ?? []),
  ];
}

function newWords({ newInputs, relabelledInputs, minNewInputs }: SaidNumbers): string[] {
  if (newInputs === undefined) return [];
  const wanted = minNewInputs === undefined ? '' : ` (${grouped(minNewInputs)} are wanted)`;
  const relabelled =
    relabelledInputs === undefined ? '' : `, ${counted(relabelledInputs, 'relabelled input')}`;
  return [`${counted(newInputs, 'new input')}${relabelled}, by content${wanted}`];
}

function driftWords({ drift }: SaidNumbers): string[] {
  if (!drift) return [];
  const { score, threshold, sample } = drift;
  const beyond = score >= threshold ? 'at or above' : 'below';
  return [
    `drift ${score.toFixed(2)} over ${counted(sample, 'input')}, ${beyond} the ${threshold.toFixed(2)} from which it trains`,
  ];
}

function gainWords({ expectedGain, worthPerPointMicros, quote }: SaidNumbers): string[] {
  if (!expectedGain) return [];
  const { points, low, high, versions } = expectedGain;
  const gain = `expected gain ${points.toFixed(1)} points (${low.toFixed(1)} to ${high.toFixed(1)}), by the learning curve of ${counted(versions, 'version')}`;
  if (worthPerPointMicros === undefined) return [gain];
  const worth = dollars(Math.max(0, Math.round(points * worthPerPointMicros)));
  const against = quote ? `, against a price of ${dollars(quote.priceMicros)}` : '';
  return [gain, `worth ${worth} at ${dollars(worthPerPointMicros)} a point${against}`];
}

function priceWords({ quote, budgetLeftMicros, maxPriceMicros: allowed }: SaidNumbers): string[] {
  const left =
    budgetLeftMicros === undefined ? [] : [`${dollars(budgetLeftMicros)} left of the budget`];
  if (!quote) return left;
  const { priceMicros, maxPriceMicros, p50Seconds, p90Seconds } = quote;
  return [
    `price ${dollars(priceMicros)}, never above ${dollarsUp(maxPriceMicros)}; done in ${duration(p50Seconds)}, 9 of 10 within ${duration(p90Seconds)}`,
    ...(allowed === undefined ? [] : [`the schedule allows ${dollars(allowed)} at most`]),
    ...left,
  ];
}

function purchaseWords({ purchase, doneBy }: SaidNumbers): string[] {
  if (purchase === undefined && doneBy === undefined) return [];
  const how = purchase === 'spot' ? 'bought as spot' : purchase ? 'bought on demand' : '';
  const by = doneBy === undefined ? '' : `to be done by ${doneBy}`;
  return [[how, by].filter(Boolean).join(', ')];
}
