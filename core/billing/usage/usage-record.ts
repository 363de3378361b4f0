import type { Fault } from '../../errors.ts';
import type { ServedSeconds } from '../../estimate/forecast/charged-phases.ts';
import { ratedAmount } from '../../estimate/rated-amount.ts';
import type { JobCost } from '../../model/job-cost.ts';
import { keys } from '../../records/keys.ts';
import { readAll } from '../../records/records.ts';
import type { Table } from '../../ports/table.ts';

/**
 * How a job ended, as far as it matters for who pays; `trained`: a training, `completed`: any other
 * job that did its work; `reviewed`: nobody knew how it ended, and an operator charged for it.
 */
export type EndReason =
  'trained' | 'completed' | 'stopped' | 'failed-user' | 'failed-platform' | 'reviewed';

/** Append-only fact of consumption. Keyed by the training job's name: it can be written once. */
export interface UsageRecord {
  readonly trainingJobName: string;
  readonly userId: string;
  readonly appId: string;
  readonly modelId: string;
  /** The version that was trained, evaluated or predicted. */
  readonly versionId: string;
  /** Absent in records of release 0.1.0: a training. */
  readonly kind?: 'train' | 'evaluate' | 'predict';
  /** Of an evaluation or a batch prediction: what its training jobs are named by. */
  readonly jobId?: string;
  readonly templateId: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  /** `2026-11`: the month of the reservation. */
  readonly period: string;
  readonly recordedAt: string;
  readonly endReason: EndReason;
  /**
   * What the last attempt took by the service's clock: start of its container to its end. What the
   * estimator learns from.
   */
  readonly jobSeconds: number;
  /** Seconds of steps or answers that moved a durable checkpoint, over all attempts. */
  readonly durableSeconds: number;
  /** Seconds that led to what is kept, by phase; absent: a trainer of an earlier release. */
  readonly servedSeconds?: ServedSeconds;
  /** What the trainer ran until the user's own data or settings ended it; else absent. */
  readonly consumedSeconds?: number;
  /** What of it is charged for, see `chargeOf`: whole seconds. */
  readonly billableSeconds: number;
  /** The rate in force when the job was reserved. */
  readonly microsPerHour: number;
  /** The least that it was to cost; absent: no minimum. */
  readonly minimumMicrosPerJob?: number;
  readonly amountMicros: number;
  /** What was held: the amount is never above it. Absent: by an earlier release. */
  readonly maxAmountMicros?: number;
  /** What it was quoted at, and under which quote; absent: by an earlier release. */
  readonly quotedMicros?: number;
  readonly quoteId?: string;
  /** What AWS charges for its attempts; absent: none began, or an earlier release settled it. */
  readonly cost?: JobCost;
}

/** End reason of a job that failed. */
export function failedEndReason(fault: Fault): EndReason {
  return fault === 'user' ? 'failed-user' : 'failed-platform';
}

/**
 * What the amount of a record must be: its billable seconds as they were rated, at most what was
 * agreed. Integer micro-dollars.
 */
export function rateUsage(
  usage: Pick<
    UsageRecord,
    | 'billableSeconds'
    | 'instanceCount'
    | 'microsPerHour'
    | 'minimumMicrosPerJob'
    | 'maxAmountMicros'
  >,
): number {
  const { billableSeconds: seconds, instanceCount, maxAmountMicros = Infinity } = usage;
  return Math.min(ratedAmount({ seconds, instanceCount }, usage), maxAmountMicros);
}

/** Usage records of a user in a period, oldest first. */
export async function listUsage(
  table: Table,
  userId: string,
  period: string,
): Promise<UsageRecord[]> {
  const records = await readAll<UsageRecord>(table, keys.usageOf(userId, period));
  return records.sort((a, b) => a.recordedAt.localeCompare(b.recordedAt));
}

export interface PeriodTotal {
  readonly period: string;
  readonly recordCount: number;
  readonly billableSeconds: number;
  readonly amountMicros: number;
}

/** Sum of the records. Amounts are added as they were rated, never rated anew. */
export function totalOf(period: string, records: readonly UsageRecord[]): PeriodTotal {
  const sum = (pick: (record: UsageRecord) => number) =>
    records.reduce((total, record) => total + pick(record), 0);
  return {
    period,
    recordCount: records.length,
    billableSeconds: sum((record) => record.billableSeconds),
    amountMicros: sum((record) => record.amountMicros),
  };
}
