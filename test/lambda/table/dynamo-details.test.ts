import fc from 'fast-check';
import { isError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { WriteRefusedError } from '../../../core/ports/table.ts';
import { DynamoTable } from '../../../lambda/table/dynamo-table.ts';
import { rejection } from '../../contract/wait.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

const tableOn = (fake: FakeAws) =>
  new DynamoTable({ client: fakeClients(fake).dynamodb, tableName: 'deeptune' });

const put = (sk: string, data: JsonObject = {}) => ({ put: { pk: 'p', sk, data } });

describe('what a refused transaction says', () => {
  const words = {
    None: 'ok',
    ConditionalCheckFailed: 'condition',
    TransactionConflict: 'conflict',
    ThrottlingError: 'conflict',
    ProvisionedThroughputExceeded: 'conflict',
  } as const;
  type Code = keyof typeof words;
  const codes = fc.array(fc.constantFrom(...(Object.keys(words) as Code[])), {
    minLength: 1,
    maxLength: 100,
  });

  test('F17: one reason per write, in order, for every vector of codes', async () => {
    await fc.assert(
      fc.asyncProperty(codes, async (vector) => {
        fc.pre(vector.some((code) => code !== 'None'));
        const fake = new FakeAws();
        fake.dynamodb.cancelOnce(vector);

        const error = await rejection(tableOn(fake).write(vector.map((_, n) => put(`s${n}`))));

        expect(error).toBeInstanceOf(WriteRefusedError);
        expect((error as WriteRefusedError).reasons).toEqual(vector.map((code) => words[code]));
        expect(fake.dynamodb.dump()).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['ValidationError', 'ItemCollectionSizeLimitExceeded', 'SomethingNew'])(
    '%s is nobody’s race: it stays the error that it is',
    async (code) => {
      const fake = new FakeAws();
      fake.dynamodb.cancelOnce(['None', code]);

      const error = await rejection(tableOn(fake).write([put('a'), put('b')]));

      expect(error).toMatchObject({ name: 'TransactionCanceledException' });
    },
  );
});

describe('what an item can hold', () => {
  /** JSON in DynamoDB's range: no `__proto__`, doubles between 1e-130 and 1e126. */
  const storable = fc.jsonValue({ maxDepth: 6 }).filter((value) => {
    const text = JSON.stringify(value, (_name, inner: unknown) =>
      typeof inner !== 'number' || inner === 0 || isInRange(Math.abs(inner)) ? inner : 'REFUSED',
    );
    return !/__proto__|REFUSED/.test(text);
  });
  const isInRange = (size: number) => size >= 1e-130 && size < 1e126;

  test('any JSON in range comes back equal, through the real marshalling', async () => {
    await fc.assert(
      fc.asyncProperty(storable, async (value) => {
        const data = JSON.parse(JSON.stringify({ value })) as JsonObject;
        const table = tableOn(new FakeAws());
        await table.write([put('s', data)]);

        const found = await table.get({ pk: 'p', sk: 's' });

        // DynamoDB has no negative zero; JSON.stringify writes it as 0, too.
        expect(JSON.stringify(sorted(found?.data))).toBe(JSON.stringify(sorted(data)));
      }),
      { numRuns: 300 },
    );
  });

  const nested = (depth: number): JsonObject => (depth === 1 ? {} : { a: nested(depth - 1) });

  test.each<[string, JsonObject, boolean]>([
    ['an integer beyond 2^53', { n: 1e20 }, true],
    ['the largest number', { n: 9.9e125 }, true],
    ['a number too large', { n: 1e126 }, false],
    ['a number too small', { n: 1e-131 }, false],
    ['no number at all', { n: NaN }, false],
    ['32 levels', nested(32), true],
    ['33 levels', nested(33), false],
    ['380,000 bytes', { text: 'x'.repeat(380_000) }, true],
    ['400,000 bytes', { text: 'x'.repeat(400_000) }, false],
    ['a field called __proto__', JSON.parse('{"a": {"__proto__": 1}}') as JsonObject, false],
  ])('%s', async (_name, data, fits) => {
    const fake = new FakeAws();

    const error = await rejection(tableOn(fake).write([put('s', data)]));

    if (fits) expect(error).toBeUndefined();
    else expect(isError(error, 'invalidRequest')).toBe(true);
    if (fits) expect((await tableOn(fake).get({ pk: 'p', sk: 's' }))?.data).toEqual(data);
  });
});

describe('pages', () => {
  const tokenOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

  test.each([
    ['nonsense', 'nonsense'],
    ['nothing', ''],
    ['no key', tokenOf(null)],
    ['a number', tokenOf({ pk: 'p', sk: 1 })],
    ['half a key', tokenOf({ pk: 'p' })],
    ['more than a key', tokenOf({ pk: 'p', sk: 's', other: 'x' })],
    ['another partition', tokenOf({ pk: 'foreign', sk: 's' })],
  ])(
    'a page token that is %s is invalid-request, and asks DynamoDB nothing',
    async (_name, after) => {
      const fake = new FakeAws();

      const error = await rejection(tableOn(fake).query({ pk: 'p', after }));

      expect(isError(error, 'invalidRequest')).toBe(true);
      expect(fake.calls).toEqual([]);
    },
  );

  test('pages that DynamoDB cuts at 1 MB come whole', async () => {
    const table = tableOn(new FakeAws());
    const text = 'x'.repeat(300_000);
    for (let n = 0; n < 9; n++) await table.write([put(`s${n}`, { text })]);

    const first = await table.query({ pk: 'p' });
    const second = await table.query({ pk: 'p', after: first.next ?? '' });

    expect(first.items.length).toBeLessThan(9);
    expect(second.items[0]?.sk).toBe(`s${first.items.length}`);
  });

  test('an index that lags is read as it is', async () => {
    let now = 0;
    const fake = new FakeAws({ now: () => now });
    fake.dynamodb.indexLagMs = 1000;
    const table = tableOn(fake);
    await table.write([{ put: { pk: 'p', sk: 's', index: { pk: 'open', sk: '1' }, data: {} } }]);

    expect((await table.query({ pk: 'open', fromIndex: true })).items).toHaveLength(0);
    now = 1000;
    expect((await table.query({ pk: 'open', fromIndex: true })).items).toHaveLength(1);
  });
});

test('an empty list of writes asks DynamoDB nothing', async () => {
  const fake = new FakeAws();

  await tableOn(fake).write([]);

  expect(fake.calls).toEqual([]);
});

/** Key order is no part of JSON’s meaning. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('what is put is new: every Put says so, and everything else is an update', async () => {
  const fake = new FakeAws();
  const sent: unknown[] = [];
  const { dynamodb: client } = fakeClients(fake);
  client.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName === 'TransactWriteItemsCommand') sent.push(args.input);
      return next(args);
    },
    { step: 'initialize' },
  );
  const table = new DynamoTable({ client, tableName: 'deeptune' });
  const item = { put: { pk: 'p', sk: 'a', index: { pk: 'i', sk: 'k' }, data: { n: 0.5 } } };
  await table.write([{ ...item, if: 'absent' }]);
  await table.write([{ ...item, if: 'present' }, put('b')]);

  expect(sent).toMatchObject([
    { TransactItems: [{ Put: { ConditionExpression: 'attribute_not_exists(pk)' } }] },
    { TransactItems: [{ Update: {} }, { Update: {} }] },
  ]);
  expect(await table.get({ pk: 'p', sk: 'a' })).toEqual({ ...item.put, rev: 2 });
});
