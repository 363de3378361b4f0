import { bootstrapInterval } from '../evaluation/bootstrap.ts';
import { figuresOf } from '../evaluation/figures.ts';
import type { Outcome } from '../evaluation/figures.ts';
import { intervalOf } from '../evaluation/intervals.ts';

const quantiles = { p10: 8, p50: 10, p90: 15 };
const outcome = (actual: number, cell = 'a'): Outcome => ({
  ...{ configurationId: 'c', cell, actual },
  prediction: { seconds: 10, quantiles },
});

test('an interval of 80 % is P10 to P90 itself', () => {
  expect(intervalOf(quantiles, 0.8)).toEqual({ low: 8, high: 15 });
});

test('other intervals are as wide above and below as a log-normal with these quantiles', () => {
  // Of a log-normal with a standard deviation of 0.3, by its quantiles.
  const logNormal = { p10: Math.exp(-0.3 * 1.281552), p50: 1, p90: Math.exp(0.3 * 1.281552) };

  const [half, most] = [intervalOf(logNormal, 0.5), intervalOf(logNormal, 0.9)];

  expect(Math.log(half.low)).toBeCloseTo(-0.3 * 0.67449, 5);
  expect(Math.log(half.high)).toBeCloseTo(0.3 * 0.67449, 5);
  expect(Math.log(most.low)).toBeCloseTo(-0.3 * 1.644854, 5);
  expect(Math.log(most.high)).toBeCloseTo(0.3 * 1.644854, 5);
});

test('errors, coverage and score of four forecasts, by hand', () => {
  const figures = figuresOf([outcome(10), outcome(8), outcome(12.5), outcome(20)]);

  // 0, 2/8, 2.5/12.5 and 10/20.
  expect(figures?.mape).toBeCloseTo((0 + 0.25 + 0.2 + 0.5) / 4, 10);
  expect(figures?.offByTwo).toBe(0.25);
  expect(figures?.bias).toBeCloseTo(
    Math.log((10 / 10) * (10 / 8) * (10 / 12.5) * (10 / 20)) / 4,
    10,
  );
  const { share, score } = figures!.levels![0.8];
  expect(share).toBe(0.75);
  // Width in logs, and ten times how far 20 lies outside of 15, in one of four.
  expect(score).toBeCloseTo(Math.log(15 / 8) + (10 * Math.log(20 / 15)) / 4, 10);
});

test('a forecast without an interval has errors and no coverage', () => {
  const figures = figuresOf([{ ...outcome(8), prediction: { seconds: 10 } }]);

  expect(figures?.mape).toBeCloseTo(0.25, 10);
  expect(figures?.levels).toBeUndefined();
});

test('no outcomes have no figures', () => {
  expect(figuresOf([])).toBeUndefined();
});

test('the bootstrap draws blocks: what is alike in a block does not make it surer', () => {
  const blocks = ['a', 'b', 'c', 'd', 'e', 'f'];
  const of = (repeats: number) =>
    blocks.flatMap((block, value) => Array.from({ length: repeats }, () => ({ block, value })));
  const meanOf = (items: readonly { value: number }[]) =>
    items.reduce((sum, { value }) => sum + value, 0) / items.length;

  const [once, often] = [1, 50].map((repeats) =>
    bootstrapInterval(of(repeats), ({ block }) => block, meanOf),
  );

  expect(often!.low).toBeCloseTo(once!.low, 10);
  expect(often!.high).toBeCloseTo(once!.high, 10);
  // The mean of six of 0 to 5: 2.5, with a standard error of 0.70.
  expect(once!.low).toBeCloseTo(2.5 - 1.96 * 0.697, 0);
  expect(once!.high).toBeCloseTo(2.5 + 1.96 * 0.697, 0);
});
