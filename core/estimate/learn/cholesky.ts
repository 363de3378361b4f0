/**
 * A symmetric positive definite matrix A = L x Lᵀ, by rows: `rows[i][j]` for j <= i. All sizes are
 * that of A.
 */
export interface Lower {
  readonly rows: readonly Float64Array[];
  /** Each row's first entry that may not be 0: where A has none before it, L has none either. */
  readonly first: Int32Array;
}

/**
 * Cholesky's L of A, of which only the lower half is read. What a row has before its first entry
 * costs nothing (a skyline), so that rows with few neighbours are best put before their common
 * ones. @throws RangeError where A is not positive definite
 */
export function cholesky(matrix: readonly Float64Array[]): Lower {
  const first = Int32Array.from(matrix, (row, i) => firstOf(row, i));
  const rows: Float64Array[] = [];
  for (const [i, row] of matrix.entries()) {
    const next = new Float64Array(i + 1);
    for (let j = first[i]!; j <= i; j += 1) {
      const other = j === i ? next : rows[j]!;
      let sum = row[j]!;
      for (let k = Math.max(first[i]!, first[j]!); k < j; k += 1) sum -= next[k]! * other[k]!;
      if (j < i) next[j] = sum / other[j]!;
      else if (sum > 0) next[i] = Math.sqrt(sum);
      else throw new RangeError(`The matrix is not positive definite: row ${i} leaves ${sum}`);
    }
    rows.push(next);
  }
  return { rows, first };
}

function firstOf(row: Float64Array, diagonal: number): number {
  let place = 0;
  while (place < diagonal && row[place] === 0) place += 1;
  return place;
}

/** x of L x = b: what `b` is in units of the matrix's own spread. */
export function solveLower({ rows, first }: Lower, b: ArrayLike<number>): Float64Array {
  const x = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    let sum = b[i]!;
    for (let k = first[i]!; k < i; k += 1) sum -= row[k]! * x[k]!;
    x[i] = sum / row[i]!;
  }
  return x;
}

/** x of A x = b. */
export function solve(lower: Lower, b: ArrayLike<number>): Float64Array {
  const x = solveLower(lower, b);
  const { rows, first } = lower;
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i]!;
    x[i] = x[i]! / row[i]!;
    for (let k = first[i]!; k < i; k += 1) x[k] = x[k]! - row[k]! * x[i]!;
  }
  return x;
}

/** L x z: standard normal z become draws with covariance A. */
export function timesLower({ rows, first }: Lower, z: ArrayLike<number>): Float64Array {
  const draw = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!;
    let sum = 0;
    for (let k = first[i]!; k <= i; k += 1) sum += row[k]! * z[k]!;
    draw[i] = sum;
  }
  return draw;
}

/** The inner product of two vectors of the same size. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
