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
  /** What the trainer ran until the user's own data or settings ended it; else absent. */
  readonly consumedSeconds?: number;
  /** What of it is charged for: see `chargedSeconds`. */
  readonly billableSeconds: number;
  /** The rate in force when the job was reserved. */
  readonly microsPerHour: number;
  readonly amountMicros: number;
}

/** What a job is charged for. */
export type ChargedFor = 'durable' | 'consumed' | 'nothing';

/**
 * Who pays, per end reason. The customer pays for seconds that moved a durable checkpoint (a
 * trained model, answers, a stop leave him what he paid for), and for what his own data or settings
 * consumed until they ended the job: its durable seconds, or what its last attempt ran where that
 * is more. For our own faults, reclaims and provisioning the platform pays.
 */
export const chargedFor: Readonly<Record<EndReason, ChargedFor>> = {
  trained: 'durable',
  completed: 'durable',
  stopped: 'durable',
  'failed-user': 'consumed',
  'failed-platform': 'nothing',
};

/** End reason of a job that failed. */
export function failedEndReason(fault: Fault): EndReason {
  return fault === 'user' ? 'failed-user' : 'failed-platform';
}

/**
 * Billable seconds: whole ones, a started second counts; never more than the reservation allowed.
 * @returns 0 where the platform pays, or nothing was kept or consumed
 */
export function chargedSeconds(
  endReason: EndReason,
  ran: Pick<UsageRecord, 'durableSeconds' | 'consumedSeconds'>,
  maxRuntimeSeconds: number,
): number {
  const { durableSeconds, consumedSeconds = 0 } = ran;
  const seconds: Readonly<Record<ChargedFor, number>> = {
    durable: durableSeconds,
    consumed: Math.max(durableSeconds, consumedSeconds),
    nothing: 0,
  };
  return Math.min(Math.ceil(seconds[chargedFor[endReason]]), maxRuntimeSeconds);
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
