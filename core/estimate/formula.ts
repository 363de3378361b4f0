import { fail } from '../errors.ts';

/** Python's `round`: a half goes to the even neighbour. Clarifai's estimate is rounded so. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  // + 0 turns -0 into 0, which JSON and humans would otherwise see as a different number.
  return (floor % 2 === 0 ? floor : floor + 1) + 0;
}

/** A and B of Clarifai's formula. */
export interface AB {
  /** A: seconds per input and epoch. */
  readonly secondsPerInput: number;
  /** B: seconds that do not depend on the inputs. */
  readonly fixedSeconds: number;
}

export interface Workload {
  readonly coefficients: AB;
  readonly inputCount: number;
  readonly epochs: number;
}

/** `int(round(A * num_inputs * num_epochs + B))`, never below zero. Raises `invalid-request` for a count that is none. */
export function trainingSeconds({ coefficients, inputCount, epochs }: Workload): number {
  assertCount('The number of inputs', inputCount);
  assertCount('The number of epochs', epochs);
  const { secondsPerInput, fixedSeconds } = coefficients;
  const seconds = roundHalfEven(secondsPerInput * inputCount * epochs + fixedSeconds);
  assertCount('The number of seconds', Math.max(0, seconds));
  return Math.max(0, seconds);
}

/** Raises `invalid-request` unless `value` is an integer of at least 0 that a double holds exactly. */
export function assertCount(what: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw fail('invalidRequest', `${what} must be a whole number of at least 0, not ${value}`);
}
