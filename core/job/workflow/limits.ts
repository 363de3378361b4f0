import { maxJobRuntimeSeconds } from '../../ports/jobs.ts';

/**
 * Every limit in time that the workflow of a job works with, in one place: a reservation that is
 * admitted cannot outlast its execution.
 */

/**
 * Attempts of one job: spot, spot, then on demand. Each resumes from the checkpoint of the one
 * before, and may run for the reserved time.
 */
export const maxAttempts = 4;

/** Provisioning, image pull, download and upload around the run itself. */
const jobOverheadSeconds = 3600;

/**
 * How long one attempt may take from its start to its end: a spot job may wait for capacity as long
 * as it may run.
 */
export function attemptSeconds(maxRuntimeSeconds: number, usesSpot: boolean): number {
  return spotWaitSeconds(maxRuntimeSeconds, usesSpot) + jobOverheadSeconds;
}

/** SageMaker's `MaxWaitTimeInSeconds`, or the run time alone on demand. */
export function spotWaitSeconds(maxRuntimeSeconds: number, isSpot: boolean): number {
  return isSpot ? 2 * maxRuntimeSeconds : maxRuntimeSeconds;
}

/**
 * The longest pause of a job that waits for a place: a stop is noticed within two minutes. See
 * `pauseSeconds`.
 */
export const maxPauseSeconds = 120;

const secondsPerDay = 86_400;

/**
 * Waits that may be shorter than `maxPauseSeconds`: for when the job is near the head of the queue.
 */
export const spareWaits = 76;

/**
 * Waits until a place is free; after a day, or a little more, the job fails, not charged. Twice as
 * many waits of half the length would not do: with every try of Admit failing, they could pass the
 * 25,000 history events at which Step Functions ends an execution.
 */
export const maxWaits = secondsPerDay / maxPauseSeconds + spareWaits;

/**
 * The longest pause of a job that waits for its dataset version: a stop is noticed within seven
 * minutes.
 */
export const maxDatasetPauseSeconds = 420;

/**
 * Waits of Prepare until its dataset version is frozen, of 1, 2, 4 … 256, then 420 s: an hour and
 * twenty minutes, five tries of a task of 15 minutes. 1,000,000 inputs take minutes. Together with
 * those of Admit they stay below the 25,000 history events.
 */
export const maxDatasetWaits = 20;

/** Time limit of each step that is one call of a function, seconds. */
export const stepSeconds = {
  Decide: 300,
  Prepare: 600,
  Estimate: 60,
  Admit: 60,
  VerifyArtifact: 300,
  Gate: 60,
  Settle: 60,
} as const;

/** How a failed call is tried again, in the words of Amazon States Language. */
export interface Retrier {
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
}

/**
 * Waits of 2, 4, 8, 16, 32, 60 s at most, each drawn anew between 0 and that (full jitter): about
 * two minutes in all.
 */
export const transientRetrier: Retrier = {
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
};

/**
 * Settle is the one step that must not give up early: 10 s doubling to 5 min, 40 times, is about
 * three hours. The reconciler takes over after that.
 */
export const settleRetrier: Retrier = {
  IntervalSeconds: 10,
  MaxAttempts: 40,
  BackoffRate: 2,
  MaxDelaySeconds: 300,
};

/**
 * A function of Lambda cannot run longer: what a call of Train takes at the most before its wait
 * begins.
 */
const maxCallSeconds = 900;

/**
 * Time limit of an execution: everything that it may do, each step at its slowest. Step Functions
 * allows a year.
 */
export const executionSeconds =
  callSeconds(stepSeconds.Decide, transientRetrier) +
  (maxDatasetWaits + 1) *
    (callSeconds(stepSeconds.Prepare, transientRetrier) + maxDatasetPauseSeconds) +
  callSeconds(stepSeconds.Estimate, transientRetrier) +
  (maxWaits + 1) * (callSeconds(stepSeconds.Admit, transientRetrier) + maxPauseSeconds) +
  maxAttempts *
    (attemptSeconds(maxJobRuntimeSeconds, true) + callSeconds(maxCallSeconds, transientRetrier)) +
  callSeconds(stepSeconds.VerifyArtifact, transientRetrier) +
  callSeconds(stepSeconds.Gate, transientRetrier) +
  callSeconds(stepSeconds.Settle, settleRetrier);

/** The longest that a call can take with all of its retries and the pauses between them. */
function callSeconds(timeoutSeconds: number, retrier: Retrier): number {
  let [pause, total] = [retrier.IntervalSeconds, timeoutSeconds];
  for (let attempt = 0; attempt < retrier.MaxAttempts; attempt += 1) {
    total += Math.min(pause, retrier.MaxDelaySeconds) + timeoutSeconds;
    pause *= retrier.BackoffRate;
  }
  return total;
}
