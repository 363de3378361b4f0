import { cholesky, dot, solveLower, timesLower } from './cholesky.ts';
import type { Lower } from './cholesky.ts';
import type { Effect } from './effects.ts';
import type { Learnt } from './learn.ts';

/** What is known of sums of effects: their means, and a factor of their covariance. */
export interface Sums {
  readonly means: Float64Array;
  readonly lower: Lower;
}

/** Keeps a covariance definite where sums are all but the same. */
const ridge = 1e-10;

/**
 * Each sum's mean and their covariance: of effects that jobs taught the posterior, of others the
 * prior, which sums that have an effect in common share.
 */
export function sumsOf(effects: readonly (readonly Effect[])[], learnt: Learnt): Sums {
  const known = effects.map((sum) => place(sum, learnt));
  const whitened = known.map((vector) => solveLower(learnt.precision, vector));
  const unknown = effects.map((sum) => sum.filter(({ key }) => !learnt.places.has(key)));
  const covariance = effects.map((_, i) => {
    const row = new Float64Array(effects.length);
    for (let j = 0; j <= i; j += 1)
      row[j] = dot(whitened[i]!, whitened[j]!) + sharedVariance(unknown[i]!, unknown[j]!);
    row[i] = row[i]! + ridge;
    return row;
  });
  const means = Float64Array.from(known, (vector) => dot(vector, learnt.means));
  return { means, lower: cholesky(covariance) };
}

/** One draw of the sums. @param z standard normal, one for each */
export function drawOf({ means, lower }: Sums, z: Float64Array): Float64Array {
  const draw = timesLower(lower, z);
  for (let i = 0; i < draw.length; i += 1) draw[i] = draw[i]! + means[i]!;
  return draw;
}

function place(sum: readonly Effect[], { places, means }: Learnt): Float64Array {
  const vector = new Float64Array(means.length);
  for (const { key, value } of sum) {
    const at = places.get(key);
    if (at !== undefined) vector[at] = vector[at]! + value;
  }
  return vector;
}

function sharedVariance(one: readonly Effect[], other: readonly Effect[]): number {
  let sum = 0;
  for (const { key, value, logSd } of one)
    for (const its of other) if (its.key === key) sum += value * its.value * logSd ** 2;
  return sum;
}
