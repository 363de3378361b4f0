/* The months of the bill, which are in UTC. */

/** `November 2026`; what is no month is shown as it is: the service refuses it. */
export function monthName(period: string): string {
  const date = new Date(`${period}-01T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return period;
  return date.toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** The months that can be looked at, newest first. @param now ISO 8601 */
export function periodsUntil(now: string, count = 24): readonly string[] {
  const [year, month] = [Number(now.slice(0, 4)), Number(now.slice(5, 7)) - 1];
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(year, month - at, 1)).toISOString().slice(0, 7),
  );
}
