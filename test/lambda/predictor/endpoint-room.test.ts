import { isError } from '../../../core/errors.ts';
import { keys } from '../../../core/records/keys.ts';
import type { Table } from '../../../core/ports/table.ts';
import { DynamoTable } from '../../../lambda/table/dynamo-table.ts';
import type { EndpointLimits } from '../../../lambda/predictor/endpoint-room.ts';
import { ServerlessPredictor } from '../../../lambda/predictor/sagemaker-predictor.ts';
import { rejection } from '../../contract/wait.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';
import { WireError } from '../../wire/protocol/wire.ts';
import { endpointsOn, noon } from './endpoints.ts';

const id = (n: number) => String(n).padStart(32, '0');
const artifactOf = (n: number) => ({ modelVersionId: id(n), prefix: 'p/', archiveKey: 'a' });
const always = () => true;
const afterNoon = (minutes: number) => new Date(Date.parse(noon) + minutes * 60_000).toISOString();

/**
 * An account whose endpoints answer at once, and its functions: each is a process of its own, with
 * a clock of its own.
 */
class Functions {
  readonly fake = new FakeAws();
  readonly #clients = fakeClients(this.fake);
  readonly table = new DynamoTable({ client: this.#clients.dynamodb, tableName: 'deeptune' });

  constructor() {
    const { hosting } = this.fake.sagemaker;
    hosting.onCreate = (name) =>
      hosting.serve(name, ({ inputs }) => ({ outputs: inputs.map(() => ({ text: 'yes' })) }));
  }

  /** One function at so many minutes after noon. */
  at(minutes: number, options: { limits?: Partial<EndpointLimits>; table?: Table } = {}) {
    const now = () => afterNoon(minutes);
    const endpoints = endpointsOn(this.#clients, { now, table: this.table, ...options });
    const predictor = new ServerlessPredictor({
      sagemaker: this.#clients.sagemaker,
      runtime: this.#clients.sagemakerRuntime,
      ...{ bucket: 'b', image: 'i', roleArn: 'r', maxConcurrency: 5 },
      ...endpoints,
      timeLeft: () => 30_000,
    });
    const ask = (n: number) => predictor.predict(artifactOf(n), [{ text: 'a' }]);
    return { ...endpoints, predictor, ask };
  }

  /** Makes the endpoint of a version, and asks it so many minutes after noon. */
  async use(n: number, minutes: number): Promise<void> {
    const { ask } = this.at(minutes);
    await ask(n).catch((error: unknown) => {
      if (!isError(error, 'modelDeploying')) throw error;
    });
    await ask(n);
  }

  get names(): string[] {
    return [...this.fake.sagemaker.hosting.endpoints.keys()].sort();
  }

  /** Versions that are remembered, the one unused for longest first. */
  async remembered(): Promise<string[]> {
    const { items } = await this.table.query({ pk: keys.endpoints(), fromIndex: true });
    return items.map(({ data }) => String(data['modelVersionId']));
  }

  deletions(): number {
    return this.fake.count('sagemaker', 'DeleteEndpoint');
  }
}

test('an endpoint that nobody asked for a day is freed with all of it; one that was asked meanwhile stays', async () => {
  const functions = new Functions();
  await functions.use(1, 0);
  await functions.use(2, 0);
  await functions.use(2, 60);

  const early = await functions.at(24 * 60 - 1).room.freeIdle(always);
  const freed = await functions.at(24 * 60).room.freeIdle(always);

  expect(early).toEqual([]);
  expect(freed).toEqual([`${id(1)}: nobody asked for 24 hours, last used ${noon}`]);
  expect(functions.names).toEqual([`ft-${id(2)}`]);
  expect(await functions.remembered()).toEqual([id(2)]);
  const { models, configs } = functions.fake.sagemaker.hosting;
  expect([models.size, configs.size]).toEqual([1, 1]);
});

test('beyond the configured number those unused for longest are freed, but none that was asked a moment ago', async () => {
  const functions = new Functions();
  for (const n of [1, 2, 3, 4, 5]) await functions.use(n, n);
  await functions.use(1, 60);

  const { room } = functions.at(62, { limits: { maxEndpoints: 2 } });
  const freed = await room.freeIdle(always);
  const soon = functions.at(62, { limits: { maxEndpoints: 1 } });
  await functions.use(5, 61);

  expect(freed.map((line) => line.split(',')[0])).toEqual(
    [2, 3, 4].map((n) => `${id(n)}: there are too many`),
  );
  expect(await soon.room.freeIdle(always)).toEqual([]);
  expect(functions.names).toEqual([`ft-${id(1)}`, `ft-${id(5)}`]);
});

test('a freed one that is asked again is 21351 while it is made anew, and then answers', async () => {
  const functions = new Functions();
  await functions.use(1, 0);
  await functions.at(24 * 60).room.freeIdle(always);
  // Another function, which remembers nothing, and one that remembers the use of before.
  const { ask } = functions.at(24 * 60 + 1);

  const error = await rejection(ask(1));

  expect(isError(error, 'modelDeploying')).toBe(true);
  expect(await ask(1)).toEqual([{ text: 'yes' }]);
});

test('a function that remembers a use of a moment ago finds out that the endpoint is gone, and makes it anew', async () => {
  const functions = new Functions();
  await functions.use(1, 0);
  const remembering = functions.at(0);
  await remembering.ask(1);
  await functions.at(24 * 60).room.freeIdle(always);

  const error = await rejection(remembering.ask(1));

  expect(isError(error, 'modelDeploying')).toBe(true);
  expect(await remembering.ask(1)).toEqual([{ text: 'yes' }]);
  expect(await functions.remembered()).toEqual([id(1)]);
});

test('two that free at the same moment free each endpoint once', async () => {
  const functions = new Functions();
  for (const n of [1, 2, 3]) await functions.use(n, 0);
  const [one, other] = [functions.at(24 * 60), functions.at(24 * 60)];

  const freed = await Promise.all([one.room.freeIdle(always), other.room.freeIdle(always)]);

  expect(
    freed
      .flat()
      .map((line) => line.slice(0, 32))
      .sort(),
  ).toEqual([id(1), id(2), id(3)]);
  expect(functions.deletions()).toBe(3);
  expect(await functions.remembered()).toEqual([]);
});

/**
 * The table, with something that happens just before the next write, as when another function is
 * faster.
 */
function overtaken(table: Table, meanwhile: () => Promise<unknown>): Table {
  let next: (() => Promise<unknown>) | undefined = meanwhile;
  return {
    get: (key) => table.get(key),
    query: (query) => table.query(query),
    count: (query) => table.count(query),
    write: async (writes) => {
      const before = next;
      next = undefined;
      await before?.();
      await table.write(writes);
    },
  };
}

describe('a prediction at the same moment', () => {
  test('that is faster keeps its endpoint', async () => {
    const functions = new Functions();
    await functions.use(1, 0);
    const asked = functions.at(24 * 60);
    const table = overtaken(functions.table, () => asked.ask(1));

    const freed = await functions.at(24 * 60, { table }).room.freeIdle(always);

    expect(freed).toEqual([]);
    expect(functions.names).toEqual([`ft-${id(1)}`]);
    expect(await asked.ask(1)).toEqual([{ text: 'yes' }]);
  });

  test('that is slower is told to come back, and makes nothing that would be freed under it', async () => {
    const functions = new Functions();
    await functions.use(1, 0);
    const { room } = functions.at(24 * 60);
    const table = overtaken(functions.table, async () => {
      expect(await room.freeIdle(always)).toHaveLength(1);
    });

    const error = await rejection(functions.at(24 * 60, { table }).ask(1));

    expect(isError(error, 'modelDeploying')).toBe(true);
    expect(await functions.remembered()).toEqual([id(1)]);
    expect(await functions.at(24 * 60).room.freeIdle(always)).toEqual([]);
  });

  test('between the claim and the end finds its endpoint being freed', async () => {
    const functions = new Functions();
    await functions.use(1, 0);
    const { records } = functions.at(24 * 60);
    expect(await records.claim({ modelVersionId: id(1), lastUsedAt: noon })).toBe(true);

    const error = await rejection(functions.at(24 * 60).ask(1));

    expect(String(error)).toMatch(/^model-deploying: .* is being freed; ask again/);
    expect(functions.fake.count('sagemaker', 'CreateEndpoint')).toBe(1);
  });
});

test('who died while he freed is followed by another, once that is certain', async () => {
  const functions = new Functions();
  await functions.use(1, 0);
  await functions.use(2, 0);
  const denied = new WireError('AccessDeniedException', 'no', 400);
  functions.fake.faultOnce('sagemaker', 'DeleteEndpointConfig', denied);
  const first = await functions.at(24 * 60).room.freeIdle(always);

  const atOnce = await functions.at(24 * 60 + 5).room.freeIdle(always);
  const later = await functions.at(24 * 60 + 11).room.freeIdle(always);

  // What fails for one keeps none of the others.
  expect(first).toEqual([
    expect.stringMatching(new RegExp(`^${id(1)}: could not be freed: AccessDenied`)),
    expect.stringMatching(new RegExp(`^${id(2)}: nobody asked`)),
  ]);
  expect([atOnce, later]).toEqual([[], [expect.stringContaining('was not finished')]]);
  expect(await functions.remembered()).toEqual([]);
});

test('without time nothing is begun', async () => {
  const functions = new Functions();
  await functions.use(1, 0);

  expect(await functions.at(24 * 60).room.freeIdle(() => false)).toEqual([]);
  expect(functions.names).toHaveLength(1);
});

test('a version that is deleted takes its endpoint with it, and is not remembered', async () => {
  const functions = new Functions();
  await functions.use(1, 0);

  await functions.at(0).predictor.release(id(1));

  expect(functions.names).toEqual([]);
  expect(await functions.remembered()).toEqual([]);
});
