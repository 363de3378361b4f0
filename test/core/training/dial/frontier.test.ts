import fc from 'fast-check';
import { dominates, onFrontier } from '../../../../core/training/dial/frontier.ts';
import type { Accuracies } from '../../../../core/training/dial/frontier.ts';

const share = fc.integer({ min: 0, max: 6 }).map((n) => n / 6);
const points = fc.array(
  fc.record<Accuracies>({
    oldAccuracy: share,
    newAccuracy: fc.oneof(share, fc.constant(null)),
  }),
  { minLength: 1, maxLength: 25 },
);

const worse = (a: Accuracies, b: Accuracies) =>
  (a.oldAccuracy <= b.oldAccuracy && (a.newAccuracy ?? 0) < (b.newAccuracy ?? 0)) ||
  (a.oldAccuracy < b.oldAccuracy && (a.newAccuracy ?? 0) <= (b.newAccuracy ?? 0));

test('no point on the frontier is dominated, and every other is, by a point on it', () => {
  fc.assert(
    fc.property(points, (all) => {
      const frontier = onFrontier(all);
      expect(frontier.size).toBeGreaterThan(0);
      for (const point of all) {
        const by = [...frontier].filter((other) => worse(point, other));
        expect(by.length > 0).toBe(!frontier.has(point));
      }
    }),
  );
});

test.each([
  [{ oldAccuracy: 0.9, newAccuracy: 0.5 }, { oldAccuracy: 0.9, newAccuracy: 0.4 }, true],
  [{ oldAccuracy: 0.9, newAccuracy: 0.5 }, { oldAccuracy: 0.8, newAccuracy: 0.5 }, true],
  [{ oldAccuracy: 0.9, newAccuracy: 0.5 }, { oldAccuracy: 0.9, newAccuracy: 0.5 }, false],
  [{ oldAccuracy: 0.9, newAccuracy: 0.5 }, { oldAccuracy: 0.8, newAccuracy: 0.6 }, false],
])('%j dominates %j: %s', (one, other, expected) => {
  expect(dominates(one, other)).toBe(expected);
});
