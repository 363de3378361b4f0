import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../../../../core/estimate/median.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import { root } from '../paths.ts';
import type { RunRecord } from '../records/records.ts';
import { cellOf } from './prediction.ts';
import type { Predictor } from './prediction.ts';

/** What the estimator before this one said of a configuration to an account without jobs. */
export interface ReleasedEstimate {
  /** Epochs that it expected. */
  readonly epochs: number;
  /** Its A x the configuration's inputs, at its size and with its frozen layers. */
  readonly perEpochSeconds: number;
  /** Its B. */
  readonly fixedSeconds: number;
}

/** By configuration; computed once with the released code (docs/decisions/0059). */
export function releasedEstimates(): Readonly<Record<string, ReleasedEstimate>> {
  const text = readFileSync(join(root, 'test/bench/estimator/released.json'), 'utf8');
  return JSON.parse(text) as Record<string, ReleasedEstimate>;
}

/**
 * The estimator of the release before: its priors for two CPU cores, scaled by one factor per
 * template, the median of actual / estimated moved towards 1 by n / (n + 1). It tells nothing of
 * the steps alone.
 */
export function releasedEstimator(
  runs: readonly RunRecord[],
  estimates = releasedEstimates(),
): Predictor {
  const configurations = new Map(
    runs.map(({ graded, configurationId }) => [graded.jobId, configurationId]),
  );
  const secondsOf = (job: GradedEstimate, epochs?: number) => {
    const known = estimates[configurations.get(job.jobId) ?? ''];
    return known && known.perEpochSeconds * (epochs ?? known.epochs) + known.fixedSeconds;
  };
  return (measure, target, history) => {
    const prior = secondsOf(target);
    if (measure === 'steps' || prior === undefined) return undefined;
    const logRatios = history
      .filter((job) => cellOf(job) === cellOf(target))
      .flatMap((job) => {
        const said = secondsOf(job, job.epochs);
        return said === undefined ? [] : [Math.log(job.seconds / said)];
      });
    const count = logRatios.length;
    const factor = count === 0 ? 1 : Math.exp((median(logRatios) * count) / (count + 1));
    return { seconds: Math.round(prior * factor) };
  };
}
