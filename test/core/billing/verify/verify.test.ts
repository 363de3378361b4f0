import type { LedgerEntry } from '../../../../core/billing/ledger/entry.ts';
import { chained } from '../../../../core/billing/ledger/ledger-store.ts';
import type { FindingCode } from '../../../../core/billing/verify/finding.ts';
import { readTenantBooks } from '../../../../core/billing/verify/read-books.ts';
import { verifyBooks } from '../../../../core/billing/verify/verify.ts';
import { omit } from '../../../../core/json.ts';
import type { JsonObject } from '../../../../core/json.ts';
import type { Key } from '../../../../core/ports/table.ts';
import { keys } from '../../../../core/records/keys.ts';
import { toData } from '../../../../core/records/records.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { SqliteTable } from '../../../../local/table/sqlite-table.ts';
import { jobOf, LedgerWorld } from './ledger-world.ts';

const { sha256 } = processSources;

let table: SqliteTable;

/** Three jobs: one charged, one given back, one that is still held. */
beforeEach(async () => {
  table = new SqliteTable(':memory:');
  const world = new LedgerWorld(table);
  await world.reserve(jobOf(1), 10_000);
  await world.reserve(jobOf(2), 20_000);
  world.now = '2026-11-26T10:00:00.000Z';
  await world.release(jobOf(1), 7);
  await world.reserve(jobOf(3), 30_000);
  await world.release(jobOf(2), undefined);
});

const verify = async () => verifyBooks(await readTenantBooks(table, 'u'), sha256);
const codes = async () => [...new Set((await verify()).findings.map(({ code }) => code))].sort();

async function edit(key: Key, change: (data: JsonObject) => JsonObject): Promise<void> {
  const item = await table.get(key);
  await table.write([{ put: { ...key, data: change(item?.data ?? {}) } }]);
}

const drop = (key: Key) => table.write([{ delete: key }]);
const usageKey = keys.usage('u', '2026-11', 'ft-job-1-a1');

test('books that nobody touched have no findings, and say what was looked at', async () => {
  expect(await verify()).toEqual({
    userId: 'u',
    checked: { entries: 5, usageRecords: 1, holds: 1, budgetCounters: 6, invoices: 0 },
    head: { sequence: 5, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    findings: [],
  });
});

test.each<[string, () => Promise<void>, readonly FindingCode[]]>([
  [
    'an amount of the last entry but one',
    () => edit(keys.ledgerEntry('u', 4), (entry) => ({ ...entry, memo: 'x' })),
    ['entry-changed'],
  ],
  [
    'an amount, with its seal made anew',
    () =>
      edit(keys.ledgerEntry('u', 4), (data) => {
        const entry = data as unknown as LedgerEntry;
        const changed = { ...omit(entry, 'hash'), at: '2026-11-26T11:00:00.000Z' };
        const before = { sequence: entry.sequence - 1, hash: entry.previousHash };
        return toData(chained(before, [changed], sha256)[0] ?? {});
      }),
    ['chain-broken'],
  ],
  [
    'an entry that is gone',
    () => drop(keys.ledgerEntry('u', 3)),
    ['counter-differs', 'entry-missing', 'entry-without-hold', 'held-balance-wrong', 'unbilled-balance-wrong', 'usage-without-entry'], // prettier-ignore
  ],
  [
    'the last entries that are gone',
    () => drop(keys.ledgerEntry('u', 5)),
    ['counter-differs', 'entry-without-hold', 'head-differs', 'held-balance-wrong'],
  ],
  [
    'a hold that is gone',
    () => drop(keys.hold('u', 'job-3')),
    ['entry-without-hold', 'held-balance-wrong'],
  ],
  [
    'a hold that is larger than it was',
    () => edit(keys.hold('u', 'job-3'), (hold) => ({ ...hold, amountMicros: 30_001 })),
    ['held-balance-wrong', 'hold-differs-from-entry'],
  ],
  [
    'a hold that came from nowhere',
    async () => {
      const item = await table.get(keys.hold('u', 'job-3'));
      const data = { ...item?.data, versionId: 'job-9', amountMicros: 0 };
      await table.write([{ put: { ...keys.hold('u', 'job-9'), data } }]);
    },
    ['hold-without-entry'],
  ],
  [
    'what is no record at all',
    () => edit(keys.hold('u', 'job-3'), () => ({ amountMicros: 'much' })),
    ['entry-without-hold', 'held-balance-wrong', 'record-unreadable'],
  ],
  [
    'a usage record that is gone',
    () => drop(usageKey),
    ['entry-without-usage', 'unbilled-balance-wrong'],
  ],
  [
    'a usage record of another amount',
    () => edit(usageKey, (usage) => ({ ...usage, amountMicros: 1 })),
    ['unbilled-balance-wrong', 'usage-amount-differs', 'usage-changed', 'usage-rated-wrong'],
  ],
  [
    'a usage record of another model',
    () => edit(usageKey, (usage) => ({ ...usage, modelId: 'other' })),
    ['usage-changed'],
  ],
  [
    'a usage record that came from nowhere',
    async () => {
      const item = await table.get(usageKey);
      const data = { ...item?.data, trainingJobName: 'ft-job-8-a1' };
      await table.write([{ put: { ...keys.usage('u', '2026-11', 'ft-job-8-a1'), data } }]);
    },
    ['counter-differs', 'unbilled-balance-wrong', 'usage-without-entry'],
  ],
  [
    'a budget that counts less',
    () => edit(keys.budget('u', '2026-11'), (counter) => ({ ...counter, postedMicros: 0 })),
    ['counter-differs'],
  ],
  ['a budget that is gone', () => drop(keys.budget('u', '2026-11')), ['counter-missing']],
  [
    'a head that is older than its ledger',
    () => edit(keys.ledgerHead('u'), () => ({ sequence: 4, hash: '0'.repeat(64) })),
    ['head-differs'],
  ],
])('%s is found', async (_what, change, expected) => {
  await change();

  expect(await codes()).toEqual(expected);
});

test('a finding says in words what is stored and what it should be', async () => {
  await edit(usageKey, (usage) => ({ ...usage, amountMicros: 5_000_000 }));

  const { findings } = await verify();

  expect(findings[0]).toEqual({
    code: 'usage-rated-wrong',
    userId: 'u',
    trainingJobName: 'ft-job-1-a1',
    message:
      "The usage record of 'ft-job-1-a1' has $5.000000; 7 s x 1 at $4.00 an hour are $0.007778",
  });
});

test.each([
  ['before', 'other apps'],
  ['behind', 'other apps'],
  ['before', 'its own app'],
  ['behind', 'its own app'],
])(
  'a hold of an earlier release, which names no app, may be charged %s jobs of %s',
  async (when, whose) => {
    table = new SqliteTable(':memory:');
    const world = new LedgerWorld(table);
    const period = '2026-11';
    const hold = { versionId: 'job-1', period, amountMicros: 9_000, createdAt: world.now };
    const counter = { period, heldMicros: 9_000, postedMicros: 0 };
    await table.write([
      { put: { ...keys.hold('u', 'job-1'), data: { ...hold, maxRuntimeSeconds: 60 } } },
      { put: { ...keys.budget('u', period), data: counter } },
    ]);
    world.now = '2026-11-26T10:00:00.000Z';
    const other = jobOf(whose === 'its own app' ? 7 : 2);

    if (when === 'before') await world.release(jobOf(1), 7);
    await world.reserve(other, 5_000);
    if (when === 'behind') await world.release(jobOf(1), 7);
    await world.reserve(jobOf(13), 5_000);

    expect((await verify()).findings).toEqual([]);
  },
);
