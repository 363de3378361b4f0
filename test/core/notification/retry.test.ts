import fc from 'fast-check';
import {
  maxAttempts,
  maxPause,
  pauseAfter,
  retryPauses,
} from '../../../core/notification/retry.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const attempts = fc.integer({ min: 1, max: retryPauses.length });

test.each([
  [1, 5_000],
  [2, 300_000],
  [3, 1_800_000],
  [4, 7_200_000],
  [9, 86_400_000],
])('after %s attempts it waits about %s ms', (made, pause) => {
  expect(pauseAfter(made, 0.5)).toBe(pause);
});

test('ten attempts are made, over three days', () => {
  expect(maxAttempts).toBe(10);
  expect(pauseAfter(maxAttempts, 0.5)).toBeUndefined();
  const hours = retryPauses.reduce((sum, pause) => sum + pause, 0) / 3_600_000;
  expect(hours).toBeCloseTo(75.6, 1);
});

test('whatever chance says, a pause is within a fifth of the schedule', () => {
  fc.assert(
    fc.property(attempts, chance, (made, random) => {
      const pause = retryPauses[made - 1]!;
      expect(Math.abs(pauseAfter(made, random)! - pause)).toBeLessThanOrEqual(0.2 * pause + 1);
    }),
  );
});

test('each pause is longer than the one before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5 }), chance, chance, (made, before, after) => {
      expect(pauseAfter(made, after)!).toBeGreaterThan(pauseAfter(made - 1, before)!);
    }),
  );
});

test('a receiver can ask for more time, for a day at most, and never for less', () => {
  fc.assert(
    fc.property(
      attempts,
      chance,
      fc.double({ min: 0, max: 1e12, noNaN: true }),
      (made, random, asked) => {
        const own = pauseAfter(made, random)!;
        const pause = pauseAfter(made, random, asked)!;
        expect(pause).toBe(Math.max(own, Math.round(Math.min(asked * 1000, maxPause))));
      },
    ),
  );
});
