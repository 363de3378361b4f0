import { decideRetraining } from '../../../../core/training/schedule/decide-retraining.ts';
import type {
  Offer,
  RetrainingFacts,
} from '../../../../core/training/schedule/decide-retraining.ts';

const quote = {
  ...{ priceMicros: 1_000_000, maxPriceMicros: 1_500_000 },
  ...{ p50Seconds: 600, p90Seconds: 1_800 },
};
const spot: Offer = { purchase: 'spot', quote: { ...quote, p90Seconds: 7_200 } };
const onDemand: Offer = { purchase: 'on-demand', quote };

/** Enough is new, it can be paid, and is worth it if anything is said of that. */
const good: RetrainingFacts = {
  rules: { minNewInputs: 10 },
  content: { newInputs: 8, relabelledInputs: 2 },
  curve: {
    points: [{ inputs: 100, score: 0.8, count: 1_000 }],
    ...{ inputsNow: 100, inputsThen: 110 },
  },
  offers: [{ quote }],
};

/** Over `good`; its rules one by one. */
function decided(more: Partial<RetrainingFacts>) {
  const rules = { ...good.rules, ...more.rules };
  const { result, reason } = decideRetraining({ ...good, ...more, rules });
  return `${result} ${reason}`;
}

const drifted = { sample: 64, reference: 100, score: 0.4 };
const little = { newInputs: 1, relabelledInputs: 0 };
const nothing = { newInputs: 0, relabelledInputs: 0 };
const min = { minNewInputs: 10 };
const in1Hour = { at: '2026-11-30T08:00:00.000Z', secondsLeft: 3_600 };

test.each<[string, Partial<RetrainingFacts>, string]>([
  ['with as much new as is wanted', {}, 'started enough-new'],
  ['of a paused schedule', { rules: { ...min, isPaused: true } }, 'skipped paused'],
  ['beside another', { open: { versionId: 'v', status: 'queued' } }, 'skipped training-open'],
  ['while a candidate waits', { awaiting: { versionId: 'v' } }, 'skipped awaits-approval'],
  [
    'with one too little',
    { content: { newInputs: 8, relabelledInputs: 1 } },
    'skipped too-little-new',
  ],
  ['with little new and no drift looked at', { content: little }, 'skipped too-little-new'],
  [
    'with little new that has drifted',
    { content: little, drift: drifted, rules: { ...min, driftThreshold: 0.4 } },
    'started drift',
  ],
  [
    'with little new that has drifted less than it takes',
    { content: little, drift: drifted, rules: { ...min, driftThreshold: 0.41 } },
    'skipped too-little-new',
  ],
  [
    'with a drift of what is not labelled',
    { content: nothing, drift: drifted, rules: { ...min, driftThreshold: 0.1 } },
    'skipped too-little-new',
  ],
  ['that a budget refuses', { refusal: { message: 'no' } }, 'skipped budget'],
  ['at its highest price', { rules: { ...min, maxPriceMicros: 1_500_000 } }, 'started enough-new'],
  [
    'above its highest price',
    { rules: { ...min, maxPriceMicros: 1_499_999 } },
    'skipped above-max-price',
  ],
  [
    'whose points are worth its price',
    { rules: { ...min, worthPerPointMicros: 100_000_000 } },
    'started worth-it',
  ],
  [
    'whose points are not worth its price',
    { rules: { ...min, worthPerPointMicros: 1 } },
    'skipped not-worth-it',
  ],
  [
    'whose points nobody can tell: drift',
    { drift: drifted, rules: { ...min, driftThreshold: 0.2, worthPerPointMicros: 1 } },
    'started drift',
  ],
  [
    'whose points nobody can tell: no version was measured',
    {
      curve: { points: [], inputsNow: 0, inputsThen: 10 },
      rules: { ...min, worthPerPointMicros: 1 },
    },
    'started enough-new',
  ],
  ['that nothing could be quoted of', { offers: [] }, 'started enough-new'],
  ['that is done in time', { deadline: in1Hour, offers: [onDemand] }, 'started enough-new'],
  ['that is not', { deadline: in1Hour, offers: [spot] }, 'skipped cannot-be-done-by'],
])('a training %s: %s', (_, more, expected) => {
  expect(decided(more)).toBe(expected);
});

test.each([
  [7_200, 'spot'],
  [7_199, 'on-demand'],
  [1_800, 'on-demand'],
])('with %s seconds left it is bought as cheap as possible: %s', (secondsLeft, purchase) => {
  const { numbers } = decideRetraining({
    ...good,
    ...{ offers: [spot, onDemand], deadline: { ...in1Hour, secondsLeft } },
  });

  expect(numbers).toMatchObject({ purchase, doneBy: in1Hour.at });
});

test('what cannot be done in time says how long each way takes', () => {
  const deadline = { ...in1Hour, secondsLeft: 1_740 };

  expect(decideRetraining({ ...good, offers: [spot, onDemand], deadline }).detail).toBe(
    'It cannot be done by 2026-11-30T08:00:00.000Z, in 29 minutes: on spot it takes up to 120 minutes (9 of 10), on demand it takes up to 30 minutes (9 of 10)',
  );
});

test('the numbers are recorded whatever is decided, a worth or none', () => {
  const { numbers } = decideRetraining({ ...good, budgetLeftMicros: 5, notes: ['a note'] });

  expect(numbers).toMatchObject({
    ...{ newInputs: 8, relabelledInputs: 2, minNewInputs: 10, quote, budgetLeftMicros: 5 },
    notes: ['a note'],
    expectedGain: { points: expect.any(Number) as number, versions: 1 },
  });
});
