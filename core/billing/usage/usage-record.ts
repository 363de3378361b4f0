import type { Fault } from '../../errors.ts';
import { amountMicros } from '../../money.ts';
import { keys } from '../../records/keys.ts';
import { readAll } from '../../records/records.ts';
import type { Table } from '../../ports/table.ts';

/**
 * How a job ended, as far as it matters for who pays; `trained`: a training, `completed`: any other
 * job that did its work.
 */
export type EndReason = 'trained' | 'completed' | 'stopped' | 'failed-user' | 'failed-platform';

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
  /** Seconds that moved a durable checkpoint, over all attempts. */
  readonly durableSeconds: number;
  /** What of it is charged for: see `chargedSeconds`. */
  readonly billableSeconds: number;
  /** The rate in force when the job was reserved. */
  readonly microsPerHour: number;
  readonly amountMicros: number;
}

/**
 * Who pays, per end reason. The customer pays for seconds that moved a durable checkpoint: a
 * trained model, answers, a stop or a fault of his own data leave him what he paid for. For our own
 * faults, reclaims and provisioning the platform pays.
 */
const isCharged: Readonly<Record<EndReason, boolean>> = {
  trained: true,
  completed: true,
  stopped: true,
  'failed-user': true,
  'failed-platform': false,
};

/** End reason of a job that failed. */
export function failedEndReason(fault: Fault): EndReason {
  return fault === 'user' ? 'failed-user' : 'failed-platform';
}

/**
 * Billable seconds: the durable ones, never more than the reservation allowed; 0 where the platform
 * pays. Whole seconds, rounded down.
 */
export function chargedSeconds(
  endReason: EndReason,
  durableSeconds: number,
  maxRuntimeSeconds: number,
): number {
  return isCharged[endReason] ? Math.min(Math.floor(durableSeconds), maxRuntimeSeconds) : 0;
}

/** Rating: billable seconds x instance count at the rate, in micro-dollars. */
export function rateUsage(
  usage: Pick<UsageRecord, 'billableSeconds' | 'instanceCount' | 'microsPerHour'>,
): number {
  return amountMicros(usage.billableSeconds * usage.instanceCount, usage.microsPerHour);
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
