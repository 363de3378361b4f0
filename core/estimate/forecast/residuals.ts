import type { Tangent } from './normal-equations.ts';
import type { ForecastPhase } from './phase.ts';

/** Standard deviation of log(actual / expected) of each phase, of one job from run to run. */
export type PhaseSpreads = Readonly<Record<ForecastPhase, number>>;

/** Before anything was learnt. Of wait and pull: half of the variance of public logs. */
export const spreadPriors: PhaseSpreads = {
  wait: 0.33,
  pull: 0.21,
  download: 0.3,
  setup: 0.06,
  steps: 0.1,
  validation: 0.15,
  evaluation: 0.15,
  saving: 0.25,
};

/** A phase cannot be told from the next more exactly than this. */
export const resolutionSeconds = 0.05;

/** Jobs that the prior spread counts as. */
const priorJobs = 10;
/** Of Student's t: the fewer, the less an odd job counts. */
const freedom = 4;

/**
 * Of a phase's variance, what repeats of the very same work have in common: what of it was
 * miscounted. In the pilot two runs of a training differed by 0.047, and the forecast from either
 * by 0.08.
 */
const sharedByRepeats = 0.6;

/**
 * Variance of one observation. So many of the same work say hardly more than one of what is
 * miscounted in all of them.
 */
export function varianceOf(
  { seconds, repeats }: { readonly seconds: number; readonly repeats: number },
  spread: number,
): number {
  const shared = 1 - sharedByRepeats + sharedByRepeats * repeats;
  return spread ** 2 * shared + (resolutionSeconds / seconds) ** 2;
}

/** How much an observation counts that is off by so much. At most 1.25, far off nearly 0. */
export function robustWeight(residual: number, variance: number): number {
  return (freedom + 1) / (freedom + residual ** 2 / variance);
}

/**
 * The spreads that observations show, moved towards the prior. An odd one widens them by no more
 * than it counts.
 */
export function spreadOf(tangents: readonly Tangent[]): PhaseSpreads {
  const spreads = { ...spreadPriors };
  for (const [phase, prior] of Object.entries(spreadPriors) as [ForecastPhase, number][]) {
    let [sum, count] = [priorJobs * prior ** 2, priorJobs];
    for (const { row, residual } of tangents) {
      if (row.phase !== phase) continue;
      sum += row.weight * robustWeight(residual, prior ** 2) * residual ** 2;
      count += row.weight;
    }
    spreads[phase] = Math.sqrt(sum / count);
  }
  return spreads;
}
