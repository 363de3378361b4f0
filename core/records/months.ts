/* Billing periods in their order: UTC months such as `2026-11`, see `periodOf`. */

/** `2025-12` -> `2026-01`. */
export function monthAfter(period: string): string {
  return shifted(period, 1);
}

/** `2026-01` -> `2025-12`. */
export function monthBefore(period: string): string {
  return shifted(period, -1);
}

/** The last millisecond of a month, ISO 8601. */
export function lastInstantOf(period: string): string {
  return new Date(Date.parse(`${monthAfter(period)}-01T00:00:00.000Z`) - 1).toISOString();
}

function shifted(period: string, months: 1 | -1): string {
  const [year = 0, month = 0] = period.split('-').map(Number);
  const index = 12 * year + (month - 1) + months;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}`;
}
