import { expectedGain } from '../../../../core/training/schedule/learning-curve.ts';

const error = (inputs: number) => 0.03 + 2 * inputs ** -0.5;
const measuredAt = (counts: readonly number[], of = error) =>
  counts.map((inputs) => ({ inputs, score: 1 - of(inputs), count: 1_000 }));
const doubling = (counts: readonly number[], of = error) => {
  const inputsNow = counts.at(-1)!;
  const points = measuredAt(counts, of);
  return expectedGain({ points, inputsNow, inputsThen: 2 * inputsNow })!;
};

test.each([[[400]], [[200, 400]], [[100, 200, 400]], [[50, 100, 200, 400, 800, 1_600]]])(
  'the true gain of doubling lies between its bounds: %j',
  (counts) => {
    const last = counts.at(-1)!;
    const truth = 100 * (error(last) - error(2 * last));
    const { low, points, high, versions } = doubling(counts);

    expect(versions).toBe(counts.length);
    expect(low).toBeLessThan(truth);
    expect(high).toBeGreaterThan(truth);
    expect(points).toBeGreaterThan(low);
    expect(points).toBeLessThan(high);
  },
);

test('more versions leave it less uncertain', () => {
  const width = (counts: readonly number[]) => {
    const { low, high } = doubling(counts);
    return high - low;
  };

  expect(width([100, 200, 400])).toBeLessThan(width([400]) / 1.5);
});

test('a line that has come to its end gains little more', () => {
  const flat = () => 0.1;

  expect(doubling([100, 400, 1_600], flat).points).toBeLessThan(0.5);
  expect(doubling([100, 400, 1_600]).points).toBeGreaterThan(1);
});

test('what is not more gains nothing, and a model without versions nobody can tell', () => {
  const points = measuredAt([100, 200]);

  expect(expectedGain({ points, inputsNow: 200, inputsThen: 200 })).toMatchObject({
    ...{ points: 0, low: 0, high: 0 },
  });
  expect(expectedGain({ points: [], inputsNow: 0, inputsThen: 9 })).toBeUndefined();
});

test('it is never negative, nor above the error that is there', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const chance = (n: number) => ((seed * 9301 + n * 49_297) % 233_280) / 233_280;
    const points = Array.from({ length: 1 + (seed % 5) }, (_, n) => ({
      inputs: Math.ceil(1 + 1_000 * chance(n)),
      score: chance(n + 7),
    }));
    const inputsNow = Math.max(...points.map(({ inputs }) => inputs));
    const gain = expectedGain({ points, inputsNow, inputsThen: 3 * inputsNow })!;

    expect(gain.low).toBeGreaterThanOrEqual(0);
    expect(gain.low).toBeLessThanOrEqual(gain.points + 1e-9);
    expect(gain.high).toBeLessThanOrEqual(100 * 1.2);
  }
});
