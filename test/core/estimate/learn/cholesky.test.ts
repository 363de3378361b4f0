import fc from 'fast-check';
import { cholesky, dot, solve, timesLower } from '../../../../core/estimate/learn/cholesky.ts';

const size = 6;
const numbers = (length: number) =>
  fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: length, maxLength: length });

/** B x Bᵀ + 1: always positive definite. */
function definite(entries: readonly number[]): Float64Array[] {
  const rows = Array.from({ length: size }, (_, i) =>
    Float64Array.from(entries.slice(i * size, (i + 1) * size)),
  );
  return rows.map((row, i) =>
    Float64Array.from(rows, (other, j) => dot(row, other) + (i === j ? 1 : 0)),
  );
}

it('solves what it decomposes', () => {
  fc.assert(
    fc.property(numbers(size * size), numbers(size), (entries, wanted) => {
      const matrix = definite(entries);
      const right = matrix.map((row) => dot(row, Float64Array.from(wanted)));

      const found = solve(cholesky(matrix), right);

      for (const [i, each] of wanted.entries()) expect(found[i]).toBeCloseTo(each, 8);
    }),
  );
});

/** Textbook elimination of the whole matrix, which leaves no entry out. */
function eliminated(matrix: readonly Float64Array[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (const [i, pivot] of rows.entries())
    for (const row of rows.slice(i + 1)) {
      const times = row[i]! / pivot[i]!;
      for (let k = i; k <= size; k += 1) row[k]! -= times * pivot[k]!;
    }
  const x = Array<number>(size).fill(0);
  for (const [i, row] of [...rows.entries()].reverse())
    x[i] = (row[size]! - x.reduce((sum, each, k) => sum + each * row[k]!, 0)) / row[i]!;
  return x;
}

it('leaves out what is 0 alone: any pattern is solved as the whole matrix is', () => {
  const patterns = fc.array(fc.boolean(), { minLength: size * size, maxLength: size * size });
  fc.assert(
    fc.property(numbers(size * size), patterns, numbers(size), (entries, pattern, right) => {
      const matrix = definite(entries.map((each, at) => (pattern[at] ? each : 0)));

      const found = solve(cholesky(matrix), right);

      for (const [i, each] of eliminated(matrix, right).entries())
        expect(found[i]).toBeCloseTo(each, 8);
    }),
  );
});

it('L x Lᵀ is the matrix', () => {
  const lower = cholesky([Float64Array.of(4, 0), Float64Array.of(2, 5)]);

  expect([...timesLower(lower, [1, 0])]).toEqual([2, 1]);
  expect([...timesLower(lower, [0, 1])]).toEqual([0, 2]);
});

it('refuses a matrix that is not positive definite', () => {
  expect(() => cholesky([Float64Array.of(1, 0), Float64Array.of(2, 1)])).toThrow(RangeError);
});
