import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authenticate, createApiKey } from '../../../core/access/authenticate.ts';
import { buildApp } from '../../../core/api/app.ts';
import { allRoutes } from '../../../core/api/clarifai/all-routes.ts';
import { isError } from '../../../core/errors.ts';
import { openDatabase } from '../../../local/table/sqlite-database.ts';
import { SqliteTable } from '../../../local/table/sqlite-table.ts';
import { put, sks } from '../../contract/table-items.ts';
import { AppUnderTest, hostWith } from '../../core/api/app-under-test.ts';

/** SQLite says of a database that may not grow what it says of a disk that is full. */
function fullDatabase() {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-full-'));
  const database = openDatabase(join(folder, 'deeptune.sqlite'));
  const table = new SqliteTable(database);
  const limit = (pages: number) => database.exec(`PRAGMA max_page_count = ${pages}`);
  const close = () => {
    database.close();
    rmSync(folder, { recursive: true });
  };
  return { table, limit, close };
}

test('a full disk has an error of its own, and what was there stays whole', async () => {
  const { table, limit, close } = fullDatabase();
  limit(30);
  const large = { text: 'x'.repeat(10_000) };
  const written: string[] = [];
  let error: unknown;
  for (let n = 10; error === undefined; n += 1) {
    const pair = [`a${n}`, `b${n}`];
    const ended = await table.write(pair.map((sk) => put('p', sk, large))).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (ended === undefined) written.push(...pair);
    error = ended;
  }

  expect(isError(error, 'storageFull')).toBe(true);
  expect((error as Error).cause).toMatchObject({ errcode: 13 });
  expect(sks((await table.query({ pk: 'p' })).items)).toEqual([...written].sort());
  limit(1_000);
  await table.write([put('p', 'later', large)]);
  expect(await table.count({ pk: 'p' })).toBe(written.length + 1);
  close();
});

test('over HTTP it is 507, and reading goes on', async () => {
  const { table, limit, close } = fullDatabase();
  const lab = new AppUnderTest();
  const deps = hostWith(lab.deps, { table });
  const app = appOn(deps);
  const asked = { userId: 'tester', description: '', scopes: ['All'] };
  const { key } = await createApiKey(asked, deps);
  const send = (path: string, body?: object) =>
    app.request(path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  await send('/v2/users/tester/apps', { apps: [{ id: 'openai' }] });
  limit(1);
  const apps = Array.from({ length: 20 }, (_, n) => ({
    id: `a${n}`,
    description: 'x'.repeat(9_000),
  }));

  const refused = await send('/v2/users/tester/apps', { apps });

  expect(refused.status).toBe(507);
  expect(await refused.json()).toMatchObject({
    status: {
      code: 98014,
      developer_notes: 'storage-full',
      details: expect.stringMatching(/full/),
    },
  });
  expect((await send('/v2/users/tester/apps/openai')).status).toBe(200);
  await lab.close();
  close();
});

function appOn(deps: AppUnderTest['deps']) {
  return buildApp(allRoutes, {
    deps,
    identify: (request) => authenticate(request.headers.get('authorization') ?? undefined, deps),
    report: () => undefined,
  });
}
