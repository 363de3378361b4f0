import type { BudgetCounter } from '../../core/billing/budget/budget.ts';
import { counterKeyOf, targetsOf } from '../../core/billing/budget/target.ts';
import type { BudgetPlace } from '../../core/billing/budget/target.ts';
import type { Hold } from '../../core/billing/hold.ts';
import { listHolds } from '../../core/billing/hold.ts';
import type { LedgerEntry } from '../../core/billing/ledger/entry.ts';
import { eachEntry, hashOf } from '../../core/billing/ledger/ledger-store.ts';
import type { UsageRecord } from '../../core/billing/usage/usage-record.ts';
import { keys } from '../../core/records/keys.ts';
import { readAll, readRecord } from '../../core/records/records.ts';
import { processSources } from '../../local/process-sources.ts';
import { nameOf } from './money-model.ts';
import type { MoneyWorld } from './money-world.ts';
import { jobCount, placeOf, tenants } from './money-world.ts';

/** Everything that is stored of money, of all tenants. */
export interface Books {
  readonly holds: readonly Hold[];
  readonly usage: readonly UsageRecord[];
  readonly ledgers: Readonly<Record<string, readonly LedgerEntry[]>>;
}

export async function booksOf({ memory }: MoneyWorld): Promise<Books> {
  const [holds, usage] = [[] as Hold[], [] as UsageRecord[]];
  const ledgers: Record<string, LedgerEntry[]> = {};
  for (const userId of tenants) {
    holds.push(...(await listHolds(memory, userId)));
    usage.push(...(await readAll<UsageRecord>(memory, keys.usageBehind(userId, ''))));
    const entries: LedgerEntry[] = [];
    for await (const entry of eachEntry(memory, userId)) entries.push(entry);
    ledgers[userId] = entries;
  }
  return { holds, usage, ledgers };
}

/** As `expect(found).toBe(wanted)`, of which millions would take minutes. */
function same(what: string, found: unknown, wanted: unknown): void {
  if (found !== wanted) throw new Error(`${what}: ${String(found)} instead of ${String(wanted)}`);
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, each) => total + each, 0);

/**
 * The ledgers by themselves: chained, each entry of sum 0, a job held once and ended once at most,
 * never charged above its hold, in the month of its hold; and beside what else is stored: what is
 * held is the open holds, what is unbilled is the usage records.
 */
export function assertLedgers({ holds, usage, ledgers }: Books): void {
  for (const [userId, entries] of Object.entries(ledgers)) {
    const balances = new Map<string, number>();
    entries.forEach((entry, index) => {
      same('sequence', entry.sequence, index + 1);
      same('previous hash', entry.previousHash, entries[index - 1]?.hash ?? '0'.repeat(64));
      same('hash', entry.hash, hashOf(entry, processSources.sha256));
      same(`sum of ${entry.id}`, sum(entry.postings.map(({ micros }) => micros)), 0);
      for (const { account, micros } of entry.postings)
        balances.set(account, (balances.get(account) ?? 0) + micros);
    });
    assertEnds(entries);
    const ids = entries.map(({ id }) => id);
    same('different ids', new Set(ids).size, ids.length);
    const own = new Set(entries.map(({ jobId }) => jobId));
    const open = holds.filter(({ versionId }) => own.has(versionId));
    same('held', balances.get('held') ?? 0, sum(open.map(({ amountMicros }) => amountMicros)));
    const charged = usage.filter((record) => record.userId === userId);
    const charges = (balances.get('unbilled') ?? 0) + (balances.get('receivable') ?? 0);
    same('charged', charges, sum(charged.map(({ amountMicros }) => amountMicros)));
  }
}

function assertEnds(entries: readonly LedgerEntry[]): void {
  for (const end of entries.filter(({ kind }) => kind === 'settle' || kind === 'void')) {
    const held = entries.filter(({ kind, jobId }) => kind === 'hold' && jobId === end.jobId);
    same(`holds of ${end.jobId}`, held.length, 1);
    const { period, postings, sequence } = held[0]!;
    const of = (account: string, of: LedgerEntry['postings']) =>
      of.find((posting) => posting.account === account)?.micros ?? 0;
    same(`month of ${end.id}`, end.period, period);
    same(`${end.id} behind its hold`, end.sequence > sequence, true);
    same(`left of ${end.id}`, of('held', end.postings) + of('held', postings), 0);
    const isWithin = of('unbilled', end.postings) <= of('held', postings);
    same(`${end.id} at most its hold`, isWithin, true);
  }
}

const targets = [
  ...new Map(
    Array.from({ length: jobCount }, (_, job) => targetsOf(placeOf(job)))
      .flat()
      .map((target) => [nameOf(target), target]),
  ).values(),
];

/** Every counter of every budget is the sum of the holds and usage records that count in it. */
export async function assertCounters({ memory }: MoneyWorld, books: Books): Promise<void> {
  const sums = new Map<string, { held: number; posted: number }>();
  const add = (place: BudgetPlace, period: string, change: { held: number; posted: number }) => {
    for (const target of targetsOf(place)) {
      const name = `${nameOf(target)} in ${period}`;
      const { held, posted } = sums.get(name) ?? { held: 0, posted: 0 };
      sums.set(name, { held: held + change.held, posted: posted + change.posted });
    }
  };
  for (const hold of books.holds)
    add({ ...hold, userId: tenantOf(hold) }, hold.period, { held: hold.amountMicros, posted: 0 });
  for (const record of books.usage)
    add(record, record.period, { held: 0, posted: record.amountMicros });
  for (const target of targets)
    for (const period of ['2026-11', '2026-12', '2027-01']) {
      const stored = await readRecord<BudgetCounter>(memory, counterKeyOf(target, period));
      const { heldMicros = 0, postedMicros = 0 } = stored?.value ?? {};
      const name = `${nameOf(target)} in ${period}`;
      const { held, posted } = sums.get(name) ?? { held: 0, posted: 0 };
      same(`held of ${name}`, heldMicros, held);
      same(`posted of ${name}`, postedMicros, posted);
    }
}

function tenantOf({ versionId }: Hold): string {
  return placeOf(Number(versionId.slice('job-'.length))).userId;
}

/**
 * What is held or billed for each job, and in what month, by its number; a job that was never held
 * has no entry.
 */
export function jobsIn({ holds, usage, ledgers }: Books): [number, string][] {
  const jobs = new Map<number, string>();
  const numberOf = (id: string) => Number(id.slice('job-'.length));
  for (const entry of Object.values(ledgers).flat())
    if (entry.kind === 'void') jobs.set(numberOf(entry.jobId!), `${entry.period} billed 0`);
  for (const { versionId, amountMicros, period } of holds)
    jobs.set(numberOf(versionId), `${period} held ${amountMicros}`);
  for (const { versionId, amountMicros, period } of usage) {
    same(`another end or hold of ${versionId}`, jobs.get(numberOf(versionId)), undefined);
    jobs.set(numberOf(versionId), `${period} billed ${amountMicros}`);
  }
  return [...jobs].sort(([a], [b]) => a - b);
}
