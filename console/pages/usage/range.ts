/** What of the usage is looked at: a month of the bill, or days in UTC, the last one included. */
export interface Range {
  /** `2026-11`; not looked at where days are named. */
  readonly period: string;
  /** `2026-11-03`; empty: the month. */
  readonly from: string;
  readonly to: string;
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const maxDays = 366;

/** True where days are named rather than a month. */
export function isOfDays({ from, to }: Range): boolean {
  return from !== '' || to !== '';
}

/** Why the days are none that can be looked at; undefined: they can. */
export function rangeFault(range: Range): string | undefined {
  const { from, to } = range;
  if (!isOfDays(range)) return undefined;
  if (!dayPattern.test(from) || !dayPattern.test(to)) return 'Choose the first and the last day.';
  if (from > to) return `The first day, ${from}, is after the last one, ${to}.`;
  if (daysOf(range).length > maxDays) return `At most ${maxDays} days can be looked at.`;
  return undefined;
}

/** Every day that is looked at. */
export function daysOf(range: Range): readonly string[] {
  const { period, from, to } = isOfDays(range) ? range : monthOf(range.period);
  const first = Date.parse(`${from}T00:00:00Z`);
  const last = Date.parse(`${to}T00:00:00Z`);
  if (Number.isNaN(first) || Number.isNaN(last)) return [period];
  const count = Math.min(maxDays + 1, Math.round((last - first) / dayLength) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, at) => dayAt(first + at * dayLength));
}

const dayLength = 86_400_000;
const dayAt = (time: number) => new Date(time).toISOString().slice(0, 10);

function monthOf(period: string): Range {
  const [year = 0, month = 0] = period.split('-').map(Number);
  const last = new Date(Date.UTC(year, month, 0));
  const to = Number.isNaN(last.getTime()) ? '' : last.toISOString().slice(0, 10);
  return { period, from: `${period}-01`, to };
}

/**
 * The months of the bill that hold what was settled on these days: a job is of the month that it
 * was asked for in, and may have ended in the next one.
 */
export function periodsOf(range: Range): readonly string[] {
  if (!isOfDays(range)) return [range.period];
  const [year = 0, month = 0] = range.from.split('-').map(Number);
  const before = dayAt(Date.UTC(year, month - 2, 1)).slice(0, 7);
  return [...new Set([before, ...daysOf(range).map((day) => day.slice(0, 7))])];
}
