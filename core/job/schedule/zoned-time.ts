/** True for a name of the time zone database: `Europe/Berlin`, `UTC`. */
export function isTimezone(timezone: string): boolean {
  // An offset such as `+01:00` is none, though formatters take it.
  if (!/^[A-Za-z]/.test(timezone)) return false;
  try {
    return formatterOf(timezone) !== undefined;
  } catch {
    return false;
  }
}

/**
 * What the clock on the wall shows at an instant, in whole seconds, as the milliseconds at which a
 * clock in UTC shows the same.
 * @throws RangeError for a time zone that is not known
 */
export function wallTimeOf(instant: number, timezone: string): number {
  const parts = formatterOf(timezone).formatToParts(Math.floor(instant / 1000) * 1000);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value);
  const [year, month, day] = [part('year'), part('month') - 1, part('day')];
  return Date.UTC(year, month, day, part('hour'), part('minute'), part('second'));
}

const day = 86_400_000;

/**
 * The first instant at which the clock on the wall shows this; undefined where it never does, as it
 * is put forward over it. @throws RangeError as `wallTimeOf`
 */
export function instantOf(wallTime: number, timezone: string): number | undefined {
  // The clock is ahead of UTC by as much as a day before, or as a day after: between both lies one
  // change at most.
  const candidates = [wallTime - day, wallTime + day].map(
    (near) => wallTime - (wallTimeOf(near, timezone) - near),
  );
  const instants = candidates.filter((instant) => wallTimeOf(instant, timezone) === wallTime);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** Making one takes longer than using it a hundred times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const digits = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-US', {
    ...{ ...digits, ...clock, hourCycle: 'h23', timeZone },
    calendar: 'iso8601',
  });
  formatters.set(timeZone, made);
  return made;
}
