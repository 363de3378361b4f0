import { median } from '../median.ts';

/** One forecast beside what came out: seconds, or micro-dollars. Both above 0. */
export interface Scored {
  readonly predicted: number;
  readonly actual: number;
}

/**
 * How far forecasts were off. The error of one of them is `|predicted - actual| / actual` (its
 * absolute percentage error, as a share: 0.06 are 6 %).
 */
export interface Accuracy {
  /** Forecasts that the figures are of. */
  readonly count: number;
  /** Mean of the errors: the MAPE. One odd job moves it. */
  readonly mape: number;
  /** Half of the forecasts were off by less. */
  readonly medianApe: number;
  /** Nine of ten were off by less: the value at place `ceil(0.9 x count)` of the sorted errors. */
  readonly p90Ape: number;
  /**
   * Mean of `ln(predicted / actual)`: above 0 where more was promised than it took. 0.1 are 10.5 %
   * too much, -0.1 are 9.5 % too little. Errors in both directions cancel out.
   */
  readonly bias: number;
  /** Share that came out at least twice, or at most half of what was forecast. */
  readonly offByTwo: number;
}

/**
 * @returns the figures over all of them; undefined of none: no jobs have no error
 * @throws RangeError for a value that is not above 0: it has no percentage error
 */
export function accuracyOf(forecasts: readonly Scored[]): Accuracy | undefined {
  if (forecasts.length === 0) return undefined;
  const errors = forecasts.map(absoluteError);
  const logs = forecasts.map(logRatio);
  const far = logs.filter((log) => Math.abs(log) >= Math.LN2);
  return {
    count: forecasts.length,
    mape: mean(errors),
    medianApe: median(errors),
    p90Ape: atPlace(errors, 0.9),
    bias: mean(logs),
    offByTwo: far.length / forecasts.length,
  };
}

/** `|predicted - actual| / actual`. */
export function absoluteError({ predicted, actual }: Scored): number {
  assertAboveZero(predicted, actual);
  return Math.abs(predicted - actual) / actual;
}

/** `ln(predicted / actual)`: 0 is right, above 0 promised too much. */
function logRatio({ predicted, actual }: Scored): number {
  assertAboveZero(predicted, actual);
  return Math.log(predicted / actual);
}

/** The smallest of the values that at least `share` of them do not exceed. */
function atPlace(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  // 0.9 x 70 is 63.00000000000001 in binary fractions.
  const place = Math.ceil(share * sorted.length - 1e-9);
  return sorted[Math.max(1, place) - 1]!;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function assertAboveZero(...values: readonly number[]): void {
  for (const value of values)
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`A forecast and its outcome are above 0, not ${value}`);
}
