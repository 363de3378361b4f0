import { fail } from '../../errors.ts';
import type { Days } from './day-pattern.ts';
import { dayPattern } from './day-pattern.ts';
import { nextMatch } from './next-match.ts';

/** A schedule's expression, read. */
export type ScheduleExpression =
  | { readonly everyMilliseconds: number }
  /** The next wall time (see `wallTimeOf`) behind the given one that the pattern means. */
  | { readonly nextWallTime: (after: number) => number | undefined };

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
  /** Forms beside numbers, ranges, lists and steps. */
  readonly special?: RegExp;
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const fields: readonly Field[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  { name: 'day of month', least: 1, most: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', least: 1, most: 12, words: months },
  { name: 'day of week', least: 1, most: 7, words: days, special: /^(\?|L|[1-7]L|[1-7]#[1-5])$/ },
  { name: 'year', least: 1970, most: 2199 },
];

const units: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * Reads `rate(1 day)`, `cron(0 3 * * ? *)` or `at(2027-01-31T03:00:00)`: EventBridge Scheduler's
 * own language, but for `L-3`, days before the end of a month.
 * @throws DeeptuneError invalid-request that shows the expression, what is wrong and what would
 *   be right
 */
export function parseExpression(expression: string): ScheduleExpression {
  const rate = /^rate\(([1-9]\d{0,5}) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return { everyMilliseconds: Number(rate[1]) * (units[rate[2] ?? ''] ?? 0) };
  const once = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression)?.[1];
  if (once !== undefined && !Number.isNaN(Date.parse(`${once}Z`))) {
    const at = Date.parse(`${once}Z`);
    return { nextWallTime: (after) => (at > after ? at : undefined) };
  }
  const cron = /^cron\((.*)\)$/.exec(expression)?.[1];
  if (cron === undefined) throw refusal(expression, 'it is neither rate(…), cron(…) nor at(…)');
  return { nextWallTime: readCron(expression, cron) };
}

function readCron(expression: string, text: string): (after: number) => number | undefined {
  const parts = text.split(' ');
  if (parts.length !== fields.length) {
    throw refusal(expression, `cron has six fields, these are ${parts.length}`);
  }
  if ((parts[2] === '?') === (parts[4] === '?')) {
    throw refusal(expression, 'exactly one of day of month and day of week must be ?');
  }
  const [minutes, hours, days, months, weekdays, years] = fields.map((field, n) =>
    valuesOf(field, parts[n] ?? '', expression),
  ) as [number[], number[], Days, number[], Days, number[]];
  const [isInMonth, isInWeek] = [dayPattern(days, 'month'), dayPattern(weekdays, 'week')];
  const isDay = (day: Date) => isInMonth(day) && isInWeek(day);
  return nextMatch({ minutes, hours, isDay, months: new Set(months), years: new Set(years) });
}

/** The values that one field means, ascending; of days a special form as it stands. */
function valuesOf(field: Field, text: string, expression: string): Days {
  if (text === '?') return range(field.least, field.most);
  // The last day of a week is Saturday.
  if (text === 'L' && field.name === 'day of week') return [7];
  if (field.special?.test(text)) return text;
  const values = text.split(',').flatMap((part) => {
    const match = /^(\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    const [, whole = '', first, last, step] = match ?? [];
    const isGood =
      match !== null &&
      (whole === '*' || isRange(field, first ?? '', last ?? first ?? '')) &&
      (step === undefined || (Number(step) >= 1 && Number(step) <= field.most));
    if (!isGood)
      throw refusal(expression, `${part} is no ${field.name}, ${field.least} to ${field.most}`);
    if (whole === '*') return range(field.least, field.most, Number(step ?? 1));
    const from = valueOf(field, first ?? '');
    // A step without an end goes on to the last value: `0/15` is `0-59/15`.
    const open = step === undefined ? from : field.most;
    return range(from, last === undefined ? open : valueOf(field, last), Number(step ?? 1));
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

function range(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => from + n * step);
}

function isRange(field: Field, first: string, last: string): boolean {
  const [from, to] = [valueOf(field, first), valueOf(field, last)];
  return from >= field.least && to <= field.most && from <= to;
}

function valueOf({ words, least }: Field, text: string): number {
  const word = words?.indexOf(text) ?? -1;
  if (word >= 0) return word + least;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

function refusal(expression: string, problem: string): Error {
  const right = 'right are rate(1 day), cron(0 3 * * ? *), cron(0 3 ? * MON-FRI *)';
  return fail(
    'invalidRequest',
    `${JSON.stringify(expression)} is not a valid schedule: ${problem}; ${right}`,
  );
}
