import { fail } from './errors.ts';
import { dollars, shownStep } from './words.ts';

const secondsPerHour = 3600n;

/**
 * What `seconds` cost, in millionths of a dollar: integers throughout, so that no sum drifts. A
 * half goes to the even neighbour: over many jobs neither side gains, and one amount is off by half
 * a micro-dollar at most.
 */
export function amountMicros(seconds: number, microsPerHour: number): number {
  assertCount('The number of seconds', seconds);
  assertCount('The price per hour in micro-dollars', microsPerHour);
  return quotient(BigInt(seconds) * BigInt(microsPerHour), secondsPerHour);
}

/** The part of an amount that `part` of `whole` (both of one unit) come to, rounded as above. */
export function shareMicros(micros: number, part: number, whole: number): number {
  for (const value of [micros, part, whole]) assertCount('What an amount is shared by', value);
  return whole === 0 ? 0 : quotient(BigInt(micros) * BigInt(part), BigInt(whole));
}

function quotient(total: bigint, by: bigint): number {
  const [whole, rest] = [total / by, total % by];
  const isUp = rest * 2n > by || (rest * 2n === by && whole % 2n === 1n);
  const amount = Number(isUp ? whole + 1n : whole);
  assertCount('The amount in micro-dollars', amount);
  return amount;
}

/**
 * `$0.34`, below ten cents `$0.012`, as `dollars` has it; an amount below one cent keeps its
 * micro-dollars (`$0.004444`), so that it never reads as free.
 */
export function formatDollars(micros: number): string {
  const sign = micros < 0 ? '-' : '';
  const size = Math.abs(micros);
  if (size > 0 && size < 10_000) return `${sign}$0.${String(size).padStart(6, '0')}`;
  if (size < 100_000) return dollars(micros);
  const cents = roundHalfEven(size / 10_000);
  return `${sign}$${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

/**
 * Of an amount that nothing is above: rounded up where `formatDollars` rounds, so that what is read
 * is never below it.
 */
export function formatDollarsUp(micros: number): string {
  const step = stepOf(micros);
  return formatDollars(Math.ceil(micros / step) * step);
}

/** Of what is left: rounded down, so that never more is read than there is. */
export function formatDollarsDown(micros: number): string {
  const step = stepOf(micros);
  return formatDollars(Math.floor(micros / step) * step);
}

/** Below a cent every micro-dollar is shown. */
function stepOf(micros: number): number {
  return Math.abs(micros) < 10_000 ? 1 : shownStep(micros);
}

/** Python's `round`: a half goes to the even neighbour. Clarifai's estimate is rounded so. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  // + 0 turns -0 into 0, which JSON and humans would otherwise see as a different number.
  return (floor % 2 === 0 ? floor : floor + 1) + 0;
}

/**
 * Raises `invalid-request` unless `value` is an integer of at least 0 that a double holds exactly.
 */
export function assertCount(what: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw fail('invalidRequest', `${what} must be a whole number of at least 0, not ${value}`);
}
