import { Temporal } from 'temporal-polyfill';

/** True for a name of the time zone database: `Europe/Berlin`, `UTC`. */
export function isTimezone(timezone: string): boolean {
  // An offset such as `+01:00` is none, though Temporal takes it.
  if (!/^[A-Za-z]/.test(timezone)) return false;
  try {
    return zoned(0, timezone) !== undefined;
  } catch {
    return false;
  }
}

/**
 * What the clock on the wall shows at an instant, in whole seconds, as the milliseconds at which a
 * clock in UTC shows the same.
 */
export function wallTimeOf(instant: number, timezone: string): number {
  const wallTime = zoned(instant, timezone).toPlainDateTime();
  const seconds = wallTime.round({ smallestUnit: 'second', roundingMode: 'floor' });
  return seconds.toZonedDateTime('UTC').epochMilliseconds;
}

/**
 * The first instant at which the clock on the wall shows this; undefined where it never does, as it
 * is put forward over it.
 */
export function instantOf(wallTime: number, timezone: string): number | undefined {
  const wanted = zoned(wallTime, 'UTC').toPlainDateTime();
  const earlier = wanted.toZonedDateTime(timezone, { disambiguation: 'earlier' });
  return earlier.toPlainDateTime().equals(wanted) ? earlier.epochMilliseconds : undefined;
}

function zoned(instant: number, timezone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone);
}
