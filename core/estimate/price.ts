import { assertCount, roundHalfEven } from './formula.ts';

/** Clarifai's published price: $4 per hour. */
export const defaultMicrosPerHour = 4_000_000;

const secondsPerHour = 3600n;

/**
 * What `seconds` cost, in millionths of a dollar: integers throughout, so that no sum drifts. A half goes to the even
 * neighbour: over many jobs neither side gains, and one amount is off by half a micro-dollar at most.
 */
export function amountMicros(seconds: number, microsPerHour: number): number {
  assertCount('The number of seconds', seconds);
  assertCount('The price per hour in micro-dollars', microsPerHour);
  const total = BigInt(seconds) * BigInt(microsPerHour);
  const [whole, rest] = [total / secondsPerHour, total % secondsPerHour];
  const isUp = rest * 2n > secondsPerHour || (rest * 2n === secondsPerHour && whole % 2n === 1n);
  const amount = Number(isUp ? whole + 1n : whole);
  assertCount('The amount in micro-dollars', amount);
  return amount;
}

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

/** `$0.34`; an amount below one cent keeps its micro-dollars (`$0.004444`), so that it never reads as free. */
export function formatDollars(micros: number): string {
  const sign = micros < 0 ? '-' : '';
  const size = Math.abs(micros);
  if (size > 0 && size < 10_000) return `${sign}$0.${String(size).padStart(6, '0')}`;
  const cents = roundHalfEven(size / 10_000);
  return `${sign}$${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
