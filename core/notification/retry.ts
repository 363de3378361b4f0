const minute = 60_000;
const hour = 60 * minute;

/**
 * Pauses before the second and each further attempt, milliseconds: the schedule that the Standard
 * Webhooks specification recommends, 75 hours in all.
 */
export const retryPauses: readonly number[] = [
  5_000,
  ...[5 * minute, 30 * minute],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour),
];

/** So many attempts are made in all. */
export const maxAttempts = retryPauses.length + 1;

/** A receiver may ask for a longer pause, but for no more than this. */
export const maxPause = 24 * hour;
/** Pauses differ by so much, so that what failed together does not come back together. */
const jitter = 0.2;

/**
 * How long to wait after so many failed attempts.
 * @param random from 0 to below 1
 * @param retryAfterSeconds what the receiver asked for; waited for where it is longer
 * @returns milliseconds, within 20 % of the schedule; undefined: it was the last attempt
 */
export function pauseAfter(
  attempts: number,
  random: number,
  retryAfterSeconds = 0,
): number | undefined {
  const pause = retryPauses[attempts - 1];
  if (pause === undefined) return undefined;
  const own = pause * (1 + jitter * (2 * random - 1));
  return Math.round(Math.max(own, Math.min(retryAfterSeconds * 1000, maxPause)));
}
