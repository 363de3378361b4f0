import type { Retrier } from './asl-definition.ts';

/** A state failed: `error` is the name that Retry and Catch look for. */
export class StateError extends Error {
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.name = 'StateError';
    this.error = error;
    this.cause = cause;
  }
}

/** The execution was stopped or the interpreter closed: nothing more may be run or recorded. */
export class InterruptedError extends Error {
  constructor() {
    super('the execution goes no further here');
    this.name = 'InterruptedError';
  }
}

/** Errors that `States.ALL` does not stand for: nothing in the definition can handle them. */
const terminal = ['States.Runtime', 'States.DataLimitExceeded'];

/** True where a Retry or Catch with these names is meant for this error. */
export function matchesError(names: readonly string[], error: string): boolean {
  if (names.includes(error)) return error !== 'States.Runtime';
  if (terminal.includes(error)) return false;
  if (names.includes('States.ALL')) return true;
  return names.includes('States.TaskFailed') && error !== 'States.Timeout';
}

/**
 * Pause before a retry, milliseconds.
 * @param retry 1 for the first retry
 * @param random 0 up to 1
 */
export function retryDelay(retrier: Retrier, retry: number, random: () => number): number {
  const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** (retry - 1);
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Infinity);
  return Math.round(seconds * 1_000 * (retrier.JitterStrategy === 'FULL' ? random() : 1));
}
