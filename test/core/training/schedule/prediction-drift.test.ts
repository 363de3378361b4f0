import type { TopAnswer } from '../../../../core/training/schedule/prediction-drift.ts';
import { predictionDrift } from '../../../../core/training/schedule/prediction-drift.ts';

/** Answers of `concepts` concepts in turn, with values from `least` to 1. */
function answers(count: number, concepts: number, least = 0.5, seed = 1): TopAnswer[] {
  let state = seed;
  const next = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: count }, () => ({
    conceptId: String(Math.floor(next() * concepts)),
    value: least + (1 - least) * next(),
  }));
}

test('the same kind of inputs shows none, whatever the draw', () => {
  const seen = Array.from({ length: 40 }, (_, seed) =>
    predictionDrift(answers(300, 10), answers(64, 10, 0.5, 77 * (seed + 1)))!,
  );

  expect(seen.filter((score) => score >= 0.25)).toEqual([]);
  expect(seen.toSorted((a, b) => a - b)[20]).toBeLessThan(0.05);
});

test.each([
  ['fewer concepts', answers(64, 2, 0.5, 5)],
  ['lower scores', answers(64, 10, 0.1, 5).map((each) => ({ ...each, value: each.value / 2 }))],
  ['another concept', answers(64, 1, 0.5, 5).map((each) => ({ ...each, conceptId: 'new' }))],
])('%s are drift', (_, sample) => {
  expect(predictionDrift(answers(300, 10), sample)).toBeGreaterThan(0.25);
});

test('too few answers say nothing', () => {
  expect(predictionDrift(answers(300, 10), answers(9, 10))).toBeUndefined();
  expect(predictionDrift(answers(9, 10), answers(64, 10))).toBeUndefined();
});
