import { amountMicros } from '../money.ts';

/** What decides an amount beside the seconds. Integer micro-dollars. */
export interface Rate {
  readonly microsPerHour: number;
  /** The least that a job costs that is charged at all; absent: no minimum. */
  readonly minimumMicrosPerJob?: number;
}

/**
 * The one way from seconds to an amount, of estimates, quotes and bills alike: seconds x instances
 * at the rate, rounded once; at least the minimum. What took no time costs nothing.
 * @param seconds whole ones, at least 0 @returns integer micro-dollars
 */
export function ratedAmount(
  { seconds, instanceCount = 1 }: { readonly seconds: number; readonly instanceCount?: number },
  { microsPerHour, minimumMicrosPerJob = 0 }: Rate,
): number {
  const amount = amountMicros(seconds * instanceCount, microsPerHour);
  return seconds === 0 ? 0 : Math.max(amount, minimumMicrosPerJob);
}
