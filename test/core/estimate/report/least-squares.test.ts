import * as fc from 'fast-check';
import { fittedValue } from '../../../../core/estimate/report/least-squares.ts';

const row = (value: number, ...features: number[]) => ({ features, value });

test.each([
  ['a line through two points', [row(30, 1, 10), row(50, 1, 20)], [1, 30], 70],
  ['one point, asked again', [row(30, 1, 10)], [1, 10], 30],
  ['one point, asked elsewhere: any line fits', [row(30, 1, 10)], [1, 20], undefined],
  ['points that are all alike, asked again', [row(20, 1, 5), row(20, 1, 5)], [1, 5], 20],
  ['nothing to fit', [], [1, 5], undefined],
  ['a feature that no row has', [row(30, 1, 0), row(30, 1, 0)], [1, 7], undefined],
  [
    'two rows of three features, asked for one of the rows',
    [row(8, 1, 2, 3), row(9, 1, 2, 5)],
    [1, 2, 5],
    9,
  ],
  [
    'two rows of three features, asked elsewhere',
    [row(8, 1, 2, 3), row(9, 1, 2, 5)],
    [1, 9, 5],
    undefined,
  ],
  // Free, the line would be 60 - x; time that falls with work is refused: the constant alone, which
  // for the relative errors of 50 and 40 is (1/50 + 1/40) / (1/2500 + 1/1600) = 43.9.
  ['a line that falls', [row(50, 1, 10), row(40, 1, 20)], [1, 30], 43.902439],
  // Free, B would be -10: it is 0, and A is (10/10 + 20/30) / (1 + 4/9) = 1.153846.
  ['a line that begins below 0', [row(10, 1, 10), row(30, 1, 20)], [1, 20], 23.076923],
] as const)('%s', (_, rows, asked, expected) => {
  const value = fittedValue(rows, asked);

  if (expected === undefined) expect(value).toBeUndefined();
  else expect(value).toBeCloseTo(expected, 5);
});

test('what lies exactly on a plane of coefficients above 0 is found, whatever the scale', () => {
  const coefficient = fc.double({ min: 0.001, max: 1000, noNaN: true });
  const count = fc.integer({ min: 1, max: 100_000 });

  fc.assert(
    fc.property(
      fc.tuple(coefficient, coefficient, coefficient),
      fc.array(fc.tuple(count, count), { minLength: 4, maxLength: 8 }),
      ([a, b, c], points) => {
        const rows = points.map(([x, y]) => row(a + b * x + c * y, 1, x, y));
        const [first] = rows;

        const value = fittedValue(rows, first!.features)!;

        expect(Math.abs(value / first!.value - 1)).toBeLessThan(1e-6);
      },
    ),
    { numRuns: 200 },
  );
});
