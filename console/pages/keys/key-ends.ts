/** How long a new key lives: days; undefined: until it is ended. */
export const lifetimes: readonly { readonly name: string; readonly days?: number }[] = [
  { name: '30 days', days: 30 },
  { name: '90 days', days: 90 },
  { name: 'A year', days: 365 },
  { name: 'No end' },
];

/** @param now milliseconds @returns ISO 8601 */
export function endAfter(days: number, now: number): string {
  return new Date(now + days * 86_400_000).toISOString();
}

/** Whether a key still opens anything. */
export function isExpired(expiresAt: string | undefined, now: number): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= now;
}
