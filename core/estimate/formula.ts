import { assertCount, roundHalfEven } from '../money.ts';
import { assertPriceable } from './price.ts';

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

/**
 * `int(round(A * num_inputs * num_epochs + B))`, never below zero. Raises `invalid-request` for a
 * count that is none.
 */
export function trainingSeconds({ coefficients, inputCount, epochs }: Workload): number {
  assertCount('The number of inputs', inputCount);
  assertCount('The number of epochs', epochs);
  const { secondsPerInput, fixedSeconds } = coefficients;
  const seconds = roundHalfEven(secondsPerInput * inputCount * epochs + fixedSeconds);
  assertPriceable(seconds);
  return Math.max(0, seconds);
}
