import { instantOf, wallTimeOf } from './zoned-time.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** `HH:MM`, 00:00 to 23:59. */
export const wallClock = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * The next instant behind another at which the clock on the wall of a time zone shows `HH:MM`.
 * Where summer time skips that, the instant at which the clock is put forward; where it repeats it,
 * each counts. Milliseconds since 1970.
 */
export function nextWallClock(clock: string, timezone: string, after: number): number {
  const [, hours, minutes] = wallClock.exec(clock) ?? [];
  const time = (Number(hours) * 60 + Number(minutes)) * minute;
  const midnight = Math.floor(wallTimeOf(after, timezone) / day) * day;
  for (const days of [0, 1]) {
    const found = instantsOf(midnight + days * day + time, timezone).find((at) => at > after);
    if (found !== undefined) return found;
  }
  // Both of today's were there already, and tomorrow has none that is later: it cannot be.
  return after + day;
}

/** Ascending: one; two where the clock is put back over it. */
function instantsOf(wallTime: number, timezone: string): number[] {
  for (let skipped = 0; skipped <= 180; skipped += 1) {
    const first = instantOf(wallTime + skipped * minute, timezone);
    if (first === undefined) continue;
    const again = [30, 60].map((minutes) => first + minutes * minute);
    return [first, ...again.filter((at) => wallTimeOf(at, timezone) === wallTime)];
  }
  return [];
}
