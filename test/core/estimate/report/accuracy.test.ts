import { accuracyOf } from '../../../../core/estimate/report/accuracy.ts';
import { coverageOf, intervalScore, wilson } from '../../../../core/estimate/report/coverage.ts';

describe('figures of forecasts, reckoned by hand', () => {
  test('errors, bias and what is off by 2x', () => {
    const forecasts = [
      { predicted: 110, actual: 100 }, // 10 % too much
      { predicted: 80, actual: 100 }, // 20 % too little
      { predicted: 50, actual: 100 }, // half: off by 2x
      { predicted: 300, actual: 100 }, // 200 % too much, off by 2x
    ];

    const figures = accuracyOf(forecasts)!;

    expect(figures.count).toBe(4);
    expect(figures.mape).toBeCloseTo((0.1 + 0.2 + 0.5 + 2) / 4, 12);
    expect(figures.medianApe).toBeCloseTo((0.2 + 0.5) / 2, 12);
    expect(figures.p90Ape).toBeCloseTo(2, 12);
    // ln 1.1 + ln 0.8 + ln 0.5 + ln 3 = 0.09531 - 0.22314 - 0.69315 + 1.09861
    expect(figures.bias).toBeCloseTo(0.277632 / 4, 5);
    expect(figures.offByTwo).toBe(0.5);
  });

  test.each([
    [1, 1],
    [2, 2],
    [9, 9],
    [10, 9],
    [11, 10],
    [70, 63],
    [100, 90],
  ])('of %i errors the ninetieth percent is the one at place %i', (count, place) => {
    const forecasts = Array.from({ length: count }, (_, at) => ({
      predicted: 1000 + at + 1,
      actual: 1000,
    }));

    expect(accuracyOf(forecasts)!.p90Ape).toBeCloseTo(place / 1000, 12);
  });

  test('no jobs have no figures', () => {
    expect(accuracyOf([])).toBeUndefined();
    expect(coverageOf([])).toBeUndefined();
  });

  test.each([0, -3, Number.NaN, Infinity])('an outcome of %p has no percentage error', (actual) => {
    expect(() => accuracyOf([{ predicted: 10, actual }])).toThrow(RangeError);
  });
});

describe('coverage', () => {
  test('counts both sides, ends included, and the geometric width', () => {
    const intervals = [
      { low: 50, high: 100, actual: 50 }, // on its end: within
      { low: 50, high: 100, actual: 100 },
      { low: 50, high: 100, actual: 49 },
      { low: 50, high: 400, actual: 401 },
    ];

    const coverage = coverageOf(intervals)!;

    expect(coverage).toMatchObject({ count: 4, covered: 2, below: 1, above: 1, share: 0.5 });
    // (2 x 2 x 2 x 8) to the 1/4 = 64 to the 1/4
    expect(coverage.width).toBeCloseTo(2.828427, 6);
  });

  // Worked out apart, in Python.
  test.each([
    [8, 10, 0.4901625, 0.9433178],
    [0, 10, 0, 0.2775328],
    [10, 10, 0.7224672, 1],
    [81, 100, 0.7222115, 0.8748525],
    [1, 1, 0.2065493, 1],
  ])('%i of %i lie between %f and %f', (covered, count, low, high) => {
    const interval = wilson(covered, count);

    expect(interval[0]).toBeCloseTo(low, 6);
    expect(interval[1]).toBeCloseTo(high, 6);
  });

  test('the interval score is the width, and ten times what lies outside of an 80 % interval', () => {
    const within = { low: 1, high: Math.E, actual: 2 };
    const above = { low: 1, high: Math.E, actual: Math.E ** 1.1 };

    expect(intervalScore([within], 0.8)).toBeCloseTo(1, 12);
    expect(intervalScore([above], 0.8)).toBeCloseTo(1 + 10 * 0.1, 9);
    expect(intervalScore([within, above], 0.8)).toBeCloseTo(1.5, 9);
  });
});
