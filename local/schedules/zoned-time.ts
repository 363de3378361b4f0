const day = 24 * 3600 * 1_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** True for a name of the time zone database: `Europe/Berlin`, `UTC`. */
export function isTimezone(timezone: string): boolean {
  try {
    // An offset such as `+01:00` is none, though Intl takes it.
    return /^[A-Za-z]/.test(timezone) && formatOf(timezone) !== undefined;
  } catch {
    return false;
  }
}

/** What the clock on the wall shows at an instant, as the milliseconds at which a clock in UTC shows the same. */
export function wallTimeOf(instant: number, timezone: string): number {
  const parts = formatOf(timezone).formatToParts(instant);
  const value = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const [year, month, date] = [value('year'), value('month'), value('day')];
  return Date.UTC(year, month - 1, date, value('hour'), value('minute'), value('second'));
}

/** The first instant at which the clock on the wall shows this; undefined where it never does, as it is put forward over it. */
export function instantOf(wallTime: number, timezone: string): number | undefined {
  const offsets = [-day, day].map((away) => offsetAt(wallTime + away, timezone));
  const instants = offsets.map((offset) => wallTime - offset).sort((a, b) => a - b);
  return instants.find((instant) => wallTimeOf(instant, timezone) === wallTime);
}

function offsetAt(instant: number, timezone: string): number {
  return wallTimeOf(instant, timezone) - Math.floor(instant / 1_000) * 1_000;
}

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const two = '2-digit';
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  });
  formats.set(timezone, format);
  return format;
}
