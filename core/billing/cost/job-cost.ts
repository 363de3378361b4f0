import { findInstanceType } from '../../catalog/instance-types.ts';
import type { AttemptCost, JobCost } from '../../model/job-cost.ts';
import { amountMicros } from '../../money.ts';
import type { TrainingJob } from '../../ports/jobs.ts';

export type { AttemptCost, JobCost } from '../../model/job-cost.ts';

/** What of a cost is summed up and compared, as it stands on a record or on the wire. */
export type CostFigures = Pick<JobCost, 'listMicros' | 'discountMicros' | 'costMicros'> & {
  readonly basis: string;
};

/** What the attempts of a job ran on. */
interface RanOn {
  /** Of the table of instance types; another one has no list price. */
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly basis: JobCost['basis'];
}

/**
 * What AWS charges for a job: its attempts' billable seconds at the list price. Spot seconds come
 * already less by their discount, which is the difference to their wall seconds.
 * @returns undefined for an instance type without a list price
 */
export function jobCostOf(
  ended: readonly TrainingJob[],
  { instanceType, instanceCount, basis }: RanOn,
): JobCost | undefined {
  const listPriceMicrosPerHour = findInstanceType(instanceType)?.listPriceMicrosPerHour;
  if (listPriceMicrosPerHour === undefined) return undefined;
  const attempts = ended.map(attemptCost);
  const microsOf = (pick: (attempt: AttemptCost) => number) =>
    amountMicros(
      attempts.reduce((sum, each) => sum + pick(each), 0) * instanceCount,
      listPriceMicrosPerHour,
    );
  const listMicros = microsOf(({ trainingSeconds }) => trainingSeconds);
  const costMicros = microsOf(({ billableSeconds }) => billableSeconds);
  const unreportedAttempts = ended.filter(isUnreported).length;
  return {
    instanceType,
    listPriceMicrosPerHour,
    attempts,
    listMicros,
    discountMicros: listMicros - costMicros,
    costMicros,
    basis,
    ...(unreportedAttempts > 0 ? { unreportedAttempts } : {}),
  };
}

/** Ran, and the service does not say what it bills for it. */
export function isUnreported({ startedAt, billableSeconds }: TrainingJob): boolean {
  return startedAt !== undefined && billableSeconds === undefined;
}

/**
 * Whole seconds. Only spot has a discount: on demand the list price is of what the service bills,
 * whatever the two clocks round. It may bill more than it trained (the download), so that the
 * discount of spot is not below zero either.
 */
function attemptCost(job: TrainingJob): AttemptCost {
  const wall = job.trainingSeconds ?? wallSeconds(job);
  const billableSeconds = Math.ceil(job.billableSeconds ?? wall);
  const isSpot = job.isSpot ?? false;
  const { trainingJobName } = job;
  const trainingSeconds = isSpot ? Math.max(Math.ceil(wall), billableSeconds) : billableSeconds;
  return { trainingJobName, isSpot, trainingSeconds, billableSeconds };
}

function wallSeconds({ startedAt, endedAt }: TrainingJob): number {
  if (startedAt === undefined || endedAt === undefined) return 0;
  return Math.max(0, (Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
}
