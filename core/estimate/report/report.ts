import type { Evidence, GradedEstimate } from '../graded/graded-estimate.ts';
import { accuracyOf } from './accuracy.ts';
import type { Accuracy } from './accuracy.ts';
import { besideBaselines, withBaselines } from './beside-baselines.ts';
import type { BesideBaseline, ReportedJob } from './beside-baselines.ts';
import { coverageOf } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { chooseJobs } from './graded-jobs.ts';
import type { GradedJob, LeftOut, ReportFilter } from './graded-jobs.ts';
import { phaseErrorsOf } from './phase-errors.ts';
import type { PhaseError } from './phase-errors.ts';

/** Below this many jobs a figure says little, and everybody who shows it says so. */
export const fewJobs = 20;

/** Jobs of one block of the figures over time. */
export const blockSize = 20;

/** Figures of some jobs; those of no jobs are absent. */
export interface Grade {
  readonly jobCount: number;
  /** Fewer than `fewJobs`. */
  readonly isFew: boolean;
  /** P50 of the whole job's seconds against what it took. */
  readonly time?: Accuracy;
  /** P10 to P90 of the whole job's seconds: it promises 80 %. */
  readonly interval?: Coverage;
}

export interface NamedGrade extends Grade {
  readonly name: string;
}

export interface BlockGrade extends Grade {
  /** Ends of its first and its last job. */
  readonly firstEndedAt: string;
  readonly lastEndedAt: string;
}

export interface EstimatorReport {
  /** Of all `jobs`. */
  readonly overall: Grade;
  /** P50 of the price against the amount charged, of the jobs that were charged for. */
  readonly price?: Accuracy;
  readonly priceInterval?: Coverage;
  /** Most jobs first. */
  readonly byTemplate: readonly NamedGrade[];
  readonly byKind: readonly NamedGrade[];
  /** In the order `prior`, `one-job`, `five-jobs`. */
  readonly byEvidence: readonly NamedGrade[];
  /** Blocks of `blockSize`, oldest first, counted from the newest job: the first may be smaller. */
  readonly overTime: readonly BlockGrade[];
  readonly phases: readonly PhaseError[];
  readonly baselines: readonly BesideBaseline[];
  /** Newest first. */
  readonly jobs: readonly ReportedJob[];
  readonly leftOut: LeftOut;
}

/**
 * How good the estimator's forecasts were.
 *
 * @param stored jobs that have ended, in any order; those before the newest 100 that match still
 *   teach the baselines
 * @param filter which of them are graded
 * @param unreadable records beside them that could not be read, which the report says
 */
export function reportOf(
  stored: readonly GradedEstimate[],
  filter: ReportFilter = {},
  unreadable = 0,
): EstimatorReport {
  const { jobs, leftOut } = chooseJobs(stored, filter, unreadable);
  const charged = jobs.filter(isCharged);
  const reported = withBaselines(jobs, stored);
  return {
    overall: gradeOf(jobs),
    ...present('price', accuracyOf(charged.map(priceOf))),
    ...present('priceInterval', coverageOf(charged.map(priceIntervalOf))),
    byTemplate: byName(jobs, templateNames(jobs)),
    byKind: byName(jobs, ({ planned }) => planned.kind),
    byEvidence: evidenceBins.flatMap((bin) => named(bin, jobs, (job) => job.promised.evidence)),
    overTime: blocksOf(jobs),
    phases: phaseErrorsOf(jobs),
    baselines: besideBaselines(reported),
    jobs: reported,
    leftOut,
  };
}

/** Fewest known jobs first. */
const evidenceBins: readonly Evidence[] = ['prior', 'one-job', 'five-jobs'];

export function gradeOf(jobs: readonly GradedJob[]): Grade {
  return {
    jobCount: jobs.length,
    isFew: jobs.length < fewJobs,
    ...present('time', accuracyOf(jobs.map(timeOf))),
    ...present('interval', coverageOf(jobs.map(intervalOf))),
  };
}

function timeOf({ promised, seconds }: GradedJob) {
  return { predicted: promised.seconds.p50, actual: seconds };
}

function intervalOf({ promised, seconds }: GradedJob) {
  return { low: promised.seconds.p10, high: promised.seconds.p90, actual: seconds };
}

/** What was free, by its rate or because a fault of ours ended it, has no percentage error. */
function isCharged({ amountMicros, promised }: GradedJob): boolean {
  return amountMicros > 0 && promised.amountMicros.p10 > 0;
}

function priceOf({ promised, amountMicros }: GradedJob) {
  return { predicted: promised.amountMicros.p50, actual: amountMicros };
}

function priceIntervalOf({ promised, amountMicros }: GradedJob) {
  const { p10, p90 } = promised.amountMicros;
  return { low: p10, high: p90, actual: amountMicros };
}

function byName(
  jobs: readonly GradedJob[],
  nameOf: (job: GradedJob) => string,
): readonly NamedGrade[] {
  const names = [...new Set(jobs.map(nameOf))];
  const grades = names.flatMap((name) => named(name, jobs, nameOf));
  return grades.sort(
    (one, other) => other.jobCount - one.jobCount || (one.name < other.name ? -1 : 1),
  );
}

/**
 * A template's id, with its model type where two of them have a template of this id: these do
 * different work.
 */
function templateNames(jobs: readonly GradedJob[]): (job: GradedJob) => string {
  const types = new Map<string, Set<string>>();
  for (const { planned } of jobs)
    types.set(
      planned.templateId,
      (types.get(planned.templateId) ?? new Set()).add(planned.modelTypeId),
    );
  return ({ planned: { templateId, modelTypeId } }) =>
    types.get(templateId)!.size === 1 ? templateId : `${templateId} (${modelTypeId})`;
}

/** One grade, or none where no job has the name. */
function named(
  name: string,
  jobs: readonly GradedJob[],
  nameOf: (job: GradedJob) => string,
): readonly NamedGrade[] {
  const own = jobs.filter((job) => nameOf(job) === name);
  return own.length === 0 ? [] : [{ name, ...gradeOf(own) }];
}

/** @param jobs newest first */
function blocksOf(jobs: readonly GradedJob[]): readonly BlockGrade[] {
  const starts = Array.from({ length: Math.ceil(jobs.length / blockSize) }, (_, at) => at);
  const blocks = starts.map((at) => jobs.slice(at * blockSize, (at + 1) * blockSize));
  return blocks.reverse().map((block) => ({
    firstEndedAt: block.at(-1)!.endedAt,
    lastEndedAt: block[0]!.endedAt,
    ...gradeOf(block),
  }));
}

function present<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
