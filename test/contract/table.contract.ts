import { isError } from '../../core/errors.ts';
import type { Item, Query, Table, Write } from '../../core/ports/table.ts';
import { WriteRefusedError } from '../../core/ports/table.ts';
import { all, put, readPages, sks } from './table-items.ts';
import { skipTests } from './table-skip.contract.ts';
import { eventually, rejection } from './wait.ts';

/** One adapter under test, empty at the start. */
export interface TableHarness {
  readonly port: Table;
  readonly cleanup?: () => Promise<void>;
}

/** What every `Table` promises. `make` is asked for a fresh, empty table before each test. */
export function describeTable(name: string, make: () => Promise<TableHarness>): void {
  describe(`Table: ${name}`, () => {
    let harness: TableHarness;
    let table: Table;
    beforeEach(async () => {
      harness = await make();
      table = harness.port;
    });
    afterEach(async () => {
      await harness.cleanup?.();
    });

    describe('one item', () => itemTests(() => table));
    describe('conditions', () => conditionTests(() => table));
    describe('transactions', () => transactionTests(() => table));
    describe('queries', () => queryTests(() => table));
    describe('passing over and counting', () => skipTests(() => table));
    describe('index', () => indexTests(() => table));
    describe('races', () => raceTests(() => table));
  });
}

function itemTests(table: () => Table): void {
  test.each([
    ['an empty part', { pk: 'p', sk: '' }],
    ['a sort key of more than 1,024 bytes', { pk: 'p', sk: 'é'.repeat(513) }],
    ['a partition key of more than 2,048 bytes', { pk: 'é'.repeat(1025), sk: 's' }],
  ])('nothing is kept under %s, and asking for it is no error', async (_what, key) => {
    await table().write([{ delete: key }]);

    expect(await table().get(key)).toBeUndefined();
    expect(await table().query({ pk: key.pk })).toEqual({ items: [] });
    const refused = await rejection(table().write([put(key.pk, key.sk)]));
    expect(isError(refused, 'invalidRequest')).toBe(true);
    expect(
      isError(await rejection(table().write([{ check: key, if: 'absent' }])), 'invalidRequest'),
    ).toBe(true);
  });

  test('the longest keys are kept', async () => {
    const key = { pk: 'é'.repeat(1024), sk: 'é'.repeat(512) };
    await table().write([put(key.pk, key.sk)]);

    expect((await table().get(key))?.rev).toBe(1);
  });

  test('an absent item is undefined', async () => {
    expect(await table().get({ pk: 'user#u1', sk: 'app#a' })).toBeUndefined();
  });

  test('an item comes back as it was put', async () => {
    const data = {
      text: 'é 漢 😀 "quoted" \n',
      empty: '',
      zero: 0,
      integer: 9_007_199_254_740_991,
      fraction: -0.1,
      yes: true,
      no: false,
      nothing: null,
      list: [1, 'two', null, [], {}],
      nested: { a: { b: { c: [] } } },
    };

    await table().write([{ put: { pk: 'p', sk: 's', data } }]);

    expect(await table().get({ pk: 'p', sk: 's' })).toEqual({ pk: 'p', sk: 's', rev: 1, data });
  });

  test('rev counts the writes of the item from 1, and starts again after a delete', async () => {
    await table().write([put('p', 's', { n: 1 })]);
    await table().write([put('p', 's', { n: 2 })]);
    expect(await table().get({ pk: 'p', sk: 's' })).toMatchObject({ rev: 2, data: { n: 2 } });

    await table().write([{ delete: { pk: 'p', sk: 's' } }]);
    expect(await table().get({ pk: 'p', sk: 's' })).toBeUndefined();

    await table().write([put('p', 's', { n: 3 })]);
    expect((await table().get({ pk: 'p', sk: 's' }))?.rev).toBe(1);
  });

  test('a put replaces the whole of the data', async () => {
    await table().write([put('p', 's', { a: 1, b: 2 })]);
    await table().write([put('p', 's', { b: 3 })]);

    expect((await table().get({ pk: 'p', sk: 's' }))?.data).toEqual({ b: 3 });
  });

  test('deleting an absent item is no error', async () => {
    await table().write([{ delete: { pk: 'p', sk: 'absent' } }]);
  });
}

function conditionTests(table: () => Table): void {
  const key = { pk: 'p', sk: 's' };
  const cases: [string, Write, boolean, boolean][] = [
    ['put if absent', { ...put('p', 's', { by: 'test' }), if: 'absent' }, true, false],
    ['put if present', { ...put('p', 's', { by: 'test' }), if: 'present' }, false, true],
    ['put if rev 1', { ...put('p', 's', { by: 'test' }), if: { rev: 1 } }, false, true],
    ['put if rev 2', { ...put('p', 's', { by: 'test' }), if: { rev: 2 } }, false, false],
    ['delete if absent', { delete: key, if: 'absent' }, true, false],
    ['delete if present', { delete: key, if: 'present' }, false, true],
    ['delete if rev 1', { delete: key, if: { rev: 1 } }, false, true],
    ['delete if rev 2', { delete: key, if: { rev: 2 } }, false, false],
    ['check absent', { check: key, if: 'absent' }, true, false],
    ['check present', { check: key, if: 'present' }, false, true],
    ['check rev 1', { check: key, if: { rev: 1 } }, false, true],
    ['check rev 2', { check: key, if: { rev: 2 } }, false, false],
  ];

  test.each(cases)('%s', async (_name, write, holdsWithout, holdsWith) => {
    expect(await holds(table(), write)).toBe(holdsWithout);

    await table().write([{ delete: key }]);
    await table().write([put('p', 's', { by: 'set-up' })]);
    expect(await holds(table(), write)).toBe(holdsWith);
  });

  test('a refused write changes nothing', async () => {
    await table().write([put('p', 's', { n: 1 })]);

    await rejection(table().write([{ ...put('p', 's', { n: 2 }), if: 'absent' }]));

    expect(await table().get(key)).toEqual({ ...key, rev: 1, data: { n: 1 } });
  });

  test('a check that holds changes nothing', async () => {
    await table().write([put('p', 's', { n: 1 })]);
    await table().write([{ check: key, if: 'present' }]);

    expect((await table().get(key))?.rev).toBe(1);
  });
}

async function holds(table: Table, write: Write): Promise<boolean> {
  const error = await rejection(table.write([write]));
  if (error === undefined) return true;
  expect(error).toBeInstanceOf(WriteRefusedError);
  expect((error as WriteRefusedError).reasons).toEqual(['condition']);
  return false;
}

function transactionTests(table: () => Table): void {
  test('one failed condition refuses all writes, with one reason per write in order', async () => {
    await table().write([put('p', 'there')]);

    const error = await rejection(
      table().write([
        { ...put('p', 'new'), if: 'absent' },
        { ...put('p', 'there', { n: 2 }), if: 'absent' },
        { check: { pk: 'q', sk: 'missing' }, if: 'present' },
      ]),
    );

    expect(error).toBeInstanceOf(WriteRefusedError);
    expect((error as WriteRefusedError).reasons).toEqual(['ok', 'condition', 'condition']);
    expect(await table().get({ pk: 'p', sk: 'new' })).toBeUndefined();
    expect((await table().get({ pk: 'p', sk: 'there' }))?.rev).toBe(1);
  });

  test('puts, deletes and checks over several partitions happen together', async () => {
    await table().write([put('a', '1'), put('b', '1')]);

    await table().write([
      { ...put('a', '1', { n: 2 }), if: { rev: 1 } },
      { ...put('c', '1'), if: 'absent' },
      { delete: { pk: 'b', sk: '1' }, if: 'present' },
      { check: { pk: 'd', sk: '1' }, if: 'absent' },
    ]);

    expect((await table().get({ pk: 'a', sk: '1' }))?.rev).toBe(2);
    expect((await table().get({ pk: 'c', sk: '1' }))?.rev).toBe(1);
    expect(await table().get({ pk: 'b', sk: '1' })).toBeUndefined();
  });

  test('100 writes are one transaction', async () => {
    await table().write(Array.from({ length: 100 }, (_, n) => put('p', `s${n}`)));

    expect((await table().query({ pk: 'p' })).items).toHaveLength(100);
  });

  test('101 writes are refused as invalid-request, and nothing is written', async () => {
    const writes = Array.from({ length: 101 }, (_, n) => put('p', `s${n}`));

    expect(isError(await rejection(table().write(writes)), 'invalidRequest')).toBe(true);
    expect((await table().query({ pk: 'p' })).items).toHaveLength(0);
  });

  test('two writes on one key are refused as invalid-request, and nothing is written', async () => {
    const writes: Write[] = [put('p', 'other'), put('p', 's'), { delete: { pk: 'p', sk: 's' } }];

    expect(isError(await rejection(table().write(writes)), 'invalidRequest')).toBe(true);
    expect((await table().query({ pk: 'p' })).items).toHaveLength(0);
  });
}

function queryTests(table: () => Table): void {
  test('an empty partition is an empty page without next', async () => {
    expect(await table().query({ pk: 'nobody' })).toEqual({ items: [] });
  });

  test('items come in the order of the UTF-8 bytes of their sort keys', async () => {
    // UTF-16 order would put the emoji (a surrogate pair) before U+FF21.
    const sorted = ['!', '0', '10', '9', 'B', 'a', 'aa', 'b', '~', 'é', '\u{ff21}', '😀'];
    await table().write([...sorted].reverse().map((sk) => put('p', sk)));

    expect(sks(await all(table(), { pk: 'p' }))).toEqual(sorted);
    expect(sks(await all(table(), { pk: 'p', descending: true }))).toEqual([...sorted].reverse());
  });

  test('a prefix is taken literally and never reads a neighbour', async () => {
    await table().write([
      ...['app#', 'app#a', 'app#b%', 'app#b_', 'app$', 'app"', 'apq', 'b%', 'bb', 'b_'].map((sk) =>
        put('user#u1', sk),
      ),
      put('user#u10', 'app#foreign'),
    ]);

    expect(sks(await all(table(), { pk: 'user#u1', prefix: 'app#' }))).toEqual([
      'app#',
      'app#a',
      'app#b%',
      'app#b_',
    ]);
    expect(sks(await all(table(), { pk: 'user#u1', prefix: 'b%' }))).toEqual(['b%']);
    expect(sks(await all(table(), { pk: 'user#u1', prefix: 'b_' }))).toEqual(['b_']);
  });

  test.each([
    { limit: 1 },
    { limit: 3 },
    { limit: 3, descending: true },
    { limit: 3, prefix: 'x' },
    { limit: 1000 },
  ])('pages of %j put together are the whole', async (shape) => {
    const sorted = Array.from({ length: 10 }, (_, n) => `${n % 2 ? 'x' : 'y'}${n}`).sort();
    await table().write(sorted.map((sk) => put('p', sk)));
    const wanted = sorted.filter((sk) => sk.startsWith(shape.prefix ?? ''));
    if (shape.descending) wanted.reverse();

    const pages = await readPages(table(), { pk: 'p', ...shape });

    expect(pages.flat().map((item) => item.sk)).toEqual(wanted);
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(shape.limit);
  });

  test('a page goes on behind its last item, also where that one is gone', async () => {
    await table().write(['a', 'b', 'c', 'd'].map((sk) => put('p', sk)));
    const first = await table().query({ pk: 'p', limit: 2 });
    await table().write([{ delete: { pk: 'p', sk: 'b' } }, put('p', 'bb')]);

    const rest = await table().query({ pk: 'p', limit: 1000, after: first.next ?? '' });

    expect(sks(rest.items)).toEqual(['bb', 'c', 'd']);
  });
}

function indexTests(table: () => Table): void {
  const inIndex = (sk: string, index: { pk: string; sk: string }): Write => ({
    put: { pk: 'p', sk, index, data: { sk } },
  });

  test('items are found by their index key, whole and in its order', async () => {
    await table().write([
      inIndex('late', { pk: 'open', sk: '2026-02' }),
      inIndex('early', { pk: 'open', sk: '2026-01' }),
      inIndex('elsewhere', { pk: 'closed', sk: '2026-01' }),
      put('p', 'not in it'),
    ]);

    const items = await indexed(table(), { pk: 'open' }, ['early', 'late']);
    expect(items[0]).toEqual({
      pk: 'p',
      sk: 'early',
      rev: 1,
      index: { pk: 'open', sk: '2026-01' },
      data: { sk: 'early' },
    });
    await indexed(table(), { pk: 'open', descending: true }, ['late', 'early']);
    await indexed(table(), { pk: 'open', prefix: '2026-02' }, ['late']);
  });

  test('a put moves an item in the index, or takes it out', async () => {
    await table().write([
      inIndex('a', { pk: 'open', sk: '1' }),
      inIndex('b', { pk: 'open', sk: '2' }),
    ]);

    await table().write([inIndex('a', { pk: 'open', sk: '3' }), put('p', 'b')]);

    await indexed(table(), { pk: 'open' }, ['a']);
    expect(await table().get({ pk: 'p', sk: 'b' })).not.toHaveProperty('index');
  });

  test('a deleted item leaves the index', async () => {
    await table().write([inIndex('a', { pk: 'open', sk: '1' })]);
    await table().write([{ delete: { pk: 'p', sk: 'a' } }]);

    await indexed(table(), { pk: 'open' }, []);
  });

  test.each([false, true])(
    'items at one index position all come, paged (descending: %s)',
    async (descending) => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      await table().write(names.map((sk) => inIndex(sk, { pk: 'open', sk: 'same' })));

      const found = await eventually('five items in the index', async () => {
        const pages = await readPages(table(), {
          pk: 'open',
          fromIndex: true,
          limit: 2,
          descending,
        });
        return pages.flat().length === 5 ? pages.flat() : undefined;
      });
      expect(sks(found).sort()).toEqual(names);
      const query = { pk: 'open', fromIndex: true, descending };
      expect((await table().query({ ...query, skip: 3 })).items).toEqual(found.slice(3));
      expect(await table().count({ pk: 'open', fromIndex: true })).toBe(5);
    },
  );
}

function raceTests(table: () => Table): void {
  test('of many who put the same item if absent, one wins', async () => {
    const tries = Array.from({ length: 8 }, (_, n) =>
      table().write([{ ...put('p', 's', { n }), if: 'absent' }]),
    );

    const results = await Promise.allSettled(tries);

    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(WriteRefusedError);
    }
  });

  test('read, change and write if unchanged loses no update', async () => {
    await table().write([put('p', 'count', { n: 0 })]);
    const increment = async (): Promise<void> => {
      for (;;) {
        const item = await table().get({ pk: 'p', sk: 'count' });
        if (!item) throw new Error('the counter is gone');
        const next = {
          ...put('p', 'count', { n: Number(item.data['n']) + 1 }),
          if: { rev: item.rev },
        };
        const error = await rejection(table().write([next]));
        if (error === undefined) return;
        if (!(error instanceof WriteRefusedError)) throw error;
      }
    };

    await Promise.all(Array.from({ length: 10 }, increment));

    expect((await table().get({ pk: 'p', sk: 'count' }))?.data).toEqual({ n: 10 });
  });
}

/** Index reads may lag: waits until the index shows exactly these sort keys. */
async function indexed(table: Table, query: Query, wanted: string[]): Promise<readonly Item[]> {
  return eventually(`${wanted.join(', ')} in the index`, async () => {
    const items = await all(table, { ...query, fromIndex: true });
    return JSON.stringify(sks(items)) === JSON.stringify(wanted) ? items : undefined;
  });
}
