import type { Quantiles } from './phase.ts';

/** Three decimals, of seconds and of shares: no forecast knows more, and no clock measures more. */
export function roundToThousandth(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Each of them to a thousandth. */
export function roundQuantiles({ p10, p50, p90 }: Quantiles): Quantiles {
  return { p10: roundToThousandth(p10), p50: roundToThousandth(p50), p90: roundToThousandth(p90) };
}
