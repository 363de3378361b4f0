/**
 * A symmetric positive definite matrix A = L x Lᵀ, by rows: `lower[i][j]` for j <= i. All sizes are
 * that of A.
 */
export type Lower = readonly Float64Array[];

/** Cholesky's L of A, of which only the lower half is read. @throws RangeError where A is not so */
export function cholesky(matrix: readonly Float64Array[]): Lower {
  const lower: Float64Array[] = [];
  for (const [i, row] of matrix.entries()) {
    const next = new Float64Array(i + 1);
    for (let j = 0; j <= i; j += 1) {
      const other = j === i ? next : lower[j]!;
      let sum = row[j]!;
      for (let k = 0; k < j; k += 1) sum -= next[k]! * other[k]!;
      if (j < i) next[j] = sum / other[j]!;
      else if (sum > 0) next[i] = Math.sqrt(sum);
      else throw new RangeError(`The matrix is not positive definite: row ${i} leaves ${sum}`);
    }
    lower.push(next);
  }
  return lower;
}

/** x of L x = b: what `b` is in units of the matrix's own spread. */
export function solveLower(lower: Lower, b: ArrayLike<number>): Float64Array {
  const x = new Float64Array(lower.length);
  for (const [i, row] of lower.entries()) {
    let sum = b[i]!;
    for (let k = 0; k < i; k += 1) sum -= row[k]! * x[k]!;
    x[i] = sum / row[i]!;
  }
  return x;
}

/** x of A x = b. */
export function solve(lower: Lower, b: ArrayLike<number>): Float64Array {
  const x = solveLower(lower, b);
  for (let i = lower.length - 1; i >= 0; i -= 1) {
    x[i] = x[i]! / lower[i]![i]!;
    for (let k = 0; k < i; k += 1) x[k] = x[k]! - lower[i]![k]! * x[i]!;
  }
  return x;
}

/** L x z: standard normal z become draws with covariance A. */
export function timesLower(lower: Lower, z: ArrayLike<number>): Float64Array {
  return Float64Array.from(lower, (row) => {
    let sum = 0;
    for (let k = 0; k < row.length; k += 1) sum += row[k]! * z[k]!;
    return sum;
  });
}

/** The inner product of two vectors of the same size. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
