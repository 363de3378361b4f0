import type { Quantiles } from '../../../../core/estimate/phase.ts';

/** Shares of outcomes that an interval promises. */
export const levels = [0.5, 0.8, 0.9] as const;
export type Level = (typeof levels)[number];

/** Standard normal quantile of the upper end of a central interval. */
const z: Readonly<Record<Level, number>> = { 0.5: 0.67449, 0.8: 1.281552, 0.9: 1.644854 };

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The central interval of a level. That of 80 % is P10 to P90 as forecast; the others are drawn
 * from the three quantiles as from a log-normal distribution that is as wide above the median as
 * P90 says, and as wide below as P10 does.
 */
export function intervalOf({ p10, p50, p90 }: Quantiles, level: Level): Interval {
  if (level === 0.8) return { low: p10, high: p90 };
  const share = z[level] / z[0.8];
  return { low: p50 * (p10 / p50) ** share, high: p50 * (p90 / p50) ** share };
}
