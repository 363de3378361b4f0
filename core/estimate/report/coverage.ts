import { mean } from './accuracy.ts';

/** A forecast's interval beside what came out; `0 < low <= high`. */
export interface ScoredInterval {
  readonly low: number;
  readonly high: number;
  readonly actual: number;
}

/** How often the outcome was within the interval, and how wide it was. */
export interface Coverage {
  readonly count: number;
  /** Outcomes within the interval, ends included. */
  readonly covered: number;
  /** Outcomes below it: promised too much. */
  readonly below: number;
  /** Outcomes above it: promised too little. */
  readonly above: number;
  /** `covered / count`. */
  readonly share: number;
  /** Where the true share lies with 95 % confidence (Wilson's score interval). */
  readonly shareLow: number;
  readonly shareHigh: number;
  /**
   * Geometric mean of `high / low`: 1.5 is an interval whose upper end is 1.5 times its lower one.
   * Narrower is better, among those that cover what they promise.
   */
  readonly width: number;
}

/** @returns undefined of no intervals: nothing covers nothing */
export function coverageOf(intervals: readonly ScoredInterval[]): Coverage | undefined {
  const count = intervals.length;
  if (count === 0) return undefined;
  const below = intervals.filter(({ low, actual }) => actual < low).length;
  const above = intervals.filter(({ high, actual }) => actual > high).length;
  const covered = count - below - above;
  const [shareLow, shareHigh] = wilson(covered, count);
  const logWidths = intervals.map(({ low, high }) => Math.log(high / low));
  return {
    ...{ count, covered, below, above, shareLow, shareHigh },
    share: covered / count,
    width: Math.exp(mean(logWidths)),
  };
}

/** Two-sided 95 % of a normal distribution. */
const z95 = 1.959964;

/**
 * Wilson's score interval (1927) of a share: honest with few, and at 0 and 1, where the usual
 * normal approximation has no width. @param count at least 1
 */
export function wilson(successes: number, count: number): readonly [low: number, high: number] {
  const share = successes / count;
  const square = z95 ** 2 / count;
  const centre = (share + square / 2) / (1 + square);
  const spread = (share * (1 - share)) / count + square / (4 * count);
  const half = (z95 / (1 + square)) * Math.sqrt(spread);
  // Exact at the ends, where rounding would leave -1e-17.
  const low = successes === 0 ? 0 : centre - half;
  return [low, successes === count ? 1 : centre + half];
}

/**
 * Mean interval (Winkler) score of intervals that promise `level`, in logs: their width, and for
 * each outcome outside `2 / (1 - level)` times how far outside. Smaller is better; neither too
 * narrow nor too wide wins. @param intervals at least one
 */
export function intervalScore(intervals: readonly ScoredInterval[], level: number): number {
  const penalty = 2 / (1 - level);
  return mean(
    intervals.map(({ low, high, actual }) => {
      const outside = Math.max(0, Math.log(low / actual), Math.log(actual / high));
      return Math.log(high / low) + penalty * outside;
    }),
  );
}
