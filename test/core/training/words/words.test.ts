import { numbersInWords, reasonInWords } from '../../../../core/training/words/decision-words.ts';
import { flipsInWords, policyInWords } from '../../../../core/training/words/gate-words.ts';
import { standingOf } from '../../../../core/training/words/standing.ts';

test('a decision says every number that was looked at, and no other', () => {
  const lines = numbersInWords({
    ...{ newInputs: 37, relabelledInputs: 1, minNewInputs: 30 },
    drift: { sample: 200, reference: 400, score: 0.31, threshold: 0.25 },
    expectedGain: { points: 1.44, low: 0.3, high: 2.5, versions: 4 },
    quote: { priceMicros: 340_000, maxPriceMicros: 520_000, p50Seconds: 300, p90Seconds: 420 },
    ...{ worthPerPointMicros: 500_000, maxPriceMicros: 2_000_000, budgetLeftMicros: 12_000_000 },
    ...{ purchase: 'spot', doneBy: '2026-11-30T08:00:00.000Z', notes: ['No spot price is known'] },
  });

  expect(lines).toStrictEqual([
    '37 new inputs, 1 relabelled input, by content (30 are wanted)',
    'drift 0.31 over 200 inputs, at or above the 0.25 from which it trains',
    'expected gain 1.4 points (0.3 to 2.5), by the learning curve of 4 versions',
    'worth $0.72 at $0.50 a point, against a price of $0.34',
    'price $0.34, never above $0.52; done in 5 min, 9 of 10 within 7 min',
    'the schedule allows $2.00 at most',
    '$12.00 left of the budget',
    'bought as spot, to be done by 2026-11-30T08:00:00.000Z',
    'No spot price is known',
  ]);
  expect(numbersInWords({})).toStrictEqual([]);
  expect(numbersInWords({ drift: { sample: 1, score: 0.2, threshold: 0.25 } })).toStrictEqual([
    'drift 0.20 over 1 input, below the 0.25 from which it trains',
  ]);
});

test('a loss that is expected is worth nothing, not less', () => {
  const expectedGain = { points: -1, low: -3, high: 1, versions: 2 };
  expect(numbersInWords({ expectedGain, worthPerPointMicros: 1_000_000 })[1]).toMatch(
    /^worth \$0\.00 at/,
  );
});

test('reasons of earlier releases and of later ones are said', () => {
  expect(reasonInWords('too-few-new-inputs')).toBe('too little is new');
  expect(reasonInWords('something-later')).toBe('something-later');
  expect(reasonInWords(undefined)).toBe('');
});

test.each([
  ['v1', 'hold-back', 'v1', 'promoted'],
  ['v2', 'hold-back', 'v1', 'held-back'],
  ['v2', 'await-approval', undefined, 'awaits-approval'],
  ['v2', 'promote', 'v3', undefined],
  ['v2', undefined, undefined, undefined],
] as const)('version %s with verdict %s, %s being promoted: %s', (id, verdict, promoted, word) => {
  expect(standingOf({ id, verdict }, promoted)).toBe(word);
});

test('flips and policies are said with their figures', () => {
  const flips = { negativeFlipCount: 3, negativeFlipPercent: 2.5, positiveFlipCount: 5 };
  expect(flipsInWords({ ...flips, compared: 120 })).toBe(
    'of 120 compared inputs 3 were right before and are wrong now (2.5 %), 5 the other way round',
  );
  expect(flipsInWords({ ...flips, compared: 0 })).toBe('nothing was compared');
  const policy = { allowedLossPoints: 1, maxNegativeFlipPercent: 3, newConceptFloor: 0.5 };
  expect(policyInWords({ ...policy, requiresApproval: true })).toStrictEqual([
    'an old concept may lose 1 point against the version that answers now',
    'at most 3 % of the evaluation set may become wrong',
    'a new concept must reach 0.5',
    'a person approves what passed',
  ]);
});
