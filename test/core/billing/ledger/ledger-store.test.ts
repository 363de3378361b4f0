import { canonicalJson } from '../../../../core/json.ts';
import { entryIds, transfer } from '../../../../core/billing/ledger/entry.ts';
import type { EntryDraft, Posting } from '../../../../core/billing/ledger/entry.ts';
import {
  appendWrites,
  eachEntry,
  findEntry,
  hashOf,
  readEntries,
  readLedger,
} from '../../../../core/billing/ledger/ledger-store.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { SqliteTable } from '../../../../local/table/sqlite-table.ts';

const { sha256 } = processSources;

const holdOf = (jobId: string, micros = 40): EntryDraft => ({
  kind: 'hold',
  id: entryIds.hold(jobId),
  at: '2026-11-25T10:00:00.000Z',
  period: '2026-11',
  postings: transfer({ from: 'commitments', to: 'held', micros }),
  jobId,
});

let table: SqliteTable;
beforeEach(() => void (table = new SqliteTable(':memory:')));
afterEach(() => table.close());

async function append(userId: string, ...drafts: EntryDraft[]): Promise<void> {
  await table.write(appendWrites(await readLedger(table, userId), drafts, sha256));
}

test('entries come back in their order, each sealed on the one before', async () => {
  await append('u', holdOf('a'));
  await append('u', holdOf('b'), holdOf('c'));

  const entries = await readEntries(table, 'u', { skip: 0, count: 10 });

  expect(entries.map(({ sequence, id }) => [sequence, id])).toEqual([
    [1, 'hold#a'],
    [2, 'hold#b'],
    [3, 'hold#c'],
  ]);
  expect(entries.map(({ previousHash }) => previousHash)).toEqual([
    '0'.repeat(64),
    ...entries.slice(0, 2).map(({ hash }) => hash),
  ]);
  expect(entries.map((entry) => hashOf(entry, sha256))).toEqual(entries.map(({ hash }) => hash));
  expect((await readLedger(table, 'u')).head).toEqual({ sequence: 3, hash: entries[2]?.hash });
});

test('they are read by page, from either end', async () => {
  await append('u', ...['a', 'b', 'c', 'd'].map((job) => holdOf(job)));
  const ids = async (slice: { skip: number; count: number; newestFirst?: boolean }) =>
    (await readEntries(table, 'u', slice)).map(({ jobId }) => jobId);

  expect(await ids({ skip: 1, count: 2 })).toEqual(['b', 'c']);
  expect(await ids({ skip: 1, count: 2, newestFirst: true })).toEqual(['c', 'b']);
  expect(await ids({ skip: 4, count: 2 })).toEqual([]);
});

test('the same business id is written once, whatever else is appended with it', async () => {
  await append('u', holdOf('a'));

  await expect(append('u', holdOf('b'), holdOf('a', 41))).rejects.toThrow('refused');

  expect((await readLedger(table, 'u')).head.sequence).toBe(1);
  expect((await findEntry(table, 'u', 'hold#a'))?.postings).toEqual(holdOf('a').postings);
  expect(await findEntry(table, 'u', 'hold#b')).toBeUndefined();
});

test('of two that append to the same end, one is refused', async () => {
  const read = await readLedger(table, 'u');
  await table.write(appendWrites(read, [holdOf('a')], sha256));

  await expect(table.write(appendWrites(read, [holdOf('b')], sha256))).rejects.toThrow('refused');
});

test('each tenant has a chain of its own', async () => {
  await append('u', holdOf('a'));
  await append('v', holdOf('a'));

  const [entries, others] = await Promise.all(['u', 'v'].map(all));

  expect(entries).toEqual(others);
  expect(await all('w')).toEqual([]);
});

async function all(userId: string) {
  const entries = [];
  for await (const entry of eachEntry(table, userId)) entries.push(entry);
  return entries;
}

const posted = (...postings: [string, number][]): EntryDraft => ({
  ...holdOf('a'),
  postings: postings.map(([account, micros]) => ({ account, micros }) as Posting),
});

test.each([
  [posted(['held', 5], ['commitments', -4]), 'sum to 1'],
  [posted(['held', 0.5], ['commitments', -0.5]), '0.5 on'],
  [posted(['held', 0], ['commitments', 0]), '0 on'],
  [posted(['held', 2 ** 53], ['commitments', -(2 ** 53)]), '9007199254740992 on'],
  [posted(['held', 5], ['held', -5]), "'held' twice"],
  [posted(['gold', 5], ['held', -5]), "no account 'gold'"],
])('what does not balance is never written: %#', async (draft, words) => {
  await expect(append('u', draft)).rejects.toThrow(words);
  expect(await all('u')).toEqual([]);
});

test.each([
  [{ b: 1, a: [2, { d: null, c: 'x' }] }, '{"a":[2,{"c":"x","d":null}],"b":1}'],
  [{ a: undefined, b: true }, '{"b":true}'],
  [{ '\u00e9': 1, z: 2, '10': 3, '9': 4 }, '{"10":3,"9":4,"z":2,"\u00e9":1}'],
])('canonical JSON is one text: %#', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});
