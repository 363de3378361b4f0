/** What a cron expression means. Minutes and hours ascend; months are 1 to 12. */
export interface CronPattern {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Of a day at midnight. */
  readonly isDay: (day: Date) => boolean;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
}

const minute = 60_000;
const day = 86_400_000;

/**
 * @returns what tells the first wall time (see `wallTimeOf`) behind another that the pattern means,
 *   undefined where there is none any more
 */
export function nextMatch(pattern: CronPattern): (after: number) => number | undefined {
  const { minutes, hours, isDay, months, years } = pattern;
  const lastYear = Math.max(...years);
  return (after) => {
    const from = Math.floor(after / minute + 1) * minute;
    let at = new Date(Math.floor(from / day) * day);
    while (at.getUTCFullYear() <= lastYear) {
      const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
      if (!years.has(year)) at = new Date(Date.UTC(year + 1, 0));
      else if (!months.has(month + 1)) at = new Date(Date.UTC(year, month + 1));
      else {
        const time = isDay(at) ? timeOf(at.getTime(), from) : undefined;
        if (time !== undefined) return time;
        at = new Date(at.getTime() + day);
      }
    }
    return undefined;
  };

  function timeOf(midnight: number, from: number): number | undefined {
    for (const hour of hours)
      for (const each of minutes) {
        const time = midnight + (hour * 60 + each) * minute;
        if (time >= from) return time;
      }
    return undefined;
  }
}
