import type { Quantiles } from '../phase.ts';

export const none: Quantiles = { p10: 0, p50: 0, p90: 0 };

/**
 * Times that follow one another and do not depend on each other: their medians add up, and what
 * they spread by does as independent errors do.
 */
export function inTurn(parts: readonly Quantiles[]): Quantiles {
  const p50 = parts.reduce((sum, part) => sum + part.p50, 0);
  const below = Math.hypot(...parts.map((part) => part.p50 - part.p10));
  const above = Math.hypot(...parts.map((part) => part.p90 - part.p50));
  return { p10: Math.max(0, p50 - below), p50, p90: p50 + above };
}

/** What is left of a time after so many seconds of it; never below 0. */
export function lessElapsed({ p10, p50, p90 }: Quantiles, seconds: number): Quantiles {
  const rest = (value: number) => Math.max(0, value - Math.max(0, seconds));
  return { p10: rest(p10), p50: rest(p50), p90: rest(p90) };
}

/** A share of a time. */
export function shareOf({ p10, p50, p90 }: Quantiles, share: number): Quantiles {
  return { p10: p10 * share, p50: p50 * share, p90: p90 * share };
}

/** From one to nine of ten normal draws lie within so many standard deviations of the median. */
const z90 = 1.2816;

/** A count of unknown size times a rate that is known but for `logSd`; both are independent. */
export function timesRate(count: Quantiles, rate: number, logSd: number): Quantiles {
  const p50 = count.p50 * rate;
  const [down, up] = [1 - Math.exp(-z90 * logSd), Math.exp(z90 * logSd) - 1];
  const below = Math.hypot((count.p50 - count.p10) * rate, p50 * down);
  const above = Math.hypot((count.p90 - count.p50) * rate, p50 * up);
  return { p10: Math.max(0, p50 - below), p50, p90: p50 + above };
}

/** A time that is known but for a standard deviation of its logarithm. */
export function spread(seconds: number, logSd: number): Quantiles {
  const factor = Math.exp(z90 * logSd);
  return { p10: seconds / factor, p50: seconds, p90: seconds * factor };
}
