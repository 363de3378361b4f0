import { maxJobRuntimeSeconds } from '../ports/jobs.ts';

/** A job that starts slowly must not be cut off while it starts. */
export const minStopSeconds = 900;
/** Three times the median: with the prior's spread (0.42 in logs) 1 job of 200 takes longer. */
export const stopFactor = 3;

/**
 * Stopping condition of a job that should run `seconds`: of its phases, those that `isStoppable`
 * says. @param maxSeconds what is allowed
 */
export function maxRuntimeSecondsOf(seconds: number, maxSeconds = maxJobRuntimeSeconds): number {
  return Math.min(maxSeconds, Math.max(minStopSeconds, Math.ceil(stopFactor * seconds)));
}
