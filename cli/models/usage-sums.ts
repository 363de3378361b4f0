import type { UsageRecord } from '../../core/api/wire/messages.ts';

export const usageGroups = ['day', 'model', 'app', 'kind'] as const;
/** What usage is summed up by. */
export type UsageGroup = (typeof usageGroups)[number];

/** What was charged for one day, model, app or kind of job. */
export interface UsageSum {
  /** ISO date (UTC), `app/model`, app, or `train`, `evaluate`, `predict`. */
  readonly key: string;
  readonly jobs: number;
  readonly billableSeconds: number;
  readonly amountMicros: number;
}

/** Sums in the order of their keys; whole micro-dollars, so that they add up to the invoice. */
export function sumBy(records: readonly UsageRecord[], by: UsageGroup): UsageSum[] {
  const sums = new Map<string, UsageSum>();
  for (const record of records) {
    const key = keyOf(record, by);
    const before = sums.get(key) ?? { key, jobs: 0, billableSeconds: 0, amountMicros: 0 };
    sums.set(key, {
      key,
      jobs: before.jobs + 1,
      billableSeconds: before.billableSeconds + record.billableSeconds,
      amountMicros: before.amountMicros + record.amountMicros,
    });
  }
  return [...sums.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function keyOf({ recordedAt, appId, modelId, kind }: UsageRecord, by: UsageGroup): string {
  if (by === 'day') return recordedAt.slice(0, 10);
  if (by === 'app') return appId;
  return by === 'model' ? `${appId}/${modelId}` : kind;
}
