import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError } from '../../../client/api-error.ts';
import { Client } from '../../../client/client.ts';
import type { TrainInfo } from '../../../client/parts.ts';
import type { JsonObject } from '../../../core/json.ts';
import { digitsOf, prepareDigits, template } from './digits-app.ts';
import type { LiveHost } from './live-host.ts';
import { appId, heldMicros, settled, startLiveHost, train, usageOf, userId } from './live-host.ts';

jest.setTimeout(180_000);

describe('bad input over HTTP', () => {
  let host: LiveHost;
  let datasetVersionId: string;
  const names = { dataset: 'digits', model: 'reader' };

  beforeAll(async () => {
    host = await startLiveHost();
    datasetVersionId = await prepareDigits(host.client, digitsOf([0, 1], 10), names);
    await host.client.call(
      'PostModels',
      {},
      {
        models: [{ id: 'texts', model_type_id: 'text-classifier' }],
      },
    );
    await host.client.call(
      'PostDatasets',
      {},
      {
        datasets: [{ id: 'empty' }, { id: 'single' }, { id: 'broken' }],
      },
    );
    const single = digitsOf([5], 6).map(({ base64 }) => ({
      data: { image: { base64 }, concepts: [{ id: 'five' }] },
      dataset_ids: ['single'],
    }));
    await host.client.call('PostInputs', {}, { inputs: single });
    // A whole file by its frame, whose pixels cannot be decoded: only the trainer can find out.
    const damaged = digitsOf([6], 12).map(({ base64 }, index) => ({
      data: {
        image: { base64: index % 2 ? base64 : damage(base64) },
        concepts: [{ id: index % 4 < 2 ? 'six' : 'nine' }],
      },
      dataset_ids: ['broken'],
    }));
    await host.client.call('PostInputs', {}, { inputs: damaged });
  });

  afterAll(() => host.close());

  /** What a refused request could leave behind. */
  async function traces() {
    const named = { model_id: names.model };
    const { model_versions: versions } = await host.client.call('ListModelVersions', named);
    const folder = join(host.folder, 'objects', 'users', userId, 'apps', appId);
    const files = existsSync(folder)
      ? readdirSync(folder, { recursive: true })
          .map(String)
          .filter((name) => name.endsWith('.jsonl') || name.endsWith('.json'))
      : [];
    return {
      versions: versions.map(({ id }) => id),
      held: await heldMicros(host.client),
      files: files.sort(),
    };
  }

  const params = (changes: JsonObject) => ({
    params: { template, dataset_id: names.dataset, ...changes },
  });
  const cases: [string, () => TrainInfo, number, RegExp][] = [
    [
      'unknown template',
      () => params({ template: 'MMClassification_ResNet_51' }),
      21118,
      /MMClassification_ResNet_51.*MMClassification_ResNet_50/,
    ],
    ['unknown hyperparameter', () => params({ num_epoch: 3 }), 21118, /num_epoch.*num_epochs/],
    [
      'hyperparameter of the wrong type',
      () => params({ num_epochs: 'ten' }),
      21118,
      /num_epochs.*ten/,
    ],
    [
      'hyperparameter out of range',
      () => params({ num_epochs: 5000 }),
      21118,
      /num_epochs.*200.*5000|num_epochs.*5000/,
    ],
    ['empty dataset', () => params({ dataset_id: 'empty' }), 21110, /'empty' has no inputs/],
    ['unknown dataset', () => params({ dataset_id: 'nowhere' }), 11101, /'nowhere' does not exist/],
    [
      'unknown dataset version',
      () => params({ dataset_version_id: 'v9' }),
      11101,
      /'v9' does not exist/,
    ],
    ['one class only', () => params({ dataset_id: 'single' }), 21112, /Only one concept, 'five'/],
    [
      'resume from an untrained version',
      () => ({ ...params({}), resume_from_model: { id: names.model } }),
      21102,
      /not yet trained/,
    ],
    [
      'resume from another model type',
      () => ({ ...params({}), resume_from_model: { id: 'texts' } }),
      21202,
      /text-classifier/,
    ],
    [
      'resume from a version that is not there',
      () => ({
        ...params({}),
        resume_from_model: { id: names.model, model_version: { id: 'f'.repeat(32) } },
      }),
      21200,
      /does not exist/,
    ],
    [
      'params of the wrong shape',
      () => ({ params: [] }) as unknown as TrainInfo,
      11100,
      /train_info.params/,
    ],
  ];

  test.each(cases)(
    '%s: refused, and nothing is left behind',
    async (_, trainInfo, code, details) => {
      const before = await traces();

      const refused = await train(host.client, names.model, trainInfo()).catch(
        (error: unknown) => error as ApiError,
      );

      expect(refused).toBeInstanceOf(ApiError);
      expect(refused).toMatchObject({ code, message: expect.stringMatching(details) });
      expect(await traces()).toEqual(before);
    },
  );

  test('an image that is not whole is kept as failed, with the reason, and the others are ingested', async () => {
    const [good] = digitsOf([7], 1);
    const inputs = [
      { id: 'good', data: { image: { base64: good?.base64 } } },
      { id: 'cut', data: { image: { base64: good?.base64.slice(0, 60) } } },
      { id: 'noise', data: { image: { base64: 'AAAA' } } },
      { id: 'nothing', data: {} },
      { id: 'by-url', data: { image: { url: 'http://169.254.169.254/latest' } } },
    ];

    const response = await send('POST', '/inputs', JSON.stringify({ inputs }));

    expect(response.status.code).toBe(10010);
    expect(response.inputs.map((input: { status: { code: number } }) => input.status.code)).toEqual(
      [30000, 30101, 30101, 30104, 30002],
    );
  });

  test('images that fail at upload count against the tolerance: refused before anything starts', async () => {
    await host.client.call('PostDatasets', {}, { datasets: [{ id: 'noisy' }] });
    const inputs = digitsOf([8, 9], 5).map(({ base64 }, index) => ({
      data: {
        image: { base64: index < 4 ? base64.slice(0, 50) : base64 },
        concepts: [{ id: index < 5 ? 'eight' : 'nine' }],
      },
      dataset_ids: ['noisy'],
    }));
    await send('POST', '/inputs', JSON.stringify({ inputs }));
    const before = await traces();

    await expect(train(host.client, names.model, params({ dataset_id: 'noisy' }))).rejects.toThrow(
      /21119 .*4 of 10 inputs \(40\.0 %\)/,
    );

    expect(await traces()).toEqual(before);
  });

  test('images that only the trainer finds broken: the version fails with the reason, nothing is held, and what the job ran is charged', async () => {
    const { id } = await train(host.client, names.model, params({ dataset_id: 'broken' }));

    const failed = await settled(host.client, names.model, id);

    expect(failed.status).toMatchObject({
      code: 21106,
      developer_notes: 'invalid-data-tolerance-exceeded',
      details: expect.stringMatching(/6 of 12/),
    });
    expect(await heldMicros(host.client)).toBe(0);
    const line = (await usageOf(host.client)).find((usage) => usage.versionId === id);
    const seconds = Math.ceil(line?.consumedSeconds ?? NaN);
    expect(line).toMatchObject({
      endReason: 'failed-user',
      durableSeconds: 0,
      billableSeconds: seconds,
      amountMicros: Math.round((seconds * (line?.microsPerHour ?? NaN)) / 3600),
    });
  });

  test.each([
    ['no key', undefined, 11102, 401],
    ['lower-case scheme', 'key dt_x', 11102, 401],
    ['a key of another form', 'Key abc', 11008, 401],
    ['a key that was never made', `Key dt_${'0'.repeat(64)}`, 11008, 401],
  ])('%s: refused', async (_, authorization, code, httpStatus) => {
    const response = await fetch(`${host.server.url}/v2/users/me/models`, {
      headers: authorization ? { authorization } : {},
    });

    expect(response.status).toBe(httpStatus);
    expect(((await response.json()) as { status: { code: number } }).status.code).toBe(code);
  });

  test("another user's things do not exist", async () => {
    const stranger = new Client({ ...host.server, userId: 'somebody-else', appId });

    await expect(stranger.call('GetModel', { model_id: names.model })).rejects.toMatchObject({
      code: 11101,
      httpStatus: 404,
    });
  });

  test('an app key opens its app only', async () => {
    await host.client.call('PostApps', {}, { apps: [{ id: 'other' }] });
    const { keys } = await host.client.call(
      'PostKeys',
      {},
      { keys: [{ description: 'app key', apps: [{ id: 'other' }] }] },
    );
    const key = keys[0]?.id ?? '';
    const withKey = (app: string) => new Client({ ...host.server, key, userId, appId: app });

    expect(await withKey('other').call('ListModels', {})).toMatchObject({ models: [] });
    await expect(withKey(appId).call('ListModels', {})).rejects.toMatchObject({ code: 11101 });
    await expect(withKey('other').call('ListKeys', {})).rejects.toMatchObject({ code: 11007 });
  });

  test.each([
    ['broken JSON', '{"inputs":', 11100],
    ['a list', '[]', 11100],
    ['not JSON at all', 'hello', 11100],
    ['no inputs', '{"inputs":[]}', 11100],
    [
      'an id that could leave its place',
      '{"inputs":[{"id":"../x","data":{"text":{"raw":"a"}}}]}',
      11100,
    ],
    [
      'more than 128',
      JSON.stringify({
        inputs: Array.from({ length: 129 }, () => ({ data: { text: { raw: 'a' } } })),
      }),
      11100,
    ],
    [
      'an unknown dataset',
      '{"inputs":[{"data":{"text":{"raw":"a"}},"dataset_ids":["nope"]}]}',
      11101,
    ],
  ])('a body with %s is refused', async (_, body, code) => {
    expect((await send('POST', '/inputs', body)).status.code).toBe(code);
  });

  test('a path that is not served answers JSON', async () => {
    expect((await send('GET', '/nothing/here')).status.code).toBe(11101);
  });

  test('a training above the budget is refused before it starts', async () => {
    const poor = await startLiveHost({ DEEPTUNE_BUDGET_MICROS_PER_MONTH: '20000' });
    await prepareDigits(poor.client, digitsOf([0, 1], 10), names);

    const refused = await train(poor.client, names.model, params({})).catch(
      (error: unknown) => error as ApiError,
    );

    expect(refused).toMatchObject({
      code: 11006,
      httpStatus: 402,
      message: expect.stringMatching(/up to \$0\.\d+.*\$0\.02/),
    });
    await poor.close();
  });

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- any response, right or wrong
  async function send(method: string, path: string, body?: string): Promise<any> {
    const response = await fetch(`${host.server.url}/v2/users/${userId}/apps/${appId}${path}`, {
      method,
      headers: { authorization: `Key ${host.server.key}` },
      ...(body === undefined ? {} : { body }),
    });
    return response.json();
  }

  test('the dataset version that was frozen before is still there', async () => {
    expect(
      (await send('GET', `/datasets/${names.dataset}/versions/${datasetVersionId}`)).status.code,
    ).toBe(10000);
  });
});

/** The same PNG with its pixel data overwritten. */
function damage(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  const at = bytes.indexOf('IDAT') + 4;
  bytes.fill(0xff, at, at + 10);
  return bytes.toString('base64');
}
