import type { GradedEstimate } from '../graded/graded-estimate.ts';
import { accuracyOf } from './accuracy.ts';
import type { Accuracy } from './accuracy.ts';
import { baselineNames, baselineSeconds } from './baselines.ts';
import type { BaselineName } from './baselines.ts';
import type { GradedJob } from './graded-jobs.ts';

/** What each baseline forecast of a job, seconds; absent where it could not. */
export type BaselineForecasts = Readonly<Partial<Record<BaselineName, number>>>;

/** A job of the report, and what the baselines forecast of it. */
export interface ReportedJob {
  readonly job: GradedJob;
  readonly baselines: BaselineForecasts;
}

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

/** @param stored all that the store has, what the baselines learn from */
export function withBaselines(
  jobs: readonly GradedJob[],
  stored: readonly GradedEstimate[],
): readonly ReportedJob[] {
  return jobs.map((job) => {
    const forecasts = baselineNames.map((name) => [name, baselineSeconds(name, job, stored)]);
    const known = forecasts.filter(([, seconds]) => seconds !== undefined);
    return { job, baselines: Object.fromEntries(known) as BaselineForecasts };
  });
}

/** In the order of `baselineNames`. */
export function besideBaselines(reported: readonly ReportedJob[]): readonly BesideBaseline[] {
  return baselineNames.map((name) => {
    const pairs = reported.flatMap(({ job, baselines }) => {
      const seconds = baselines[name];
      return seconds === undefined ? [] : [{ job, seconds }];
    });
    const baseline = accuracyOf(
      pairs.map(({ job, seconds }) => ({ predicted: seconds, actual: job.seconds })),
    );
    const forecast = accuracyOf(
      pairs.map(({ job }) => ({ predicted: job.promised.seconds.p50, actual: job.seconds })),
    );
    const counts = { jobCount: pairs.length, notForecast: reported.length - pairs.length };
    return { name, ...counts, ...(baseline && forecast ? { baseline, forecast } : {}) };
  });
}
