/** One earlier job as a line of a table: what is known of it beforehand, and what it took. */
export interface Row {
  /** As many in every row. At least 0. */
  readonly features: readonly number[];
  /** Above 0. */
  readonly value: number;
}

/** Features that differ by less, relative to the largest of their column, are the same. */
const tolerance = 1e-9;

/**
 * What a linear fit to `rows` says of `features`: coefficients at least 0 (time is never negative)
 * with the least sum of squared relative errors, since errors are graded relatively.
 *
 * @param features at most 4: each choice of them that are not 0 is tried
 * @returns undefined where the rows do not determine it: fits that are equally good say different
 *   things of `features`. Rows that are all alike say something of one more like them, only.
 */
export function fittedValue(rows: readonly Row[], features: readonly number[]): number | undefined {
  const scales = features.map((_, at) => Math.max(0, ...rows.map((row) => row.features[at]!)));
  // A feature that no earlier job had says nothing where this one has it.
  if (features.some((value, at) => value > 0 && scales[at] === 0)) return undefined;
  const scaled = (values: readonly number[]) =>
    values.map((value, at) => (scales[at] === 0 ? 0 : value / scales[at]!));
  const table = rows.map((row) => ({ features: scaled(row.features), value: row.value }));
  const asked = scaled(features);
  if (!isDetermined(table, asked)) return undefined;
  const coefficients = bestFit(table, asked.length);
  return coefficients && sumOfProducts(coefficients, asked);
}

/** Whether `asked` is a combination of the rows: what every best fit says the same of. */
function isDetermined(rows: readonly Row[], asked: readonly number[]): boolean {
  const basis: number[][] = [];
  for (const { features } of rows) {
    const rest = withoutParts(features, basis);
    if (length(rest) > tolerance) basis.push(rest.map((value) => value / length(rest)));
  }
  return length(withoutParts(asked, basis)) <= tolerance * Math.max(1, length(asked)) * 10;
}

/** What of `values` is perpendicular to all of `basis` (Gram-Schmidt, twice for the rounding). */
function withoutParts(values: readonly number[], basis: readonly number[][]): number[] {
  let rest = [...values];
  for (const direction of [...basis, ...basis]) {
    const part = sumOfProducts(direction, rest);
    rest = rest.map((value, at) => value - part * direction[at]!);
  }
  return rest;
}

/** Coefficients at least 0 with the least error: the best of all choices of features. */
function bestFit(rows: readonly Row[], width: number): readonly number[] | undefined {
  let best: { readonly error: number; readonly coefficients: readonly number[] } | undefined;
  for (let choice = 1; choice < 1 << width; choice++) {
    const chosen = Array.from({ length: width }, (_, at) => at).filter((at) => choice & (1 << at));
    const coefficients = solve(rows, chosen, width);
    if (coefficients === undefined || coefficients.some((value) => value < 0)) continue;
    const error = squaredError(rows, coefficients);
    if (best === undefined || error < best.error) best = { error, coefficients };
  }
  return best?.coefficients;
}

function squaredError(rows: readonly Row[], coefficients: readonly number[]): number {
  return rows.reduce((sum, { features, value }) => {
    return sum + (sumOfProducts(features, coefficients) / value - 1) ** 2;
  }, 0);
}

/** Least squares over the chosen features; undefined where they are not independent. */
function solve(
  rows: readonly Row[],
  chosen: readonly number[],
  width: number,
): readonly number[] | undefined {
  const relative = rows.map(({ features, value }) => chosen.map((at) => features[at]! / value));
  const matrix = chosen.map((_, row) => [
    ...chosen.map((__, column) => sum(relative.map((line) => line[row]! * line[column]!))),
    sum(relative.map((line) => line[row]!)),
  ]);
  const found = eliminated(matrix);
  if (found === undefined) return undefined;
  const coefficients = new Array<number>(width).fill(0);
  chosen.forEach((at, place) => (coefficients[at] = found[place]!));
  return coefficients;
}

/** Gauss-Jordan with the largest pivot. @param matrix its last column is the right side */
function eliminated(matrix: readonly (readonly number[])[]): readonly number[] | undefined {
  const lines = matrix.map((line) => [...line]);
  const largest = Math.max(...matrix.map((line, at) => Math.abs(line[at]!)));
  for (let at = 0; at < lines.length; at++) {
    const pivot = lines.reduce((best, line, row) => {
      const isLarger = Math.abs(line[at]!) > Math.abs(lines[best]![at]!);
      return row > at && isLarger ? row : best;
    }, at);
    [lines[at], lines[pivot]] = [lines[pivot]!, lines[at]!];
    const top = lines[at]!;
    if (Math.abs(top[at]!) <= 1e-12 * largest) return undefined;
    lines.forEach((line, row) => {
      if (row === at) return;
      const factor = line[at]! / top[at]!;
      line.forEach((_, column) => (line[column]! -= factor * top[column]!));
    });
  }
  return lines.map((line, at) => line.at(-1)! / line[at]!);
}

function sumOfProducts(left: readonly number[], right: readonly number[]): number {
  return sum(left.map((value, at) => value * right[at]!));
}

function length(values: readonly number[]): number {
  return Math.sqrt(sumOfProducts(values, values));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
