import type { Hono } from 'hono';
import { buildApp } from '../../../../core/api/app.ts';
import { authenticate, createApiKey } from '../../../../core/access/authenticate.ts';
import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import { Account } from '../../../lambda/account.ts';
import { checked } from '../../../proto/checked-routes.ts';
import { bindings } from '../../../proto/published-api.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- responses of every route, right or wrong
type Body = any;

describe('wire rules of every endpoint', () => {
  const account = new Account({ runsWorkflow: false });
  const deps = account.host('api');
  const reported: unknown[] = [];
  let app: Hono;
  let key: string;
  let appKey: string;
  const base = '/v2/users/tester/apps/lab';

  beforeAll(async () => {
    app = buildApp(checked(allRoutes), {
      deps,
      identify: (request) => authenticate(request.headers.get('authorization') ?? undefined, deps),
      report: (error) => reported.push(error),
    });
    key = await account.newKey();
    await send('POST', '/v2/users/tester/apps', { apps: [{ id: 'lab' }] });
    const { body } = await send('POST', '/v2/users/me/keys', {
      keys: [{ description: 'app key', apps: [{ id: 'lab' }] }],
    });
    appKey = body.keys[0].id;
  });

  afterAll(() => account.close());

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Body }> {
    const init = { method, headers: { authorization: `Key ${key}`, ...headers } };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await app.request(path, body === undefined ? init : { ...init, body: text });
    return { status: response.status, body: await response.json() };
  }

  test('every published path answers JSON with a code, served or not', async () => {
    for (const { method, path } of bindings) {
      const filled = path
        .replace(/\{[^}]*user_id\}/, 'tester')
        .replace(/\{[^}]*app_id\}/, 'lab')
        .replaceAll(/\{[^}]*\}/g, 'any');
      // Without a key, nothing is changed.
      const { status, body } = await send(method, filled, undefined, { authorization: '' });

      expect([method, path, status, body.status.code]).toEqual([
        method,
        path,
        ...(path.startsWith('/v2/status_codes')
          ? [path.includes('{') ? 404 : 200, path.includes('{') ? 11101 : 10000]
          : status === 501
            ? [501, 10040]
            : [401, 11102]),
      ]);
    }
  });

  test('every response has a status with a code, a description and a request id', async () => {
    const { body } = await send('GET', `${base}/models`, undefined, {
      'x-clarifai-request-id-prefix': 'sdk-python-12.4.0',
    });

    expect(body).toEqual({
      models: [],
      status: {
        code: 10000,
        description: 'Ok',
        req_id: expect.stringMatching(/^sdk-python-12\.4\.0-[0-9a-f]{32}$/),
      },
    });
  });

  test('a request id prefix that could break a log line is left out', async () => {
    const { body } = await send('GET', `${base}/models`, undefined, {
      'x-clarifai-request-id-prefix': 'a b"',
    });

    expect(body.status.req_id).toMatch(/^[0-9a-f]{32}$/);
  });

  test('browsers may ask from anywhere', async () => {
    const response = await app.request(`${base}/models`, {
      method: 'OPTIONS',
      headers: { origin: 'https://x.example', 'access-control-request-method': 'POST' },
    });

    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toMatch(/Authorization/);
  });

  test('a trailing slash, any content type and the singular form are all the same', async () => {
    const created = await send(
      'POST',
      `${base}/models/`,
      { model: { id: 'petsID', model_type_id: 'visual-classifier' } },
      { 'content-type': 'text/plain' },
    );

    expect(created).toMatchObject({
      status: 200,
      body: { model: { id: 'petsID', model_version: { status: { code: 21102 } } } },
    });
    expect(await send('GET', `${base}/models/petsID/`)).toMatchObject({ status: 200 });
  });

  test('the short paths find the app in the body, the query or the key', async () => {
    const ids = { user_app_id: { user_id: 'tester', app_id: 'lab' } };
    expect(
      (await send('POST', '/v2/datasets', { ...ids, datasets: [{ id: 'by-body' }] })).status,
    ).toBe(200);
    expect(
      (await send('GET', '/v2/datasets/by-body?user_app_id.user_id=tester&user_app_id.app_id=lab'))
        .status,
    ).toBe(200);
    expect(
      (await send('GET', '/v2/datasets/by-body', undefined, { authorization: `Key ${appKey}` }))
        .status,
    ).toBe(200);
    expect(await send('GET', '/v2/datasets/by-body')).toMatchObject({
      status: 400,
      body: { status: { code: 11102, details: expect.stringMatching(/Name the app/) } },
    });
  });

  test('models of a user without an app are those of all his apps', async () => {
    const { body } = await send('GET', '/v2/users/me/models');

    expect(body.models.map(({ id }: { id: string }) => id)).toEqual(['petsID']);
  });

  test.each([
    ['App', '/v2/users/tester/apps', { apps: [{ id: 'lab' }] }, 40010, 409],
    ['Model', `${base}/models`, { models: [{ id: 'petsID' }] }, 40010, 409],
    ['Dataset', `${base}/datasets`, { datasets: [{ id: 'by-body' }] }, 40010, 409],
  ])('%s: an id that is taken is refused', async (name, path, body, code, httpStatus) => {
    const answer = await send('POST', path, body);

    expect(answer).toMatchObject({
      status: httpStatus,
      body: {
        status: {
          code,
          details: expect.stringContaining(`${name} '`),
          developer_notes: 'already-exists',
        },
      },
    });
  });

  test('a duplicate concept is 40003 with the word duplicate', async () => {
    await send('POST', `${base}/concepts`, { concepts: [{ id: 'cat', name: 'Cat' }] });

    const { body } = await send('POST', `${base}/concepts`, { concepts: [{ id: 'cat' }] });

    expect(body.status).toMatchObject({
      code: 40003,
      description: 'Invalid request',
      details: expect.stringMatching(/duplicate/),
    });
    expect((await send('GET', `${base}/concepts/cat`)).body.concept).toMatchObject({
      id: 'cat',
      name: 'Cat',
      value: 1,
    });
  });

  test('pages count from 1; past the end there is an empty list; nonsense is refused', async () => {
    const inputs = Array.from({ length: 5 }, (_, index) => ({
      id: `i${index}`,
      data: { text: { raw: `text ${index}` } },
    }));
    await send('POST', `${base}/inputs`, { inputs });
    const page = async (query: string) =>
      (await send('GET', `${base}/inputs?${query}`)).body.inputs.map(
        ({ id }: { id: string }) => id,
      );

    expect(await page('page=2&per_page=2')).toEqual(['i2', 'i3']);
    expect(await page('page=9')).toEqual([]);
    expect(await page('ids=i4&ids=i1')).toEqual(['i1', 'i4']);
    expect((await send('GET', `${base}/inputs?per_page=1001`)).body.status).toMatchObject({
      code: 11100,
      details: expect.stringMatching(/per_page.*1001/),
    });
  });

  test('deleting without ids changes nothing; a deleted input does not exist', async () => {
    await send('DELETE', `${base}/inputs`, {});
    expect((await send('GET', `${base}/inputs/i0`)).status).toBe(200);

    await send('DELETE', `${base}/inputs`, { ids: ['i0'] });

    expect(await send('GET', `${base}/inputs/i0`)).toMatchObject({
      status: 404,
      body: { status: { code: 11101 } },
    });
    expect((await send('GET', `${base}/inputs/status`)).body.counts.processed).toBe(4);
  });

  test('regions keep their boxes, zero coordinates may be left out, and an inside-out box is refused', async () => {
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
    const region = (bounding_box: object) => ({
      region_info: { bounding_box },
      data: { concepts: [{ id: 'cat' }] },
    });
    const input = (id: string, regions: object[]) => ({
      inputs: [{ id, data: { image: { base64: png }, regions } }],
    });
    await send(
      'POST',
      `${base}/inputs`,
      input('boxed', [region({ bottom_row: 0.5, right_col: 1 })]),
    );

    const { body } = await send('GET', `${base}/inputs/boxed`);

    expect(body.input.data.regions[0].region_info.bounding_box).toEqual({
      top_row: 0,
      left_col: 0,
      bottom_row: 0.5,
      right_col: 1,
    });
    const refused = await send(
      'POST',
      `${base}/inputs`,
      input('odd', [region({ top_row: 0.6, bottom_row: 0.5, right_col: 1 })]),
    );
    expect(refused.body.status).toMatchObject({
      code: 11100,
      details: expect.stringMatching(/bounding_box.*top_row < bottom_row/),
    });
    const masked = {
      region_info: { mask: { image: { base64: 'AAAA' } } },
      data: { concepts: [{ id: 'cat' }] },
    };
    expect(
      (await send('POST', `${base}/inputs`, input('masked', [masked]))).body.inputs[0].status,
    ).toMatchObject({ code: 30101, details: expect.stringMatching(/mask of region 0/) });
  });

  test('an expired key is refused like one that never was', async () => {
    const { key: old } = await createApiKey(
      { userId: 'tester', description: '', scopes: ['All'], expiresAt: '2020-01-01T00:00:00.000Z' },
      deps,
    );

    expect(
      await send('GET', `${base}/models`, undefined, { authorization: `Key ${old}` }),
    ).toMatchObject({ status: 401, body: { status: { code: 11008 } } });
  });

  test('a revoked key is refused; the list never shows a key', async () => {
    const made = await send('POST', '/v2/users/me/keys', {
      keys: [{ description: 'short-lived' }],
    });
    const { id: secret } = made.body.keys[0];
    expect(
      (await send('GET', `${base}/models`, undefined, { authorization: `Key ${secret}` })).status,
    ).toBe(200);

    const listed = await send('GET', '/v2/users/me/keys');
    const { id } = listed.body.keys.find((key: Body) => key.description === 'short-lived');
    await send('DELETE', `/v2/users/me/keys/${id}`);

    expect(JSON.stringify(listed.body)).not.toContain(secret);
    expect(JSON.stringify(account.aws.dynamodb.dump())).not.toContain(secret);
    expect(
      (await send('GET', `${base}/models`, undefined, { authorization: `Key ${secret}` })).status,
    ).toBe(401);
  });

  test('what goes wrong inside is reported with the request id and not told', async () => {
    account.aws.faultOnce('dynamodb', 'GetItem', 'access-denied');

    const { status, body } = await send('GET', `${base}/models`);

    expect(status).toBe(500);
    expect(body.status).toMatchObject({
      code: 99009,
      details: `Internal error; quote request ${body.status.req_id}`,
    });
    expect(reported).toHaveLength(1);
  });

  test('ListModelTypes lists the nine published types, with the templates where clients look for them', async () => {
    const { body } = await send('GET', `${base}/models/types?per_page=20&page=1`);

    expect(body.model_types).toHaveLength(9);
    const fields = body.model_types[0].model_type_fields as {
      path: string;
      model_type_enum_options: { id: string }[];
    }[];
    const templates = fields
      .find(({ path }) => path === 'train_info.params.template')
      ?.model_type_enum_options.map(({ id }) => id);
    expect(templates).toContain('MMClassification_ResNet_50_RSB_A1');
    expect((await send('GET', `${base}/models/types/visual-detector`)).body.model_type.id).toBe(
      'visual-detector',
    );
  });
});
