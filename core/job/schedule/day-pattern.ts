const day = 86_400_000;

/** Days of a month by their numbers, or as `L`, `LW` or `15W`; of a week, or as `6L` or `6#3`. */
export type Days = readonly number[] | string;

/** Tells whether a day, at midnight of UTC, is one of these. Weekdays are 1, Sunday, to 7. */
export function dayPattern(days: Days, of: 'month' | 'week'): (at: Date) => boolean {
  if (typeof days !== 'string')
    return (at) => days.includes(of === 'month' ? at.getUTCDate() : weekdayOf(at));
  if (of === 'month') return (at) => at.getUTCDate() === specialDay(days, at);
  const [, weekday = '', place] = /^([1-7])(?:L|#([1-5]))$/.exec(days) ?? [];
  return (at) =>
    weekdayOf(at) === Number(weekday) &&
    (place === undefined
      ? at.getUTCDate() > lengthOf(at) - 7
      : Math.ceil(at.getUTCDate() / 7) === Number(place));
}

/** The day of its month that the form means; undefined where the month has none. */
function specialDay(form: string, at: Date): number | undefined {
  const last = lengthOf(at);
  if (form === 'L') return last;
  if (form === 'LW') return nearestWorkday(last, at);
  const wanted = Number(form.slice(0, -1));
  return wanted > last ? undefined : nearestWorkday(wanted, at);
}

/** Monday to Friday, nearest to a day and in the same month. */
function nearestWorkday(wanted: number, at: Date): number {
  const weekday = weekdayOf(new Date(at.getTime() + (wanted - at.getUTCDate()) * day));
  if (weekday === 7) return wanted > 1 ? wanted - 1 : wanted + 2;
  if (weekday === 1) return wanted < lengthOf(at) ? wanted + 1 : wanted - 2;
  return wanted;
}

const weekdayOf = (at: Date): number => at.getUTCDay() + 1;

/** How many days its month has. */
const lengthOf = (at: Date): number =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
