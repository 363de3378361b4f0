import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from '../../client/api-error.ts';
import { Client } from '../../client/client.ts';
import { Lab } from '../core/api/lab.ts';
import { png } from '../core/api/app-under-test.ts';

let lab: Lab;
let client: Client;
beforeAll(async () => {
  lab = await Lab.open();
  client = lab.client();
});
afterAll(() => lab.close());

const refusalOf = (asked: Promise<unknown>): Promise<ApiError> =>
  asked.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: ApiError) => error,
  );

test('an answer has the type of its operation', async () => {
  const made = await client.call('PostDatasets', {}, { datasets: [{ id: 'things' }] });
  const { dataset } = await client.call('GetDataset', { dataset_id: 'things' });

  expect(made.datasets.map(({ id }) => id)).toEqual(['things']);
  expect(dataset).toMatchObject({ id: 'things', user_id: 'tester', app_id: 'lab' });
});

test('a refusal is an error with code, description and details', async () => {
  const refused = await refusalOf(client.call('GetModel', { model_id: 'none' }));

  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ code: 21200, description: 'Model does not exist' });
  expect(refused).toMatchObject({ httpStatus: 404, name: 'ApiError' });
  expect(refused.message).toBe(`21200 Model does not exist: ${refused.details}`);
});

test('where only some of several are refused, the refusal says what became of each', async () => {
  const inputs = [
    { id: 'whole', data: { image: { base64: png } } },
    { id: 'broken', data: { image: { base64: 'AAAA' } } },
  ];

  const refused = await refusalOf(client.call('PostInputs', {}, { inputs }));

  expect(refused.code).toBe(10010);
  expect(refused.partsOf('PostInputs').inputs?.map(({ status }) => status?.code)).toEqual([
    30000, 30101,
  ]);
});

test('a training that is asked for twice with one key starts once', async () => {
  await lab.addTexts('texts', 12);
  await client.call(
    'PostModels',
    {},
    { models: [{ id: 'sorter', model_type_id: 'text-classifier' }] },
  );
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'texts' };
  const body = { model_versions: [{ train_info: { params } }] };
  const start = (key: string) =>
    client.call('PostModelVersions', { model_id: 'sorter' }, body, key);

  const first = await start('one');
  const again = await start('one');
  await lab.settled('sorter', first.model.model_version.id);
  const other = await start('two');

  expect(again.model.model_version.id).toBe(first.model.model_version.id);
  expect(other.model.model_version.id).not.toBe(first.model.model_version.id);
  await lab.settled('sorter', other.model.model_version.id);
});

test('another user or app is named, and each key opens its own', async () => {
  const strangers = lab.client(await lab.keyOf('stranger'), 'stranger');
  await strangers.call('PostApps', {}, { apps: [{ id: 'lab' }, { id: 'second' }] });

  await strangers.call('PostDatasets', { app_id: 'second' }, { datasets: [{ id: 'theirs' }] });

  const { datasets } = await strangers.call('ListDatasets', { app_id: 'second' });
  expect(datasets.map(({ id }) => id)).toEqual(['theirs']);
  const refused = await refusalOf(client.call('ListDatasets', { user_id: 'stranger' }));
  expect(refused.httpStatus).toBe(404);
});

test('what an operation does not know is found when the code is compiled', () => {
  const wrong = async () => {
    // @ts-expect-error -- the path names a version too
    await client.call('GetModelVersion', { model_id: 'reader' });
    // @ts-expect-error -- there is no such parameter
    await client.call('ListModels', { nmae: 'reader' });
    // @ts-expect-error -- an input has no such field
    await client.call('PostInputs', {}, { inputs: [{ id: 'a', dataset: 'things' }] });
    // @ts-expect-error -- it takes a body
    await client.call('PostDatasets', {});
    // @ts-expect-error -- it takes none
    await client.call('GetInputCount', {}, { counts: true });
    const { model } = await client.call('GetModel', { model_id: 'reader' });
    // @ts-expect-error -- a model has no such field
    return model.versions;
  };

  // Only the compiler is asked: `npm run typecheck` fails where one of these is right.
  expect(wrong).toBeInstanceOf(Function);
});

describe('a server that is not the service', () => {
  const notTheService = { name: 'SyntaxError' };
  const at = (fetch: (url: string, init: RequestInit) => Promise<Response>) =>
    new Client({ url: 'http://127.0.0.1:1', key: 'dt_key', userId: 'me', appId: 'lab', fetch });

  test.each(['', 'null', '7', '[]', '{}', '{"status":null}', '{"status":{"code":"x"}}', '<html>'])(
    'that answers %j is said not to be it',
    async (text) => {
      const asked = at(async () => new Response(text, { status: 502 }));
      await expect(asked.call('ListApps', {})).rejects.toMatchObject(notTheService);
      await expect(asked.content('/v2/x')).rejects.toMatchObject(notTheService);
    },
  );

  test('that sends on to another gets no request there', async () => {
    const seen: string[] = [];
    const server = createServer(({ url, headers }, response) => {
      seen.push(`${url} ${headers.authorization}`);
      if (url === '/other') response.end('{}');
      else response.writeHead(307, { location: '/other' }).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    server.unref();
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const asked = new Client({ url, key: 'dt_key', userId: 'me', appId: 'lab' });
    await expect(asked.call('PostApps', {}, { apps: [{ id: 'a' }] })).rejects.toMatchObject(
      notTheService,
    );
    await new Promise((done) => server.close(done));

    expect(seen).toEqual(['/v2/users/me/apps Key dt_key']);
  });
});
