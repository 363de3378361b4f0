import { keys } from '../../../../../core/records/keys.ts';
import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { settle } from '../../../../../core/job/steps/settle.ts';
import { initialState } from '../../../../../core/job/workflow/state.ts';
import { scope } from '../../../../lambda/account.ts';
import { until } from '../../../../until.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

const params = { template: 'Deeptune_Bert_Small', dataset_id: 'texts' };
const onTexts = { train_info: { params } };

describe('model versions', () => {
  let lab: Lab;
  const versions = '/models/reader/versions';
  const ids = (body: Body) => body.model_versions.map(({ id }: { id: string }) => id);

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('texts', 8);
    await lab.post('/models', {
      model: {
        id: 'reader',
        model_type_id: 'text-classifier',
        output_info: {
          data: { concepts: [{ id: 'good' }, { id: 'bad' }] },
          output_config: { hyper_params: { a: 1.5 } },
        },
      },
    });
  });
  afterAll(() => lab.close());

  test('an empty body trains on the concepts of the model, with all defaults', async () => {
    const { status, body } = await lab.post(`${versions}/`);

    expect(status).toBe(200);
    expect(body.model.model_version).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      status: { code: 21103, description: 'Model is currently in queue for training.' },
      active_concept_count: 2,
      total_input_count: 16,
      output_info: {
        output_config: { hyper_params: { a: 1.5 } },
        params: { max_concepts: 20, min_value: 0, select_concepts: [] },
      },
    });
    await lab.settled('reader', body.model.model_version.id);
  });

  test('what was asked for comes back, the rest filled in; the value of a concept says nothing', async () => {
    // Older clients send fields that nobody reads.
    const asked = {
      description: '',
      train_info: {
        params: { template: params.template, dataset_version_id: '' },
        dataset: { id: 'texts' },
      },
      output_info: {
        data: {
          concepts: [
            { id: 'bad', value: 0 },
            { name: 'good', value: 0 },
          ],
        },
        params: { max_concepts: 5 },
        output_config: { max_concepts: 3, closed_environment: true },
      },
      input_info: { params: { language: 'en' } },
    };
    const id = await lab.train('reader', asked);

    const { body } = await lab.get(`${versions}/${id}`);

    expect(body.model_version).toMatchObject({
      status: { code: 21100 },
      active_concept_count: 2,
      train_info: {
        params: { ...params, invalid_data_tolerance_percent: 5 },
        dataset: { id: 'texts' },
      },
      output_info: {
        params: { max_concepts: 5, min_value: 0 },
        output_config: { max_concepts: 3, hyper_params: { a: 1.5 } },
      },
      input_info: { params: { language: 'en' } },
    });
    const { body: model } = await lab.get('/models/reader');
    expect(model.model.model_version.id).toBe(id);
  });

  test.each([
    ['two trainings in one request', { model_versions: [{}, {}] }, 11100, /one training/],
    [
      'exclusive concepts where the template cannot',
      {
        model_versions: [
          {
            output_info: { output_config: { concepts_mutually_exclusive: true } },
            train_info: { params: { template: 'HF_GPTNeo_125m_lora' } },
          },
        ],
      },
      21118,
      /concepts_mutually_exclusive/,
    ],
    [
      'a parent of another app, whether there is one or not',
      {
        model_versions: [{ train_info: { resume_from_model: { id: 'reader', app_id: 'other' } } }],
      },
      11102,
      /app_id is 'other': a training goes on from a version of its own app, 'lab'/,
    ],
  ])('%s is refused', async (_, body, code, message) => {
    const { body: answer } = await lab.post(versions, body);

    expect(answer.status).toMatchObject({ code, details: expect.stringMatching(message) });
  });

  test('a version alone is a parent of the same model; an empty reference is none', async () => {
    const { body: listed } = await lab.get(`${versions}?trained_only=true`);
    const parent = listed.model_versions[0].id;
    const start = async (resume_from_model: object) => {
      const { body } = await lab.post(versions, {
        model_versions: [{ train_info: { params, resume_from_model } }],
      });
      const { id, train_info } = body.model.model_version;
      await lab.settled('reader', id);
      await lab.delete(`${versions}/${id}`);
      return train_info.resume_from_model;
    };

    expect(await start({ id: '', model_version: { id: parent } })).toMatchObject({
      id: 'reader',
      model_version: { id: parent },
    });
    expect(await start({ id: '', model_version: { id: '' } })).toBeUndefined();
  });

  test('softmax is asked for in the older place too', async () => {
    await lab.post('/models', { model: { id: 'eyes', model_type_id: 'visual-classifier' } });
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
    await lab.post('/datasets', { datasets: [{ id: 'images' }] });
    const inputs = ['cat', 'dog', 'cat', 'dog'].map((id) => ({
      data: { image: { base64: png }, concepts: [{ id }] },
      dataset_ids: ['images'],
    }));
    await lab.post('/inputs', { inputs });

    const { body } = await lab.post('/models/eyes/versions', {
      model_versions: [
        {
          train_info: { params: { template: 'Clarifai_ResNext', dataset_id: 'images' } },
          output_info: { output_config: { concepts_mutually_exclusive: true } },
        },
      ],
    });

    expect(body.model.model_version.train_info.params.logreg).toBe(0);
    await lab.settled('eyes', body.model.model_version.id);
  });

  test('who only wants to stop a version does not delete one that has ended', async () => {
    const id = ids((await lab.get(versions)).body)[1];

    const { status, body } = await lab.delete(`${versions}/${id}?stop_only=true`);

    expect(status).toBe(400);
    expect(body.status).toMatchObject({
      developer_notes: 'model-invalid-request',
      details: expect.stringContaining('nothing was deleted'),
    });
    expect((await lab.get(`${versions}/${id}`)).status).toBe(200);
  });

  describe('lists', () => {
    let all: string[];
    beforeAll(async () => {
      all = ids((await lab.get(versions)).body);
    });

    test('newest first, by creation and by other orders', async () => {
      expect(all).toHaveLength(3);
      expect(ids((await lab.get(`${versions}?sort_ascending=True`)).body)).toEqual(
        all.toReversed(),
      );
      const { body } = await lab.get(`${versions}?sort_by_num_inputs=true&sort_ascending=true`);
      expect(ids(body)[0]).toBe(all[2]);
      const { body: byCode } = await lab.get(`${versions}?sort_by_status_code=true`);
      expect(byCode.model_versions[0].status.code).toBe(21102);
    });

    test.each([
      ['trained_only=True', 2],
      ['concept_ids=good', 3],
      ['concept_ids=good&concept_ids=bad', 3],
      ['concept_ids=bad&concept_ids=none', 0],
      ['concept_ids=none', 0],
      ['min_replicas=1', 0],
      ['search=untrained', 1],
      ['search=bert%20texts', 1],
      ['search=trained', 2],
      ['search=nothing-like-it', 0],
      ['page=2&per_page=2', 1],
    ])('?%s: %s of them', async (query, count) => {
      expect((await lab.get(`${versions}?${query}`)).body.model_versions).toHaveLength(count);
    });

    test('a trained model is listed as trained, also while a newer version is not', async () => {
      await lab.patch('/models', {
        models: [{ id: 'reader', output_info: { data: { concepts: [{ id: 'new' }] } } }],
        action: 'merge',
      });

      const { body: info } = await lab.get('/models/reader/output_info');
      const { body } = await lab.get('/models?trained_only=True&sort_by_num_inputs=True');

      // Merged with what the newest version was trained on.
      expect(info.model.output_info.data.concepts.map(({ id }: Body) => id)).toEqual([
        'bad',
        'good',
        'new',
      ]);

      expect(body.models.map(({ id }: Body) => id).toSorted()).toEqual(['eyes', 'reader']);
    });
  });

  test('the inputs that a version was trained on, deleted ones too', async () => {
    const { body: listed } = await lab.get(`${versions}?trained_only=true`);
    const path = `${versions}/${listed.model_versions[0].id}/inputs`;
    await lab.delete('/inputs', { ids: ['texts-bad-0'] });

    const { body } = await lab.get(`${path}?per_page=3`);

    expect(body.inputs.map(({ id }: Body) => id)).toEqual([
      'texts-bad-0',
      'texts-bad-1',
      'texts-bad-2',
    ]);
    expect(body.inputs[0].data.concepts).toMatchObject([{ id: 'bad', value: 1 }]);
    expect(body.inputs[1].data.text.raw).toBe('bad 1');
  });

  test('what its owner wrote on a version is merged, overwritten and removed; ours stays', async () => {
    const { body: listed } = await lab.get(`${versions}?trained_only=true`);
    const [{ id, metadata }] = listed.model_versions;
    const patch = async (action: string, fields: object) =>
      (await lab.patch(versions, { model_versions: [{ id, ...fields }], action })).body
        .model_versions[0];

    expect(
      await patch('merge', { description: 'best', metadata: { a: 1 }, license: 'MIT' }),
    ).toMatchObject({ description: 'best', license: 'MIT', metadata: { a: 1, ...metadata } });
    expect((await patch('merge', { metadata: { b: 2, deeptune: {} } })).metadata).toEqual({
      a: 1,
      b: 2,
      ...metadata,
    });
    expect((await patch('overwrite', { metadata: { c: 3 } })).metadata).toEqual({
      c: 3,
      ...metadata,
    });
    expect(await patch('remove', { metadata: { c: 3 }, description: 'x' })).toMatchObject({
      description: '',
      metadata,
      status: { code: 21100 },
    });
    expect(
      (await lab.patch(versions, { model_versions: [{ id: 'none' }], action: 'merge' })).body.status
        .code,
    ).toBe(21200);
  });

  test('deleting a version that trains stops it; deleting it again deletes it', async () => {
    const untouched = lab.account.container;
    lab.account.container = () => undefined;
    const { body } = await lab.post(versions, {
      model_versions: [onTexts],
    });
    const path = `${versions}/${body.model.model_version.id}`;

    expect((await lab.delete(path)).status).toBe(200);
    const stopped = await lab.settled('reader', body.model.model_version.id);
    lab.account.container = untouched;

    expect(stopped.metadata?.deeptune.status).toBe('stopped');
    expect((await lab.delete(path)).status).toBe(200);
    expect((await lab.get(path)).body.status.code).toBe(21200);
  });

  test('a model that is deleted while a version trains is gone at once, and its version when it is settled and charged', async () => {
    const untouched = lab.account.container;
    lab.account.container = () => undefined;
    await lab.post('/models', { models: [{ id: 'hasty', model_type_id: 'text-classifier' }] });
    const { body } = await lab.post('/models/hasty/versions', { model_versions: [onTexts] });
    const path = `/models/hasty/versions/${body.model.model_version.id}`;
    await until(10, async () => {
      const { model_version: version } = (await lab.get(path)).body;
      return version.metadata.deeptune.trainingJobName;
    });

    expect((await lab.delete('/models/hasty')).status).toBe(200);
    expect((await lab.get('/models/hasty')).body.status.code).toBe(21200);
    expect((await lab.get('/models?name=hasty')).body.models).toEqual([]);
    expect((await lab.delete('/models', { ids: ['hasty'] })).body.status.code).toBe(21200);
    await until(10, async () => ((await lab.get(path)).status === 404 ? true : undefined));
    lab.account.container = untouched;

    expect(await lab.deps.table.get(keys.model(scope, 'hasty'))).toBeUndefined();
    // The same step once more, as after an answer that was lost.
    const ids = { ...scope, modelId: 'hasty', versionId: body.model.model_version.id };
    expect(await settle(initialState(ids), lab.deps)).toMatchObject({ outcome: 'stopped' });
    const { body: usage } = await lab.get('/v2/users/me/billing/usage');
    expect(usage.usage_records.map((each: Body) => each.modelId)).toContain('hasty');
  });

  describe('the training log', () => {
    let id: string;
    const logs = (query = '') => lab.get(`${versions}/${id}/training/logs${query}`);
    const messages = (body: Body) => body.log_entries.map(({ message }: Body) => message);

    beforeAll(async () => {
      id = await lab.train('reader', onTexts);
      const lines = Array.from({ length: 70 }, (_, index) => `line ${index + 1}\n`);
      const key = objectKeys.trainingLog(scope, id);
      await lab.deps.objects.put(key, new TextEncoder().encode(lines.join('')));
    });

    test('opens at its last page of 32 lines', async () => {
      const { body } = await logs();

      expect(body).toMatchObject({ page: 3, per_page: 32 });
      expect(messages(body)).toEqual(Array.from({ length: 6 }, (_, n) => `line ${n + 65}`));
      expect(messages((await logs('?page=1&per_page=2')).body)).toEqual(['line 1', 'line 2']);
      expect(messages((await logs('?page=9')).body)).toEqual([]);
    });

    test('other published kinds are empty, unknown ones are refused', async () => {
      expect((await lab.get(`${versions}/${id}/builder/logs`)).body.log_entries).toEqual([]);
      expect((await lab.get(`${versions}/${id}/poems/logs`)).body.status.code).toBe(70000);
    });

    test('is a link that needs no key, on the version and on the model', async () => {
      const { body } = await lab.get(`${versions}/${id}`);
      const { body: model } = await lab.get('/models/reader');

      for (const { train_log } of [body.model_version, model.model.model_version])
        expect(new URL(train_log).searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    });
  });

  test('an export is 21500 with a link and a size, and 21102 before there is a model', async () => {
    const { body: listed } = await lab.get(`${versions}?trained_only=true`);
    const [{ id }] = listed.model_versions;
    const key = objectKeys.archive(scope, id, `ft-${id}-a1`);
    await lab.deps.objects.put(key, new Uint8Array(1234));

    for (const method of ['PUT', 'GET'])
      expect((await lab.call(method, `${versions}/${id}/exports`)).body.export).toMatchObject({
        status: { code: 21500 },
        url: expect.stringMatching(/^https/),
        size: '1234',
      });
    await lab.post('/models', { model: { id: 'fresh', model_type_id: 'text-classifier' } });
    const { body: fresh } = await lab.get('/models/fresh');
    const untrained = `/models/fresh/versions/${fresh.model.model_version.id}/exports`;
    expect((await lab.call('PUT', untrained)).body.status.code).toBe(21102);
  });

  test('estimates: one per version asked for, by count or by dataset version', async () => {
    await lab.post('/datasets/texts/versions', { dataset_versions: [{ id: 'v1' }] });
    const estimate = (body: object) => lab.post(`${versions}/time_estimate/`, body);

    const { body } = await estimate({
      model_versions: [
        { train_info: { params } },
        { train_info: { params: { ...params, dataset_version_id: 'v1' } } },
      ],
      estimated_input_count: '100000',
    });

    expect(body.training_time_estimates).toEqual([
      expect.stringMatching(/^\d+s$/),
      expect.stringMatching(/^\d+s$/),
    ]);
    const [byCount, byVersion] = body.training_time_estimates.map((text: string) => parseInt(text));
    expect(byCount).toBeGreaterThan(byVersion);
    // Zero says nothing: the inputs are counted, as a training would.
    expect((await estimate({ estimated_input_count: '0' })).body.status.code).toBe(10000);
  });
});
