import type { GradedEstimate, PromisedForecast } from '../graded/graded-estimate.ts';

/** A job that is graded: it was promised something, and did all that it was to do. */
export type GradedJob = GradedEstimate & { readonly promised: PromisedForecast };

/** How many jobs a report is of, at most: the newest. */
export const reportedJobs = 100;

/** Which jobs a report is of; absent: all. */
export interface ReportFilter {
  readonly kind?: GradedEstimate['planned']['kind'] | undefined;
  readonly templateId?: string | undefined;
  readonly appId?: string | undefined;
  readonly modelId?: string | undefined;
}

/** Jobs that ended and are in no figure, by the reason. */
export interface LeftOut {
  /** Stopped by somebody, a budget or the stopping condition: its whole time is unknown. */
  readonly stopped: number;
  readonly failed: number;
  /** Completed, but nothing was promised, as of a job that began under an earlier release. */
  readonly withoutForecast: number;
  /** Completed, but what they took could not be read: their times were torn or lost. */
  readonly notMeasured: number;
  /** Records that are damaged, or that a later release wrote: whatever is asked for. */
  readonly unreadable: number;
  /** Older than the newest `reportedJobs`. */
  readonly older: number;
}

export interface ChosenJobs {
  /** The newest `reportedJobs`, newest first. */
  readonly jobs: readonly GradedJob[];
  readonly leftOut: LeftOut;
}

/** The jobs that a report is of, and what it leaves out. @param stored in any order */
export function chooseJobs(
  stored: readonly GradedEstimate[],
  filter: ReportFilter = {},
  unreadable = 0,
): ChosenJobs {
  const asked = stored.filter((job) => matches(job, filter)).sort(newestFirst);
  const graded = asked.filter(isGraded);
  const completed = asked.filter((job) => job.end === 'completed' && !isGraded(job));
  const withoutForecast = completed.filter((job) => isCompleted(job)).length;
  return {
    jobs: graded.slice(0, reportedJobs),
    leftOut: {
      stopped: asked.filter(({ end }) => end === 'stopped').length,
      failed: asked.filter(({ end }) => end === 'failed').length,
      ...{ withoutForecast, notMeasured: completed.length - withoutForecast, unreadable },
      older: Math.max(0, graded.length - reportedJobs),
    },
  };
}

/** Its time is that of a whole job: it can be learnt from as one, and a forecast graded by it. */
export function isCompleted({ end, seconds }: GradedEstimate): boolean {
  return end === 'completed' && seconds > 0;
}

function isGraded(job: GradedEstimate): job is GradedJob {
  // Quantiles ascend: of a P10 of nothing neither an error nor a width is known.
  return isCompleted(job) && job.promised !== undefined && job.promised.seconds.p10 > 0;
}

function matches(job: GradedEstimate, filter: ReportFilter): boolean {
  const { kind, templateId } = job.planned;
  const { appId, modelId } = job;
  const own = { kind, templateId, appId, modelId };
  return Object.entries(filter).every(
    ([name, asked]) => asked === undefined || own[name as keyof ReportFilter] === asked,
  );
}

/** Instants are compared as such: their texts may differ in their fractions. */
function newestFirst(one: GradedEstimate, other: GradedEstimate): number {
  const difference = Date.parse(other.endedAt) - Date.parse(one.endedAt);
  return difference || (one.jobId < other.jobId ? -1 : 1);
}
