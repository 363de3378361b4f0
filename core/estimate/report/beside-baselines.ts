import type { GradedEstimate } from '../graded/graded-estimate.ts';
import { accuracyOf } from './accuracy.ts';
import type { Accuracy } from './accuracy.ts';
import { baselineNames, baselineSeconds } from './baselines.ts';
import type { BaselineName } from './baselines.ts';
import type { GradedJob } from './graded-jobs.ts';

/** A baseline beside the forecast, both over the jobs that the baseline could forecast. */
export interface BesideBaseline {
  readonly name: BaselineName;
  /** Jobs that it could forecast. */
  readonly jobCount: number;
  /** Jobs of the report that it could not: its earlier jobs do not determine it. */
  readonly notForecast: number;
  /** Absent where it could forecast none. */
  readonly baseline?: Accuracy;
  /** The forecast over the same jobs. */
  readonly forecast?: Accuracy;
}

/**
 * @param jobs those of the report
 * @param stored all that the store has, what the baselines learn from
 */
export function besideBaselines(
  jobs: readonly GradedJob[],
  stored: readonly GradedEstimate[],
): readonly BesideBaseline[] {
  return baselineNames.map((name) => {
    const pairs = jobs.flatMap((job) => {
      const seconds = baselineSeconds(name, job, stored);
      return seconds === undefined ? [] : [{ job, seconds }];
    });
    const baseline = accuracyOf(
      pairs.map(({ job, seconds }) => ({ predicted: seconds, actual: job.seconds })),
    );
    const forecast = accuracyOf(
      pairs.map(({ job }) => ({ predicted: job.promised.seconds.p50, actual: job.seconds })),
    );
    const counts = { jobCount: pairs.length, notForecast: jobs.length - pairs.length };
    return { name, ...counts, ...(baseline && forecast ? { baseline, forecast } : {}) };
  });
}
