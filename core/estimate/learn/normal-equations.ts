import type { Compiled, CompiledRow } from './compiled-rows.ts';
import { robustWeight, varianceOf } from './residuals.ts';
import type { PhaseSpreads } from './residuals.ts';

/** One observation near the present means. */
export interface Tangent {
  readonly row: CompiledRow;
  /** The log of actual / expected. */
  readonly residual: number;
  /** How each of the row's effects would move the log of what is expected. */
  readonly slopes: Float64Array;
}

/** What is expected of an observation, were its effects these. */
export function tangentOf(row: CompiledRow, means: Float64Array): Tangent {
  const { places, values, partOf, counted, logSeconds } = row;
  const parts = new Float64Array(counted.length);
  for (let at = 0; at < places.length; at += 1)
    parts[partOf[at]!] = parts[partOf[at]!]! + values[at]! * means[places[at]!]!;
  let total = 0;
  for (let part = 0; part < parts.length; part += 1) {
    parts[part] = counted[part]! * Math.exp(parts[part]!);
    total += parts[part]!;
  }
  const slopes = new Float64Array(places.length);
  for (let at = 0; at < slopes.length; at += 1)
    slopes[at] = (values[at]! * parts[partOf[at]!]!) / total;
  return { row, residual: logSeconds - Math.log(total), slopes };
}

/** Where a round of fitting stands. */
export interface Present extends Pick<Compiled, 'priors'> {
  readonly means: Float64Array;
  readonly spreads: PhaseSpreads;
}

/** Matrix x step = right: the prior's part, and each observation's. */
export function normalEquations(
  tangents: readonly Tangent[],
  { priors, means, spreads }: Present,
): { readonly matrix: Float64Array[]; readonly right: Float64Array } {
  const matrix = diagonal(priors);
  const right = Float64Array.from(priors, (variance, place) => -means[place]! / variance);
  for (const { row, residual, slopes } of tangents) {
    const variance = varianceOf(row, spreads[row.phase]);
    const weight = (row.weight * robustWeight(residual, variance)) / variance;
    const { places } = row;
    for (let one = 0; one < slopes.length; one += 1) {
      const place = places[one]!;
      const line = matrix[place]!;
      const pull = weight * slopes[one]!;
      right[place] = right[place]! + pull * residual;
      for (let other = 0; other <= one; other += 1)
        line[places[other]!] = line[places[other]!]! + pull * slopes[other]!;
    }
  }
  return { matrix, right };
}

/** The lower half of the prior precision. */
export function diagonal(variances: readonly number[]): Float64Array[] {
  return variances.map((variance, place) => {
    const row = new Float64Array(place + 1);
    row[place] = 1 / variance;
    return row;
  });
}
