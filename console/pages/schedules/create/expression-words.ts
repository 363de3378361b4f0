/** A schedule's expression as people say it: `every day at 03:00`. */
export function expressionInWords(expression: string): string {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return rate[1] === '1' ? `every ${rate[2]}` : `every ${rate[1]} ${rate[2]}s`;
  const once = /^at\((.+)T(.+)\)$/.exec(expression);
  if (once) return `once, on ${once[1]} at ${once[2]}`;
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  return fields?.length === 6 ? cronInWords(fields) : expression;
}

const any = ['*', '?'];

function cronInWords(fields: readonly string[]): string {
  const [minutes = '', hours = '', days = '', months = '', weekdays = '', years = ''] = fields;
  const isEveryDay = any.includes(days) && any.includes(weekdays);
  const rest = [
    any.includes(days) ? '' : `on ${daysInWords(days)} of the month`,
    any.includes(weekdays) ? '' : `on ${weekdaysInWords(weekdays)}`,
    any.includes(months) ? '' : `in ${listInWords(months, monthName)}`,
    any.includes(years) ? '' : `in ${listInWords(years)}`,
  ].filter((part) => part !== '');
  const time = timeInWords(minutes, hours);
  const isOnce = /^[\d,]+$/.test(hours) && /^\d+$/.test(minutes);
  return [isEveryDay && isOnce ? 'every day' : '', ...rest, time]
    .filter((part) => part !== '')
    .join(' ');
}

function timeInWords(minutes: string, hours: string): string {
  if (/^\d+$/.test(minutes) && /^[\d,]+$/.test(hours)) {
    const times = hours.split(',').map((hour) => `${twoDigits(hour)}:${twoDigits(minutes)}`);
    return `at ${joined(times)}`;
  }
  const step = /^(?:\*|0)\/(\d+)$/.exec(minutes)?.[1];
  const minute = any.includes(minutes)
    ? 'every minute'
    : step === undefined
      ? `at minute ${listInWords(minutes)}`
      : `every ${step} minutes`;
  const everyHours = /^(?:\*|0)\/(\d+)$/.exec(hours)?.[1];
  if (everyHours !== undefined) return `${minute} of every ${everyHours} hours`;
  return any.includes(hours)
    ? `${minute}${any.includes(minutes) || step !== undefined ? '' : ' of every hour'}`
    : `${minute} in the hours ${listInWords(hours)}`;
}

function daysInWords(days: string): string {
  if (days === 'L') return 'the last day';
  if (days === 'LW') return 'the last weekday';
  if (/^\d+W$/.test(days)) return `the weekday nearest to day ${days.slice(0, -1)}`;
  return `day ${listInWords(days)}`;
}

const weekdayNames = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const monthNames =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

function weekdaysInWords(text: string): string {
  const nth = /^(.+)#(\d)$/.exec(text);
  if (nth)
    return `the ${['1st', '2nd', '3rd', '4th', '5th'][Number(nth[2]) - 1]} ${weekdayName(nth[1]!)}`;
  if (/^\dL$/.test(text)) return `the last ${weekdayName(text[0]!)} of the month`;
  return listInWords(text === 'L' ? 'SAT' : text, weekdayName);
}

/** EventBridge counts from Sunday as 1. */
function weekdayName(text: string): string {
  const index = /^\d$/.test(text) ? Number(text) - 1 : nameIndex(weekdayNames, text);
  return weekdayNames[index] ?? text;
}

function monthName(text: string): string {
  const index = /^\d+$/.test(text) ? Number(text) - 1 : nameIndex(monthNames, text);
  return monthNames[index] ?? text;
}

function nameIndex(names: readonly string[], text: string): number {
  return names.findIndex((name) => name.slice(0, 3).toUpperCase() === text.toUpperCase());
}

/** `1,3` as `1 and 3`, `MON-FRI` as `Monday to Friday`, `0/6` as `0 and every 6 after it`. */
function listInWords(text: string, nameOf: (part: string) => string = (part) => part): string {
  return joined(
    text.split(',').map((part) => {
      const [span = '', step] = part.split('/');
      const words = span.split('-').map(nameOf).join(' to ');
      return step === undefined ? words : `${words} and every ${step} after it`;
    }),
  );
}

function joined(parts: readonly string[]): string {
  return parts.length < 2
    ? (parts[0] ?? '')
    : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function twoDigits(text: string): string {
  return text.padStart(2, '0');
}
