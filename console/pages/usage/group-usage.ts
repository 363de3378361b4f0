import type { UsageRecord } from '../../../core/api/wire/messages.ts';

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
  const sum = (pick: 'billableSeconds' | 'amountMicros') =>
    records.reduce((total, record) => total + record[pick], 0);
  return {
    first: records[0]!,
    jobs: records.length,
    billableSeconds: sum('billableSeconds'),
    amountMicros: sum('amountMicros'),
  };
}

/** Every day of a month with what was charged on it: also those without anything. */
export function amountsByDay(
  records: readonly UsageRecord[],
  period: string,
): readonly { readonly day: string; readonly amountMicros: number }[] {
  const [year = 0, month = 0] = period.split('-').map(Number);
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const known = new Map(groupUsage(records, 'day').map((group) => [group.name, group]));
  // A record is of the month of its reservation, and may be of a day after it.
  const within = Array.from(
    { length: days },
    (_, at) => `${period}-${String(at + 1).padStart(2, '0')}`,
  );
  const others = [...known.keys()].filter((day) => !within.includes(day));
  return [...within, ...others]
    .toSorted()
    .map((day) => ({ day, amountMicros: known.get(day)?.amountMicros ?? 0 }));
}
