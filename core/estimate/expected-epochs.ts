import { median } from './median.ts';

/** How a finished training with early stopping ended. */
export interface EpochsRun {
  readonly planned: number;
  readonly patience: number;
  /** Epochs that were run. */
  readonly run: number;
}

/**
 * Share of the epochs with a better one among them, before patience begins to run out. With one
 * half the median of actual / expected is 1.0 over the curves of 28 trainings of our own templates
 * on the demo's data (5 to 60 epochs, patience 5 and 10; half of the ratios lie between 0.6 and
 * 1.1): docs/decisions/0023.
 */
export const improvingShare = 0.5;

export interface ExpectedEpochs {
  /** A whole number of at least 1 and at most those asked for. */
  readonly epochs: number;
  /** What the prior was multiplied with, and how many finished trainings said so. */
  readonly factor: number;
  readonly jobs: number;
  /** How far the epochs that run may be from `epochs`; absent: all of them run. */
  readonly spread?: EpochsSpread;
}

/** Spread of the epochs that are run around those that are expected. */
export interface EpochsSpread {
  /** Standard deviation of log(run / expected). */
  readonly logSd: number;
  /** All epochs over the expected ones: no more are run. */
  readonly most: number;
}

/**
 * Epochs that a training should run: all of them without patience (0); else until it has waited for
 * a better one in vain. Corrected by the median of actual / expected of the account's own
 * trainings, moved towards 1 by n / (n + 1): one odd training does not decide.
 */
export function expectedEpochs(
  { planned, patience }: Omit<EpochsRun, 'run'>,
  observed: readonly EpochsRun[] = [],
): ExpectedEpochs {
  if (patience === 0) return { epochs: planned, factor: 1, jobs: 0 };
  const logRatios = observed
    .filter((job) => job.patience > 0 && job.run > 0)
    .map((job) => Math.log(job.run / priorEpochs(job)));
  const jobs = logRatios.length;
  const factor = jobs === 0 ? 1 : Math.exp(median(logRatios) * (jobs / (jobs + 1)));
  const min = Math.min(planned, patience + 1);
  const expected = Math.round(priorEpochs({ planned, patience }) * factor);
  const epochs = Math.min(planned, Math.max(min, expected));
  return { epochs, factor, jobs, spread: spreadOf(logRatios, planned / epochs) };
}

/**
 * Half of the 28 curves of `improvingShare` lie between 0.6 and 1.1 of what is expected: a standard
 * deviation of log(1.1 / 0.6) / 1.35 = 0.45. Counted as four trainings beside the account's own.
 */
const [priorLogSd, priorJobs] = [0.45, 4];

function spreadOf(logRatios: readonly number[], most: number): EpochsSpread {
  const middle = logRatios.length === 0 ? 0 : median(logRatios);
  const squares = logRatios.reduce((sum, ratio) => sum + (ratio - middle) ** 2, 0);
  const variance = (priorJobs * priorLogSd ** 2 + squares) / (priorJobs + logRatios.length);
  return { logSd: Math.sqrt(variance), most };
}

/** Epochs with a better one among them, and those that wait for the next. */
function priorEpochs({ planned, patience }: Omit<EpochsRun, 'run'>): number {
  return Math.min(planned, improvingShare * planned + patience);
}
