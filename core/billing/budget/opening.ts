import type { Table } from '../../ports/table.ts';
import { dayOf, periodOf } from '../../records/keys.ts';
import { listHolds } from '../hold.ts';
import type { Hold } from '../hold.ts';
import { listUsage } from '../usage/usage-record.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import { counterWith } from './spending.ts';
import type { BudgetCounter } from './spending.ts';
import { counts } from './target.ts';
import type { BudgetTarget } from './target.ts';

/** What a tenant's month consists of, by its records. */
interface Month {
  readonly period: string;
  readonly usage: readonly UsageRecord[];
  readonly holds: readonly Hold[];
}

/** The records that a tenant's counter of a month is the sum of. */
export async function readMonth(table: Table, userId: string, period: string): Promise<Month> {
  const holds = await listHolds(table, userId);
  return {
    period,
    usage: await listUsage(table, userId, period),
    holds: holds.filter((hold) => periodOf(hold.createdAt) === period),
  };
}

/**
 * The counter of a tenant, an app or a model by the records of its month. A usage record of an
 * earlier release does not say when it was reserved: it counts on the day it was made, or on the
 * first of its month where it was made in the next one.
 */
export function counterOf(target: BudgetTarget, userId: string, month: Month): BudgetCounter {
  const { period, usage, holds } = month;
  const isCounted = (ids: Omit<Hold | UsageRecord, 'versionId'>) =>
    counts(target, { ...ids, userId });
  const posted = usage.filter(isCounted).reduce((sum, { recordedAt, amountMicros }) => {
    const day = periodOf(recordedAt) === period ? dayOf(recordedAt) : `${period}-01`;
    return counterWith(sum, day, { heldMicros: 0, postedMicros: amountMicros });
  }, emptyCounter(period));
  return holds.filter(isCounted).reduce((sum, { createdAt, amountMicros }) => {
    return counterWith(sum, dayOf(createdAt), { heldMicros: amountMicros, postedMicros: 0 });
  }, posted);
}

export function emptyCounter(period: string): BudgetCounter {
  return { period, heldMicros: 0, postedMicros: 0 };
}
