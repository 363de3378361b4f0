import { fail } from '../errors.ts';

/** Clarifai's published price: $4 per hour. */
export const defaultMicrosPerHour = 4_000_000;

/** Clarifai's console shows an estimate floored to steps of 15 minutes. */
export function displaySeconds(seconds: number): number {
  return Math.floor(seconds / 900) * 900;
}

/** `5 min 8 s`, `1 h 15 min`, `5 d`, `0 s`: exact, units that are zero left out. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return shown.length === 0 ? '0 s' : shown.join(' ');
}

/** Four significant digits: `0.00065`, `5.482`. */
export function fourDigits(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Ten thousand years: what is longer has no price that is exact in micro-dollars. */
const longestSeconds = 10_000 * 365 * 86_400;

/** @throws DeeptuneError invalid-request for a time that nobody could mean, or that overflowed */
export function assertPriceable(seconds: number): void {
  if (seconds <= longestSeconds) return;
  const years = seconds < Infinity ? `${(seconds / 31_536_000).toPrecision(2)} years` : 'for ever';
  throw fail(
    'invalidRequest',
    `It would take ${years}, and what takes more than 10,000 years has no price: ask for fewer inputs, epochs or items per epoch, or smaller inputs`,
  );
}
