import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { listHolds } from '../../../../core/billing/hold.ts';
import type { Hold } from '../../../../core/billing/hold.ts';
import { eachEntry, readLedger } from '../../../../core/billing/ledger/ledger-store.ts';
import { openLedger } from '../../../../core/billing/ledger/open-ledger.ts';
import type { UsageRecord } from '../../../../core/billing/usage/usage-record.ts';
import type { Table, Write } from '../../../../core/ports/table.ts';
import { keys } from '../../../../core/records/keys.ts';
import { toData, withRetry } from '../../../../core/records/records.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { SqliteTable } from '../../../../local/table/sqlite-table.ts';
import { makeFolder } from '../../../temporary-folder.ts';

const { sha256 } = processSources;
const now = () => '2026-11-25T10:00:00.000Z';

let table: SqliteTable;
beforeEach(() => void (table = new SqliteTable(':memory:')));
afterEach(() => table.close());

const jobOf = (index: number) => String(index).padStart(32, '0');

/** As releases before the ledger left them: without an app, without a quote. */
async function leave(count: number, more: readonly Partial<UsageRecord>[] = []): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const hold: Hold = {
      versionId: jobOf(index),
      period: '2026-11',
      amountMicros: 1_000,
      maxRuntimeSeconds: 900,
      createdAt: '2026-11-24T10:00:00.000Z',
    };
    await table.write([{ put: { ...keys.hold('u', hold.versionId), data: toData(hold) } }]);
  }
  for (const [index, part] of more.entries()) {
    const usage = { period: '2026-10', trainingJobName: `ft-${index}-a1`, ...part } as UsageRecord;
    const key = keys.usage('u', usage.period, usage.trainingJobName);
    await table.write([{ put: { ...key, data: toData(usage) } }]);
  }
}

async function entriesOf(userId = 'u', of: Table = table) {
  const entries = [];
  for await (const entry of eachEntry(of, userId)) entries.push(entry);
  return entries;
}

test('a tenant without anything needs no opening', async () => {
  expect(await openLedger('u', { table, sha256, now })).toEqual({
    userId: 'u',
    head: { sequence: 0, hash: '0'.repeat(64) },
  });
  expect(await entriesOf()).toEqual([]);
});

test('what was charged and is held is opened once, and asks for nothing any more', async () => {
  await leave(1, [
    { amountMicros: 70 },
    { amountMicros: 0 },
    { period: '2026-11', amountMicros: 5 },
  ]);

  const opened = await openLedger('u', { table, sha256, now });

  expect((await openLedger('u', { table, sha256, now })).head).toEqual(opened.head);
  const entries = await entriesOf();
  expect(entries).toMatchObject([
    {
      kind: 'opening',
      at: now(),
      postings: [
        { account: 'unbilled', micros: 75 },
        { account: 'revenue', micros: -75 },
      ],
      opens: {
        periods: [
          { period: '2026-10', records: 2, micros: 70 },
          { period: '2026-11', records: 1, micros: 5 },
        ],
      },
    },
    { kind: 'hold', id: `hold#${jobOf(0)}`, jobId: jobOf(0), at: '2026-11-24T10:00:00.000Z' },
  ]);
  expect(entries).toHaveLength(2);
});

test.each([29, 30, 31, 60, 65])(
  'all of %d open holds get their entries, whoever dies on the way',
  async (count) => {
    await leave(count);
    let left = 1;
    const dying: Table = {
      get: table.get.bind(table),
      query: table.query.bind(table),
      count: table.count.bind(table),
      write: async (writes: readonly Write[]) => {
        await table.write(writes);
        if ((left -= 1) < 0) throw new Error('died after the write');
      },
    };
    await openLedger('u', { table: dying, sha256, now }).catch(() => undefined);

    const { head } = await openLedger('u', { table, sha256, now });

    const jobs = (await entriesOf()).flatMap(({ jobId }) => jobId ?? []);
    expect(jobs).toEqual(Array.from({ length: count }, (_, index) => jobOf(index)));
    expect(head).toEqual({ sequence: count + 1, hash: expect.any(String) });
  },
);

test('a hold that ends while it is opened is seen: the opening begins anew', async () => {
  await leave(2);
  const between: Table = {
    get: table.get.bind(table),
    count: table.count.bind(table),
    query: async (query) => {
      const page = await table.query(query);
      if (query.pk === keys.usageBehind('u', '').pk)
        await table.write([{ delete: keys.hold('u', jobOf(0)) }]);
      return page;
    },
    write: table.write.bind(table),
  };

  await withRetry(() => openLedger('u', { table: between, sha256, now }));

  expect((await entriesOf()).map(({ id }) => id)).toEqual(['opening', `hold#${jobOf(1)}`]);
});

test('the folder of release 0.1.0 is opened as it was left', async () => {
  const { path: folder, remove } = makeFolder('opening');
  const fixture = join(__dirname, '../../../local/live/release-0.1.0.tar.gz');
  execFileSync('tar', ['-xzf', fixture, '-C', folder, './deeptune.sqlite']);
  const released = new SqliteTable(join(folder, 'deeptune.sqlite'));
  const holds = await listHolds(released, 'tester');

  await openLedger('tester', { table: released, sha256, now });

  const [opening, ...opened] = await entriesOf('tester', released);
  expect(opening?.opens?.periods).toEqual([{ period: '2026-11', records: 1, micros: 0 }]);
  expect(holds.length).toBeGreaterThan(0);
  expect(opened.map(({ jobId, postings }) => [jobId, postings[0]?.micros])).toEqual(
    holds.map(({ versionId, amountMicros }) => [versionId, amountMicros]),
  );
  expect((await readLedger(released, 'tester')).head.sequence).toBe(holds.length + 1);
  released.close();
  remove();
});
