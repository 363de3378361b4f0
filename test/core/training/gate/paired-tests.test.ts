import fc from 'fast-check';
import {
  binomialUpperTail,
  inputsToTell,
  rejectedByHolm,
  worsePValue,
} from '../../../../core/training/gate/paired-tests.ts';

const times = (count: number, value: number): number[] => Array<number>(count).fill(value);

describe('scores of 0 and 1: the exact sign test on the discordant pairs', () => {
  // By hand: the sum of C(n, i) for i >= losses, over 2^n.
  test.each([
    [0, 0, 1],
    [1, 0, 1 / 2],
    [5, 0, 1 / 32],
    [4, 1, 6 / 32],
    [8, 2, 56 / 1024],
    [3, 3, 42 / 64],
    [0, 4, 1],
    // Sprent & Smeeton 2007, table of the binomial distribution: 15 of 20.
    [15, 5, 21_700 / 1_048_576],
  ])('%i lost and %i won: p = %f', (lost, won, p) => {
    const differences = [...times(lost, -1), ...times(won, 1), ...times(30, 0)];

    expect(worsePValue(differences)).toBeCloseTo(p, 12);
  });

  test('thousands of pairs neither overflow nor vanish', () => {
    expect(binomialUpperTail(10_000, 5_000)).toBeCloseTo(0.50399, 5);
    expect(binomialUpperTail(10_000, 9_999)).toBe(0);
    expect(binomialUpperTail(3, 0)).toBe(1);
  });
});

describe('graded scores: the sign-flip test', () => {
  test('counts the sign patterns, by hand', () => {
    // Lost .3 and .1, won .2. Lost mass of the 8 patterns: 0 .1 .2 .3 .3 .4 .5 .6; .4 or more: 3.
    expect(worsePValue([-0.3, 0.2, -0.1])).toBeCloseTo(3 / 8, 12);
    expect(worsePValue([-0.3, -0.2, -0.1])).toBeCloseTo(1 / 8, 12);
    expect(worsePValue([0.3, 0.2, 0.1])).toBe(1);
  });

  const some = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 12 });

  test('is what all patterns counted one by one are', () => {
    fc.assert(
      fc.property(some, (hundredths) => {
        const changed = hundredths.filter(Boolean);
        const lost = changed.reduce((sum, each) => sum + Math.max(0, -each), 0);
        let atLeast = 0;
        for (let pattern = 0; pattern < 2 ** changed.length; pattern += 1) {
          const mass = changed.reduce(
            (sum, each, bit) => sum + (pattern & (1 << bit) ? Math.abs(each) : 0),
            0,
          );
          if (mass >= lost) atLeast += 1;
        }

        const p = worsePValue(hundredths.map((each) => each / 100));
        expect(p).toBeCloseTo(atLeast / 2 ** changed.length, 9);
      }),
    );
  });

  test('a lower score never makes it less likely that the candidate is worse', () => {
    fc.assert(
      fc.property(some, fc.nat(), fc.integer({ min: 1, max: 100 }), (hundredths, at, less) => {
        const before = hundredths.map((each) => each / 100);
        const after = before.with(
          at % before.length,
          Math.max(-1, before[at % before.length]! - less / 100),
        );

        expect(worsePValue(after)).toBeLessThanOrEqual(worsePValue(before) + 1e-9);
      }),
    );
  });

  test('where it is approximated it is as where it is counted', () => {
    const pattern = [-0.3, 0.2, -0.1, 0.25, 0.05, -0.14];
    const counted = worsePValue(times(166, 0).flatMap(() => pattern));
    const approximated = worsePValue(times(167, 0).flatMap(() => pattern));

    expect(Math.abs(counted - approximated)).toBeLessThan(0.005);
  });

  test('a hundred thousand pairs take no time', () => {
    const differences = Array.from({ length: 100_000 }, (_, i) => ((i % 7) - 3.2) / 10);

    expect(worsePValue(differences)).toBeLessThan(1e-6);
  });
});

test.each([
  // 0.01 <= .05/4, 0.014 <= .05/3, 0.03 > .05/2: the last two stay.
  [
    [0.03, 0.01, 0.04, 0.014],
    [false, true, false, true],
  ],
  [
    [0.02, 0.02, 0.02],
    [false, false, false],
  ],
  [
    [0.016, 0.024, 0.05],
    [true, true, true],
  ],
  [[], []],
])('Holm rejects of %j: %j', (pValues, rejected) => {
  expect(rejectedByHolm(pValues, 0.05)).toEqual(rejected);
});

test('how many more inputs would tell', () => {
  // 2 of 20 lost; at 45 it is 4.5: (4.5 - 1) / sqrt(4.5) = 1.65. Counted: 5 of 50, p = 1/32.
  expect(inputsToTell([...times(2, -1), ...times(18, 0)], 0.05)).toBe(25);
  expect(inputsToTell([-1, 1, 0], 0.05)).toBeUndefined();
  expect(inputsToTell([...times(500, -1), ...times(499, 1)], 0.05)).toBeUndefined();
});
