import type { Table } from '../ports/table.ts';
import { WriteRefusedError } from '../ports/table.ts';
import { keys, periodOf } from '../records/keys.ts';
import { monthBefore } from '../records/months.ts';
import { eachRecord, readRecord, toData } from '../records/records.ts';
import { listHolds } from './hold.ts';
import type { UsageRecord } from './usage/usage-record.ts';

/** What was charged under one model's id, deleted versions and deleted models included. */
export interface ModelAmount {
  readonly amountMicros: number;
  /** Jobs that were settled: trainings, evaluations, predictions. */
  readonly jobs: number;
}

/** Sums of all months that no job can add to any more. */
interface ClosedSums {
  /** The last of them; empty: none. */
  readonly through: string;
  /** Name of the model, see `nameOf`. */
  readonly amounts: Readonly<Record<string, ModelAmount>>;
}

/** One item holds so many; where a user has more models, all records are read each time. */
const maxModels = 3_000;

const nameOf = (appId: string, modelId: string): string => `${appId}/${modelId}`;

/**
 * What was charged of each model of a user. Read are the records of this month and the last one; of
 * the months before, whose jobs have all ended, their sums are kept when they are first made.
 * @returns by app and model: all zero for one that was never charged
 */
export async function modelAmounts(
  userId: string,
  { table, now }: { readonly table: Table; now(): string },
): Promise<(appId: string, modelId: string) => ModelAmount> {
  const key = keys.usageSums(userId);
  const stored = await readRecord<ClosedSums>(table, key);
  const { through = '', amounts = {} } = stored?.value ?? {};
  const closes = await closedThrough(userId, { table, now });
  const closed = new Map(Object.entries(amounts));
  const open = new Map<string, ModelAmount>();
  for await (const { value } of eachRecord<UsageRecord>(table, keys.usageBehind(userId, through)))
    add(value.period <= closes ? closed : open, value);
  if (closes > through && closed.size > 0 && closed.size <= maxModels) {
    const sums: ClosedSums = { through: closes, amounts: Object.fromEntries(closed) };
    const condition = stored ? { rev: stored.rev } : 'absent';
    // Whoever else asked at the same time has kept the same.
    await table
      .write([{ put: { ...key, data: toData(sums) }, if: condition }])
      .catch((error: unknown) => {
        if (!(error instanceof WriteRefusedError)) throw error;
      });
  }
  return (appId, modelId) => {
    const [a, b] = [closed, open].map((sums) => sums.get(nameOf(appId, modelId)) ?? none);
    return sumOf(a ?? none, b ?? none);
  };
}

/**
 * The last month that no job can add to any more. An operator may take longer than two months to
 * end a hold under review: its month stays open until then.
 */
async function closedThrough(
  userId: string,
  { table, now }: { readonly table: Table; now(): string },
): Promise<string> {
  const held = (await listHolds(table, userId)).map(({ period }) => monthBefore(period));
  return [monthBefore(monthBefore(periodOf(now()))), ...held].sort()[0]!;
}

const none: ModelAmount = { amountMicros: 0, jobs: 0 };

function sumOf(a: ModelAmount, b: ModelAmount): ModelAmount {
  return { amountMicros: a.amountMicros + b.amountMicros, jobs: a.jobs + b.jobs };
}

function add(sums: Map<string, ModelAmount>, record: UsageRecord): void {
  const name = nameOf(record.appId, record.modelId);
  const one = { amountMicros: record.amountMicros, jobs: 1 };
  sums.set(name, sumOf(sums.get(name) ?? none, one));
}
