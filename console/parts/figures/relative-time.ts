const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** Up to how many seconds a unit is used, and how many seconds it has. */
const units: readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [90, 'second', 1],
  [90 * 60, 'minute', 60],
  [36 * 3600, 'hour', 3600],
  [45 * 86_400, 'day', 86_400],
  [550 * 86_400, 'month', 30.44 * 86_400],
  [Infinity, 'year', 365.25 * 86_400],
];

/**
 * `3 minutes ago`, `in 2 days`, `now`.
 * @param at ISO 8601; another text is answered as it is
 * @param now milliseconds since 1970
 */
export function relativeTime(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  if (Number.isNaN(seconds)) return at;
  const size = Math.abs(seconds);
  const [, unit, length] = units.find(([limit]) => size < limit)!;
  return words.format(Math.round(seconds / length), unit);
}
