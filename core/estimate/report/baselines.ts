import type { GradedEstimate } from '../graded/graded-estimate.ts';
import { isCompleted } from './graded-jobs.ts';
import { fittedValue } from './least-squares.ts';
import type { Row } from './least-squares.ts';

/**
 * What else could have forecast the same jobs. `formula`: Clarifai's `A x inputs x epochs + B` with
 * its template's A and B, never refitted. `formula-refitted`: A and B fitted to the earlier jobs.
 * `linear`: `a + b x steps + c x samples` of the job's plan, fitted to the earlier jobs.
 */
export const baselineNames = ['formula', 'formula-refitted', 'linear'] as const;

export type BaselineName = (typeof baselineNames)[number];

/** What a baseline sees of a job before it begins. */
export type Features = (job: GradedEstimate) => readonly number[];

export const formulaFeatures: Features = ({ inputCount, epochs }) => [1, inputCount * epochs];

export const linearFeatures: Features = ({ planned }) => {
  const { passes = 0, samples = 0 } = planned.phases.steps ?? {};
  return [1, passes, samples];
};

/**
 * Seconds that a baseline forecasts of `job` from `earlier`, one after another: of them it learns
 * from those that had completed when the job's forecast was made, were of the same kind and
 * template, and ran on the same device.
 *
 * @returns undefined where it could not forecast: its earlier jobs do not determine it
 */
export function baselineSeconds(
  name: BaselineName,
  job: GradedEstimate,
  earlier: readonly GradedEstimate[],
): number | undefined {
  if (name === 'formula') return aboveZero(job.promised?.formulaSeconds);
  const features = name === 'linear' ? linearFeatures : formulaFeatures;
  const rows = earlier.filter((other) => isKnownTo(job, other)).map(rowOf(features));
  return aboveZero(fittedValue(rows, features(job)));
}

function rowOf(features: Features): (job: GradedEstimate) => Row {
  return (job) => ({ features: features(job), value: job.seconds });
}

function isKnownTo(job: GradedEstimate, other: GradedEstimate): boolean {
  const madeAt = Date.parse(job.promised?.madeAt ?? job.endedAt);
  return isOfSameCell(job, other) && isCompleted(other) && Date.parse(other.endedAt) < madeAt;
}

function isOfSameCell(job: GradedEstimate, other: GradedEstimate): boolean {
  const [own, its] = [job.planned, other.planned];
  return (
    job.deviceId === other.deviceId &&
    own.kind === its.kind &&
    own.modelTypeId === its.modelTypeId &&
    own.templateId === its.templateId
  );
}

function aboveZero(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}
