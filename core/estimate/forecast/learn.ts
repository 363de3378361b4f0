import type { Device } from '../device/device.ts';
import type { GradedEstimate } from '../graded/graded-estimate.ts';
import type { Lower } from './cholesky.ts';
import { cholesky, solve } from './cholesky.ts';
import { compiled } from './compiled-rows.ts';
import { conformalOf } from './conformal.ts';
import type { Conformal } from './conformal.ts';
import type { JobKey } from './effects.ts';
import { templateOf } from './effects.ts';
import { diagonal, normalEquations, tangentOf } from './normal-equations.ts';
import { observationsOf } from './observations.ts';
import { spreadOf, spreadPriors } from './residuals.ts';
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
const mostRounds = 12;
/** In logs: a fiftieth of what any phase differs by from run to run. */
const closeEnough = 1e-3;
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
  const { places, priors, rows } = compiled(observationsOf(graded, devices));
  let means: Float64Array = new Float64Array(priors.length);
  let spreads = spreadPriors;
  let precision = cholesky(diagonal(priors));
  for (let round = 0; round < mostRounds; round += 1) {
    const tangents = rows.map((row) => tangentOf(row, means));
    spreads = spreadOf(tangents);
    const normal = normalEquations(tangents, { priors, means, spreads });
    precision = cholesky(normal.matrix);
    const step = solve(precision, normal.right);
    means = moved(means, step);
    if (longest(step) < closeEnough) break;
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
export function cellOf(
  job: Pick<JobKey, 'kind' | 'modelTypeId' | 'templateId'>,
  deviceId: string,
): string {
  return [job.kind, templateOf(job), deviceId].join(' ');
}

function countJobs(graded: readonly GradedEstimate[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { end, seconds, planned, deviceId } of graded) {
    // Of one that nobody measured nothing is known.
    if (end !== 'completed' || seconds <= 0) continue;
    const cell = cellOf(planned, deviceId);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return counts;
}

function moved(means: Float64Array, step: Float64Array): Float64Array {
  const scale = Math.min(1, longestStep / Math.max(longest(step), Number.MIN_VALUE));
  return means.map((mean, place) => mean + scale * step[place]!);
}

function longest(step: Float64Array): number {
  return step.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
}
