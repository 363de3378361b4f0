import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { costsOf } from '../../parts/money/cost.ts';
import type { Costs } from '../../parts/money/cost.ts';

/** What a month is looked at by. */
export const groupings = ['model', 'app', 'kind', 'template', 'day'] as const;
export type Grouping = (typeof groupings)[number];

/** What was charged for something in a month. */
export interface UsageGroup {
  /** `tour`, `tour / shoes`, `train`, `2026-11-29`. */
  readonly name: string;
  /** Of the first record: where the name leads. */
  readonly first: UsageRecord;
  readonly jobs: number;
  readonly billableSeconds: number;
  readonly amountMicros: number;
  /** What was quoted for those that were; undefined: none was. */
  readonly quotedMicros: number | undefined;
  readonly costs: Costs;
}

const nameOf: Readonly<Record<Grouping, (record: UsageRecord) => string>> = {
  model: ({ appId, modelId }) => `${appId} / ${modelId}`,
  app: ({ appId }) => appId,
  kind: ({ kind }) => kind,
  template: ({ templateId }) => templateId,
  day: ({ recordedAt }) => dayOf(recordedAt),
};

/** The day of an instant, in UTC as the months of the bill are: `2026-11-29`. */
export function dayOf(at: string): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The groups of a month's records: the dearest first, days in their order. */
export function groupUsage(
  records: readonly UsageRecord[],
  grouping: Grouping,
): readonly UsageGroup[] {
  const groups = Object.entries(Object.groupBy(records, nameOf[grouping])).map(
    ([name, of = []]) => ({ name, ...totalOf(of) }),
  );
  return grouping === 'day'
    ? groups.toSorted((a, b) => a.name.localeCompare(b.name))
    : groups.toSorted((a, b) => b.amountMicros - a.amountMicros || a.name.localeCompare(b.name));
}

function totalOf(records: readonly UsageRecord[]): Omit<UsageGroup, 'name'> {
  const sum = (pick: 'billableSeconds' | 'amountMicros' | 'quotedMicros') =>
    records.reduce((total, record) => total + (record[pick] ?? 0), 0);
  return {
    first: records[0]!,
    jobs: records.length,
    billableSeconds: sum('billableSeconds'),
    amountMicros: sum('amountMicros'),
    quotedMicros: records.some((each) => each.quotedMicros !== undefined)
      ? sum('quotedMicros')
      : undefined,
    costs: costsOf(records),
  };
}

/**
 * Each of these days with what was charged on it, also those without anything; and the days after
 * them on which a job of the month ended.
 */
export function amountsByDay(
  records: readonly UsageRecord[],
  days: readonly string[],
): readonly { readonly day: string; readonly amountMicros: number }[] {
  const known = new Map(groupUsage(records, 'day').map((group) => [group.name, group]));
  const others = [...known.keys()].filter((day) => !days.includes(day));
  return [...days, ...others]
    .toSorted()
    .map((day) => ({ day, amountMicros: known.get(day)?.amountMicros ?? 0 }));
}
