import { createDatasetVersion } from '../../../../../core/dataset/version/create-dataset-version.ts';
import { getDatasetVersion } from '../../../../../core/dataset/version/dataset-version-store.ts';
import type { DatasetVersion } from '../../../../../core/dataset/version/dataset-version.ts';
import { freezeDataset, readManifest } from '../../../../../core/dataset/version/freeze.ts';
import type { FreezeRequest } from '../../../../../core/dataset/version/freeze.ts';
import { freezeVersion } from '../../../../../core/dataset/version/freezing/freeze-version.ts';
import { eachManifestRow } from '../../../../../core/dataset/version/manifest.ts';
import type { Input } from '../../../../../core/dataset/record/input.ts';
import { isError } from '../../../../../core/errors.ts';
import { omit } from '../../../../../core/json.ts';
import type { Dependencies } from '../../../../../core/ports/host.ts';
import type { Objects } from '../../../../../core/ports/objects.ts';
import type { Table } from '../../../../../core/ports/table.ts';
import type { Task } from '../../../../../core/ports/tasks.ts';
import { resumeFreezing } from '../../../../../core/recovery/open-dataset-versions.ts';
import { keys } from '../../../../../core/records/keys.ts';
import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { toData } from '../../../../../core/records/records.ts';
import { Account } from '../../../../lambda/account.ts';
import { hostWith } from '../../../api/app-under-test.ts';

const scope = { userId: 'tester', appId: 'lab' };
const tooFew = { inputs: 3, bytes: 1_000_000 };
const start = Date.parse('2026-11-29T10:00:00.000Z');

const text = (n: number, changes: Partial<Input> = {}): Input => ({
  id: `t${String(n).padStart(4, '0')}`,
  data: { kind: 'text', text: `text ${n % 40}` },
  concepts: [{ id: n % 3 === 0 ? 'a' : 'b', name: n % 3 === 0 ? 'A' : 'B', value: n % 5 ? 1 : 0 }],
  metadata: {},
  datasetIds: ['ds'],
  createdAt: '2026-11-29T09:00:00.000Z',
  modifiedAt: '2026-11-29T09:00:00.000Z',
  ...changes,
});
const image = (n: number): Input => {
  const sha256 = `${n % 7}`.repeat(64);
  const regions = [
    {
      concepts: [{ id: 'r', name: 'R', value: 1 }],
      box: null,
      polygon: null,
      mask: 'e'.repeat(64),
    },
  ];
  return {
    ...text(n, { data: { kind: 'image', sha256, size: 100 + (n % 7), format: 'png' } }),
    ...(n % 2 ? { regions } : {}),
  };
};
const invalid = (n: number): Input =>
  text(n, { data: { kind: 'invalid', wasKind: 'image', statusCode: 30002, reason: 'gone' } });

describe('freezing by a task', () => {
  let account: Account;
  let clock: number;
  let deps: Dependencies;
  let tasks: Task[];
  beforeEach(async () => {
    account = new Account({ runsWorkflow: false });
    clock = start;
    tasks = [];
    deps = on({});
  });
  afterEach(() => account.close());

  /** The host with a clock, and tasks, of the test. */
  function on(
    changes: Partial<Dependencies>,
    settings: object = { freezing: tooFew },
  ): Dependencies {
    const host = account.host('api');
    return hostWith(host, {
      settings: { ...host.settings, ...settings },
      now: () => new Date(clock).toISOString(),
      tasks: { start: async (task) => void tasks.push(task) },
      ...changes,
    });
  }

  async function add(...inputs: Input[]): Promise<void> {
    for (const input of inputs)
      await deps.table.write([{ put: { ...keys.input(scope, input.id), data: toData(input) } }]);
  }

  const request: FreezeRequest = { datasetId: 'ds', versionId: 'v' };
  const create = (using = deps, changes: Partial<FreezeRequest> = {}) =>
    createDatasetVersion(scope, { ...request, ...changes }, using);
  const stored = (): Promise<DatasetVersion> => getDatasetVersion(scope, 'ds', 'v', deps);
  const run = (using = deps, hasTime = () => true) => {
    const task = tasks.shift();
    if (!task) throw new Error('no task was started');
    return freezeVersion(task, hasTime, using);
  };
  const ids = async () => (await readManifest(scope, await stored(), deps)).map(({ id }) => id);
  const rows = async () => {
    const found: string[] = [];
    for await (const { id } of eachManifestRow(scope, await stored(), deps)) found.push(id);
    return found;
  };
  const objectsBelow = async () =>
    (await deps.objects.list(objectKeys.datasetVersionPrefix(scope, 'ds', 'v'))).objects.map(
      ({ key }) => key.split('/').at(-1),
    );

  test('freezes what a request would freeze: the same rows, digest and counts', async () => {
    const all = Array.from({ length: 120 }, (_, n) =>
      [text, image, invalid][n % 3 ? n % 2 : 2]!(n),
    );
    await add(...all, text(200, { datasetIds: ['another'] }));
    const at = deps.now();
    const within = await freezeDataset(
      scope,
      { ...request, createdAt: at },
      on({}, { freezing: { inputs: 1_000, bytes: 1e6 } }),
    );
    const pending = await create();

    expect(pending).toMatchObject({ state: 'pending', inputCount: 0, digest: '' });
    expect(await run()).toBe('frozen');

    const frozen = await stored();
    const names = ['manifestName', 'reportName'] as const;
    expect(omit(frozen, ...names)).toEqual(omit(within.version, ...names));
    expect(frozen.inputCount).toBe(120);
    expect(frozen.invalidCount).toBe(40);
    expect(await ids()).toEqual(all.map(({ id }) => id));
    expect(await rows()).toEqual(all.map(({ id }) => id));
    expect(await objectsBelow()).toEqual([frozen.manifestName, frozen.reportName]);
  });

  test('two creations of one id: one is refused before it writes, one manifest is there, and it is the right one', async () => {
    await add(text(1), text(2));
    const small = { inputs: 10, bytes: 1e6 };
    let second: unknown;
    const puts: string[] = [];
    const objects = watching(deps.objects, async (key) => {
      puts.push(key);
      if (puts.length > 1) return;
      // In the middle of the first creation, between its record and its manifest: other inputs, and
      // the second creation.
      await add(text(3));
      second = await create(on({ objects }, { freezing: small })).catch((error: unknown) => error);
    });
    const first = await create(on({ objects }, { freezing: small }));

    expect(isError(second, 'alreadyExists')).toBe(true);
    expect(puts.map((key) => key.split('/').at(-1))).toEqual([
      first.manifestName,
      first.reportName,
    ]);
    expect(first.inputCount).toBe(2);
    expect(await stored()).toEqual(first);
    expect(await rows()).toEqual(['t0001', 't0002']);
    expect(await objectsBelow()).toHaveLength(2);
  });

  test('two creations that both have begun to write their record: the table lets one of them', async () => {
    await add(text(1));
    const both = await Promise.allSettled([create(), create()]);

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await rows()).toEqual(['t0001']);
  });

  test('killed between the record and the manifest: the reconciler has it frozen, once its owner is surely gone', async () => {
    await add(text(1), text(2));
    const killed = new Promise<never>(() => undefined);
    let hasBegun: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (hasBegun = resolve));
    const objects = watching(deps.objects, () => {
      hasBegun();
      return killed;
    });
    void create(on({ objects }));
    await begun;

    expect((await stored()).state).toBe('pending');
    clock += 61_000;
    expect((await resumeFreezing(deps)).repaired).toEqual([]);
    clock += 60_000;
    expect((await resumeFreezing(deps)).repaired).toEqual(['dataset version v: freezing started']);
    expect(await run()).toBe('frozen');
    expect(await rows()).toEqual(['t0001', 't0002']);
    expect((await resumeFreezing(deps)).looked).toBe(0);
  });

  test('what fails within the request leaves nothing behind, and the id free', async () => {
    await add(text(1));
    const objects = watching(deps.objects, () => Promise.reject(new Error('no disk')));

    await expect(create(on({ objects }))).rejects.toThrow('no disk');
    expect((await create()).inputCount).toBe(1);
  });

  describe('of many pages', () => {
    const count = 2_500;
    beforeEach(async () => {
      for (let from = 0; from < count; from += 100)
        await deps.table.write(
          Array.from({ length: 100 }, (_, n) => text(from + n)).map((input) => ({
            put: { ...keys.input(scope, input.id), data: toData(input) },
          })),
        );
      await create();
    });

    test('one that runs out of time hands over, and what was read is not read again', async () => {
      const large = 'x'.repeat(60_000);
      for (let n = 0; n < 100; n += 1)
        await add(text(n, { data: { kind: 'text', text: large + n } }));
      const asked: (string | undefined)[] = [];
      const table = listening(deps.table, (behind) => asked.push(behind));

      expect(await run(on({ table }), () => false)).toBe('continued');
      const { freezing } = await stored();
      expect(freezing).toMatchObject({ isRead: false, parts: [expect.anything()], tries: 0 });
      expect(freezing).not.toHaveProperty('owner');
      asked.length = 0;
      while (tasks.length > 0) await run(on({ table }));

      expect(asked[0]).toBe(freezing?.behind);
      expect(await stored()).toMatchObject({ inputCount: count });
      expect(new Set(await rows()).size).toBe(count);
    });

    test('a row is as it was when it was read; an input that comes meanwhile is in it where it is yet to be read', async () => {
      let pages = 0;
      const table = listening(deps.table, async () => {
        pages += 1;
        if (pages !== 2) return;
        clock += 1_000;
        const at = deps.now();
        // Behind what was read, and in front of it; and one that is new.
        await add(text(1, { data: { kind: 'text', text: 'too late' }, modifiedAt: at }));
        await add(text(2_499, { data: { kind: 'text', text: 'in time' }, modifiedAt: at }));
        await add({ ...text(0, { createdAt: at }), id: 'a-new' });
        await add({ ...text(0, { createdAt: at }), id: 'z-new' });
      });

      expect(await run(on({ table }))).toBe('frozen');

      const found = new Map(
        (await readManifest(scope, await stored(), deps)).map((row) => [row.id, row.text]),
      );
      expect(found.get('t0001')).toBe('text 1');
      expect(found.get('t2499')).toBe('in time');
      expect(found.has('a-new')).toBe(false);
      expect(found.has('z-new')).toBe(true);
      expect(found.size).toBe(count + 1);
    });

    test('a second task finds the version taken, and does nothing', async () => {
      const task = tasks[0]!;
      let second: unknown;
      const table = listening(deps.table, async () => {
        second ??= await freezeVersion(task, () => true, deps);
      });

      expect(await run(on({ table }))).toBe('frozen');
      expect(second).toBe('nothing');
    });

    test('one that slept through its lease writes nothing over what its successor made', async () => {
      const task = tasks[0]!;
      let isAsleep = true;
      const objects = watching(deps.objects, async () => {
        if (!isAsleep) return;
        isAsleep = false;
        clock += 600_000;
        expect(await freezeVersion(task, () => true, deps)).toBe('frozen');
      });

      expect(await run(on({ objects }))).toBe('nothing');
      expect(await rows()).toHaveLength(count);
      expect((await stored()).state).toBeUndefined();
    });

    test('what fails five times without getting on is failed, with the reason', async () => {
      const task = tasks[0]!;
      const objects = watching(deps.objects, () => Promise.reject(new Error('no disk')));
      for (let tries = 0; tries < 5; tries += 1)
        await expect(freezeVersion(task, () => true, on({ objects }))).rejects.toThrow('no disk');

      expect(await freezeVersion(task, () => true, deps)).toBe('nothing');
      expect(await stored()).toMatchObject({
        state: 'failed',
        failure: {
          code: 'internal',
          message: 'Freezing was begun 5 times and did not get on: Error: no disk',
        },
      });
      expect((await resumeFreezing(deps)).looked).toBe(0);
    });
  });

  test('a version of an earlier release, with neither state nor name of its manifest, is ready', async () => {
    await add(text(1), text(2));
    const { version, manifest } = await freezeDataset(scope, request, deps);
    const old = omit(version, 'manifestName');
    await deps.objects.put(
      objectKeys.datasetManifest(scope, 'ds', 'v'),
      new TextEncoder().encode(manifest),
    );
    await deps.table.write([
      { put: { ...keys.datasetVersion(scope, 'ds', 'v'), data: toData(old) } },
    ]);

    expect(await rows()).toEqual(['t0001', 't0002']);
    expect(await ids()).toEqual(['t0001', 't0002']);
  });
});

/** Objects that call before each write. */
function watching(objects: Objects, before: (key: string) => Promise<void>): Objects {
  return new Proxy(objects, {
    get(target, name: keyof Objects) {
      const method = (target[name] as (...args: unknown[]) => unknown).bind(target);
      if (name !== 'put' && name !== 'putChunks') return method;
      return async (...args: [string, ...unknown[]]) => {
        await before(args[0]);
        return method(...args);
      };
    },
  });
}

/** A table that calls before each query of inputs. */
function listening(table: Table, before: (behind: string | undefined) => unknown): Table {
  return {
    get: (key) => table.get(key),
    count: (query) => table.count(query),
    write: (writes) => table.write(writes),
    query: async (query) => {
      if (query.pk === keys.inputsOf(scope).pk) await before(query.behind);
      return table.query(query);
    },
  };
}
