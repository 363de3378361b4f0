import type { UsageRecord } from '../usage/usage-record.ts';
import type { CostFigures } from './job-cost.ts';

export const costGroups = ['job', 'model', 'app', 'month'] as const;
/** What costs are summed up by. */
export type CostGroup = (typeof costGroups)[number];

/** List price, discount, cost, charge and margin of some jobs. Integer micro-dollars. */
export interface CostSum {
  /** Training job, `app/model`, app, or month. */
  readonly key: string;
  readonly jobs: number;
  readonly listMicros: number;
  readonly discountMicros: number;
  readonly costMicros: number;
  readonly amountMicros: number;
  /** What was charged less what AWS charges. */
  readonly marginMicros: number;
  /** Jobs whose cost is not known: of an earlier release, or nothing began. */
  readonly withoutCost: number;
  /** Jobs of a laptop: as if on an instance type, nothing is paid or charged. */
  readonly asIf: number;
}

type Priced = Pick<UsageRecord, 'trainingJobName' | 'appId' | 'modelId' | 'period'> &
  Pick<UsageRecord, 'amountMicros'> & { readonly cost?: CostFigures };

/** Sums in the order of their keys. */
export function sumCosts(records: readonly Priced[], by: CostGroup): CostSum[] {
  const groups = Map.groupBy(records, (record) => keyOf(record, by));
  return [...groups]
    .map(([key, group]) => costSumOf(key, group))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** All of them in one line. */
export function costSumOf(key: string, records: readonly Priced[]): CostSum {
  const sum = (pick: (record: Priced) => number) =>
    records.reduce((total, record) => total + pick(record), 0);
  const costMicros = sum(({ cost }) => cost?.costMicros ?? 0);
  const amountMicros = sum((record) => record.amountMicros);
  return {
    key,
    jobs: records.length,
    listMicros: sum(({ cost }) => cost?.listMicros ?? 0),
    discountMicros: sum(({ cost }) => cost?.discountMicros ?? 0),
    costMicros,
    amountMicros,
    marginMicros: amountMicros - costMicros,
    withoutCost: records.filter(({ cost }) => cost === undefined).length,
    asIf: records.filter(({ cost }) => cost?.basis === 'as-if').length,
  };
}

function keyOf({ trainingJobName, appId, modelId, period }: Priced, by: CostGroup): string {
  if (by === 'job') return trainingJobName;
  if (by === 'month') return period;
  return by === 'app' ? appId : `${appId}/${modelId}`;
}
