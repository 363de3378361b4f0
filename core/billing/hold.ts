import type { Table } from '../ports/table.ts';
import { keys, periodOf } from '../records/keys.ts';
import { readAll, readRecord } from '../records/records.ts';
import type { Stored } from '../records/records.ts';
import type { UsageRecord } from './usage/usage-record.ts';

/** Money set aside for one job before it starts: the most that it can be charged. */
export interface Hold {
  /** Id of the job; of a training its version's. */
  readonly versionId: string;
  /** Absent in holds that an earlier release made. */
  readonly appId?: string;
  readonly modelId?: string;
  /** The month it counts in: that of the reservation, also where the training ends in the next. */
  readonly period: string;
  readonly amountMicros: number;
  readonly maxRuntimeSeconds: number;
  /** ISO 8601; the day and the month that it counts in. */
  readonly createdAt: string;
  /** The quote that it was made under; absent in holds of earlier releases. */
  readonly quoteId?: string;
  /** Its job ended in a way that nobody foresaw: it stays until an operator ends it. */
  readonly review?: true;
  readonly reviewReason?: string;
  /** What would be charged for what was kept. */
  readonly reviewUsage?: UsageRecord;
}

/** The user's open holds. */
export function listHolds(table: Table, userId: string): Promise<Hold[]> {
  return readAll<Hold>(table, keys.holdsOf(userId));
}

/** The open hold of a job; undefined where nothing is set aside for it. */
export function findHold(
  table: Table,
  userId: string,
  jobId: string,
): Promise<Stored<Hold> | undefined> {
  return readRecord<Hold>(table, keys.hold(userId, jobId));
}

/** A new hold for a job of a model, reserved at `at` (ISO 8601). */
export function newHold(
  job: { readonly id: string; readonly appId: string; readonly modelId: string },
  reservation: {
    readonly maxAmountMicros: number;
    readonly maxRuntimeSeconds: number;
    readonly quoteId?: string | undefined;
  },
  at: string,
): Hold {
  return {
    versionId: job.id,
    appId: job.appId,
    modelId: job.modelId,
    period: periodOf(at),
    amountMicros: reservation.maxAmountMicros,
    maxRuntimeSeconds: reservation.maxRuntimeSeconds,
    createdAt: at,
    ...(reservation.quoteId === undefined ? {} : { quoteId: reservation.quoteId }),
  };
}
