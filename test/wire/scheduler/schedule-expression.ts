import { WireError } from '../protocol/wire.ts';

const months = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const days = 'SUN|MON|TUE|WED|THU|FRI|SAT';

interface Field {
  readonly least: number;
  readonly most: number;
  readonly words?: string;
  /** Forms beside numbers, ranges, lists and steps. */
  readonly special?: RegExp;
}

const fields: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31, special: /^(\?|L|L-\d+|LW|\d+W)$/ },
  { least: 1, most: 12, words: months },
  { least: 1, most: 7, words: days, special: /^(\?|L|[1-7]L|[1-7]#[1-5])$/ },
  { least: 1970, most: 2199 },
];

/** Refuses what EventBridge Scheduler's documentation does not allow as `rate(…)` or `cron(…)`. */
export function checkExpression(expression: string): void {
  const isRate = /^rate\([1-9]\d* (minute|minutes|hour|hours|day|days)\)$/.test(expression);
  const parts = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  if (!isRate && !isCron(parts)) {
    throw new WireError('ValidationException', `Invalid Schedule Expression ${expression}.`);
  }
}

/** Refuses a name that is in no time zone database. */
export function checkTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw new WireError('ValidationException', `Invalid timezone ${timezone}.`);
  }
}

function isCron(parts: readonly string[]): boolean {
  if (parts.length !== fields.length) return false;
  const areGood = fields.every((field, n) => isField(field, parts[n] ?? ''));
  // Exactly one of day-of-month and day-of-week says when; the other is a question mark.
  return areGood && (parts[2] === '?') !== (parts[4] === '?');
}

function isField(field: Field, text: string): boolean {
  if (field.special?.test(text)) return true;
  return text.split(',').every((part) => {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (step !== undefined && Number(step) < 1) return false;
    return range === '*' || range.split('-').every((value) => isValue(field, value));
  });
}

function isValue({ least, most, words }: Field, value: string): boolean {
  if (words && new RegExp(`^(${words})$`).test(value)) return true;
  return /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}
