import type { Table } from '../../ports/table.ts';
import { dayOf, keys } from '../../records/keys.ts';
import { lastInstantOf, monthAfter } from '../../records/months.ts';
import { eachRecord } from '../../records/records.ts';
import type { UsageRecord } from './usage-record.ts';

/** What usage is summed up by; several give a group for each combination that there is. */
export const usageDimensions = ['tenant', 'app', 'model', 'day', 'kind'] as const;
export type UsageDimension = (typeof usageDimensions)[number];

/** Sums of usage records. Integer micro-dollars. */
export interface UsageSum {
  readonly jobs: number;
  /** Charged ones. */
  readonly seconds: number;
  readonly amountMicros: number;
  /** What the jobs were quoted at; of an earlier release's nothing. */
  readonly quotedMicros: number;
  /** AWS's list price of the seconds that ran, what spot took off it, and what is left to pay. */
  readonly listMicros: number;
  readonly discountMicros: number;
  readonly costMicros: number;
  /** Amounts less costs, of the jobs whose cost is known. */
  readonly marginMicros: number;
  /** Of jobs of a laptop, where AWS is paid nothing: what their seconds would cost there. */
  readonly asIfCostMicros: number;
  /** Jobs whose cost is not known: they are in no cost and in no margin. */
  readonly jobsWithoutCost: number;
}

/** What its records have in common, of what was summed up by. */
export interface UsageGroup extends UsageSum {
  readonly userId?: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly day?: string;
  readonly kind?: 'train' | 'evaluate' | 'predict';
}

export const noUsage: UsageSum = {
  ...{ jobs: 0, seconds: 0, amountMicros: 0, quotedMicros: 0, listMicros: 0, discountMicros: 0 },
  ...{ costMicros: 0, marginMicros: 0, asIfCostMicros: 0, jobsWithoutCost: 0 },
};

/** Days `2026-11-01`, both counted. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/**
 * The day that a record counts on: when it was settled, at the latest the last day of the month
 * that it is billed in, so that the days of a month sum up to the month.
 */
export function dayOfUsage({ recordedAt, period }: UsageRecord): string {
  const day = dayOf(recordedAt);
  return day.startsWith(period) ? day : lastDayOf(period);
}

export function lastDayOf(period: string): string {
  return dayOf(lastInstantOf(period));
}

/** A tenant's usage records of these days: read are their months, page by page. */
export async function* usageOfDays(
  table: Table,
  userId: string,
  { from, to }: Days,
): AsyncGenerator<UsageRecord> {
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = monthAfter(month))
    for await (const { value } of eachRecord<UsageRecord>(table, keys.usageOf(userId, month))) {
      const day = dayOfUsage(value);
      if (day >= from && day <= to) yield value;
    }
}

/** Sums of usage records by what they have in common, in the order of the names. */
export class UsageSums {
  readonly #dimensions: readonly UsageDimension[];
  readonly #groups = new Map<string, UsageGroup>();
  total: UsageSum = noUsage;

  constructor(dimensions: readonly UsageDimension[]) {
    this.#dimensions = dimensions;
  }

  add(record: UsageRecord): void {
    const names = Object.assign({}, ...this.#dimensions.map((each) => nameIn(record, each)));
    const key = JSON.stringify(names);
    const group = this.#groups.get(key) ?? { ...names, ...noUsage };
    this.#groups.set(key, { ...group, ...plus(group, record) });
    this.total = plus(this.total, record);
  }

  get groups(): UsageGroup[] {
    return [...this.#groups]
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([, group]) => group);
  }
}

function nameIn(record: UsageRecord, dimension: UsageDimension): Partial<UsageGroup> {
  const { userId, appId, modelId, kind = 'train' } = record;
  switch (dimension) {
    case 'tenant':
      return { userId };
    case 'app':
      return { appId };
    case 'model':
      // Two apps may each have a model of one name.
      return { appId, modelId };
    case 'day':
      return { day: dayOfUsage(record) };
    case 'kind':
      return { kind };
  }
}

function plus(sum: UsageSum, record: UsageRecord): UsageSum {
  const { amountMicros, billableSeconds, quotedMicros = 0, cost } = record;
  const paid = cost?.basis === 'aws' ? cost : undefined;
  return {
    jobs: sum.jobs + 1,
    seconds: sum.seconds + billableSeconds,
    amountMicros: sum.amountMicros + amountMicros,
    quotedMicros: sum.quotedMicros + quotedMicros,
    listMicros: sum.listMicros + (paid?.listMicros ?? 0),
    discountMicros: sum.discountMicros + (paid?.discountMicros ?? 0),
    costMicros: sum.costMicros + (paid?.costMicros ?? 0),
    marginMicros: sum.marginMicros + (paid ? amountMicros - paid.costMicros : 0),
    asIfCostMicros: sum.asIfCostMicros + (cost?.basis === 'as-if' ? cost.costMicros : 0),
    jobsWithoutCost: sum.jobsWithoutCost + (cost ? 0 : 1),
  };
}
