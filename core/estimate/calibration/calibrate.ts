import type { Coefficients } from '../priors/coefficients.ts';
import type { EpochsRun } from '../expected-epochs.ts';
import { median } from '../median.ts';

/** A finished training job of the same template on the same accelerator. */
export interface Observation {
  /** Inputs x epochs that were really run, at the template's default size. */
  readonly inputEpochs: number;
  /** What it really took. */
  readonly seconds: number;
  /** Part of its estimate that no other job shares: bringing its own inputs. */
  readonly transferSeconds?: number;
  /** Absent: of an earlier release, or without epochs that are compared. */
  readonly epochs?: EpochsRun;
}

/**
 * Two runs of the same job differ by about 8 %: no number of jobs makes an estimate surer than
 * that.
 */
const repeatLogSd = 0.08;

/**
 * Fits A and B to what jobs took: both are scaled by the median of actual / estimated, moved
 * towards 1 by n / (n + 1), so that one odd job does not decide. A median does not see a single
 * outlier. Without jobs the prior comes back.
 */
export function calibrate(prior: Coefficients, observations: readonly Observation[]): Coefficients {
  const logRatios = observations
    .filter(({ inputEpochs, seconds }) => inputEpochs >= 0 && seconds > 0)
    .map((job) => Math.log(job.seconds / expectedSeconds(prior, job)))
    .filter(Number.isFinite);
  const count = logRatios.length;
  if (count === 0) return prior;
  const factor = Math.exp(median(logRatios) * (count / (count + 1)));
  return {
    ...scaled(prior, factor),
    logSd: Math.hypot(prior.logSd / Math.sqrt(count + 1), repeatLogSd),
    source: `calibrated (${count} ${count === 1 ? 'job' : 'jobs'})`,
    derivation: `${prior.derivation}, x ${factor.toFixed(2)} by ${count} finished`,
  };
}

function expectedSeconds(prior: Coefficients, { inputEpochs, transferSeconds = 0 }: Observation) {
  return prior.secondsPerInput * inputEpochs + prior.fixedSeconds + transferSeconds;
}

function scaled(prior: Coefficients, factor: number): Coefficients {
  return {
    ...prior,
    secondsPerInput: prior.secondsPerInput * factor,
    fixedSeconds: prior.fixedSeconds * factor,
    secondsPerUnit: prior.secondsPerUnit * factor,
    minSecondsPerInput: prior.minSecondsPerInput * factor,
  };
}
