import type { Device } from '../device/device.ts';
import type { GradedEstimate } from '../graded/graded-estimate.ts';
import type { Lower } from './cholesky.ts';
import { cholesky, solve } from './cholesky.ts';
import { conformalOf } from './conformal.ts';
import type { Conformal } from './conformal.ts';
import type { Effect } from './effects.ts';
import { observationsOf } from './observations.ts';
import type { Observation } from './observations.ts';
import type { ForecastPhase } from './phase.ts';
import { resolutionSeconds, robustWeight, spreadOf, spreadPriors } from './residuals.ts';
import type { PhaseSpreads } from './residuals.ts';

/** What an account's finished jobs teach; see `learn`. */
export interface Learnt {
  /** Place of an effect in `means` and `precision`. */
  readonly places: ReadonlyMap<string, number>;
  /** What each effect turned out to be, in logs. */
  readonly means: Float64Array;
  /** Cholesky's factor of the precision of `means`: how sure that is. */
  readonly precision: Lower;
  /** What a phase of one and the same job differs by from run to run, in logs. */
  readonly spreads: PhaseSpreads;
  /** Completed jobs by `cellOf`. */
  readonly jobCounts: ReadonlyMap<string, number>;
  readonly conformal: Conformal;
}

export interface LearnOptions {
  /** That the jobs ran on; of a device that is not among them nothing is learnt. */
  readonly devices: readonly Device[];
}

/** Passes of Gauss and Newton: the sum of parts is not linear in the logs of the parts. */
const iterations = 8;
/** Most that an effect may move at one of them: far from the answer the tangent misleads. */
const longestStep = 1;

/**
 * Fits what jobs took to what was counted. Each part of each phase (see `components`) is multiplied
 * by the exponentials of the effects that its job has, so that a template's surplus, a device's, a
 * family's are told apart; each is held to 0 by its prior spread until jobs speak against it
 * (ridge regression, which is a hierarchical model's posterior mode). One odd job counts little
 * (Student's t). Since every part keeps its sign and its counts, no lesson can make more work take
 * less time. The same jobs in another order teach the same.
 */
export function learn(graded: readonly GradedEstimate[], { devices }: LearnOptions): Learnt {
  const observations = observationsOf(graded, devices);
  const { places, priors } = effectsIn(observations);
  let means: Float64Array = new Float64Array(priors.length);
  let spreads = spreadPriors;
  let precision: Lower = cholesky(diagonal(priors));
  for (let round = 0; round < iterations; round += 1) {
    const rows = observations.map((observation) => linearised(observation, places, means));
    spreads = spreadOf(rows);
    const normal = normalEquations(rows, { priors, means, spreads });
    precision = cholesky(normal.matrix);
    means = moved(means, solve(precision, normal.right));
  }
  return {
    ...{ places, means, precision, spreads },
    jobCounts: countJobs(graded),
    conformal: conformalOf(graded),
  };
}

/** Nothing: what is counted is all that is known. */
export const nothingLearnt: Learnt = learn([], { devices: [] });

/** A template on a device, for one kind of job. */
export function cellOf(job: { kind: string; templateId: string }, deviceId: string): string {
  return [job.kind, job.templateId, deviceId].join(' ');
}

function countJobs(graded: readonly GradedEstimate[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { end, planned, deviceId } of graded) {
    if (end !== 'completed') continue;
    const cell = cellOf(planned, deviceId);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return counts;
}

/** Every effect that some job has: its place, and its prior variance. */
function effectsIn(observations: readonly Observation[]) {
  const places = new Map<string, number>();
  const priors: number[] = [];
  const all = observations.flatMap(({ parts }) => parts.flatMap(({ effects }) => effects));
  for (const { key, logSd } of all) {
    if (places.has(key)) continue;
    places.set(key, priors.length);
    priors.push(logSd ** 2);
  }
  return { places, priors };
}

/** One observation near the present means: what it is off by, and how each effect would move it. */
export interface Row {
  readonly phase: ForecastPhase;
  readonly seconds: number;
  readonly weight: number;
  /** log(actual / expected). */
  readonly residual: number;
  readonly slopes: ReadonlyMap<number, number>;
}

function linearised(
  observation: Observation,
  places: ReadonlyMap<string, number>,
  means: Float64Array,
): Row {
  const { phase, seconds, weight, logSeconds, parts } = observation;
  const expected = parts.map((part) => part.seconds * Math.exp(sumOf(part.effects, places, means)));
  const total = expected.reduce((sum, each) => sum + each, 0);
  const slopes = new Map<number, number>();
  for (const [index, { effects }] of parts.entries()) {
    const share = expected[index]! / total;
    for (const { key, value } of effects) {
      const place = places.get(key)!;
      slopes.set(place, (slopes.get(place) ?? 0) + share * value);
    }
  }
  return { phase, seconds, weight, residual: logSeconds - Math.log(total), slopes };
}

function sumOf(
  effects: readonly Effect[],
  places: ReadonlyMap<string, number>,
  means: Float64Array,
): number {
  return effects.reduce((sum, { key, value }) => sum + value * means[places.get(key)!]!, 0);
}

interface Present {
  readonly priors: readonly number[];
  readonly means: Float64Array;
  readonly spreads: PhaseSpreads;
}

/** Precision x step = right: the prior's part, and each row's. */
function normalEquations(rows: readonly Row[], { priors, means, spreads }: Present) {
  const matrix = diagonal(priors);
  const right = Float64Array.from(priors, (variance, place) => -means[place]! / variance);
  for (const row of rows) {
    const variance = spreads[row.phase] ** 2 + (resolutionSeconds / row.seconds) ** 2;
    const weight = (row.weight * robustWeight(row.residual, variance)) / variance;
    const slopes = [...row.slopes];
    for (const [place, slope] of slopes) {
      right[place] = right[place]! + weight * slope * row.residual;
      const line = matrix[place]!;
      for (const [other, otherSlope] of slopes) {
        if (other <= place) line[other] = line[other]! + weight * slope * otherSlope;
      }
    }
  }
  return { matrix, right };
}

/** The prior precision. */
function diagonal(variances: readonly number[]): Float64Array[] {
  return variances.map((variance, place) => {
    const row = new Float64Array(variances.length);
    row[place] = 1 / variance;
    return row;
  });
}

function moved(means: Float64Array, step: Float64Array): Float64Array {
  const longest = step.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const scale = longest > longestStep ? longestStep / longest : 1;
  return means.map((mean, place) => mean + scale * step[place]!);
}
