import type { Prediction } from '../../../../../core/ports/predictor.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

const concepts = [
  { id: 'good', name: 'Good', value: 0.7 },
  { id: 'bad', name: 'Bad', value: 0.9 },
  ...Array.from({ length: 30 }, (_, n) => ({ id: `c${n}`, name: `C ${n}`, value: n / 100 })),
];

describe('outputs', () => {
  let lab: Lab;
  let versionId: string;
  const text = (raw: string, id?: string) => ({ ...(id ? { id } : {}), data: { text: { raw } } });
  const predict = (body: object, path = '/models/reader/outputs') => lab.post(path, body);
  const chosen = async (output_info: object, where: 'model' | 'version' = 'version') => {
    const model = where === 'model' ? { output_info } : { model_version: { output_info } };
    const { body } = await predict({ inputs: [text('hello')], model });
    return body.outputs[0].data.concepts.map(({ id }: Body) => id);
  };

  beforeAll(async () => {
    lab = await Lab.open();
    lab.host(({ inputs }) => ({
      outputs: inputs.map((input: { text: string }) =>
        input.text === 'broken'
          ? { error: { code: 'input-unreadable', message: 'It cannot be read' } }
          : { concepts },
      ),
    }));
    await lab.addTexts('texts', 8);
    const known = concepts.map(({ id, name }) => ({
      data: { text: { raw: `about ${id}` }, concepts: [{ id, name }] },
    }));
    await lab.post('/inputs', { inputs: known });
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  });
  afterAll(() => lab.close());

  test('an untrained model is 21102', async () => {
    const { status, body } = await predict({ inputs: [text('hello')] });

    expect([status, body.status.code]).toEqual([400, 21102]);
  });

  test('the first request finds the model being deployed, the next one its outputs', async () => {
    versionId = await lab.train('reader');

    expect((await predict({ inputs: [text('hello')] })).body.status.code).toBe(21351);
    const { status, body } = await predict({ inputs: [text('hello', 'mine')] });

    expect(status).toBe(200);
    expect(body.outputs).toMatchObject([
      {
        status: { code: 10000 },
        input: { id: 'mine', data: { text: { raw: 'hello' } } },
        model: { id: 'reader', model_version: { id: versionId } },
      },
    ]);
    expect(body.outputs[0].data.concepts).toHaveLength(20);
    expect(body.outputs[0].data.concepts.slice(0, 2)).toMatchObject([
      { id: 'bad', name: 'Bad', value: 0.9, app_id: 'lab' },
      { id: 'good', value: 0.7 },
    ]);
  });

  test('the version that the body names is the one that answers', async () => {
    const first = versionId;
    versionId = await lab.train('reader');
    const inputs = [text('hello')];
    const versionOf = async (body: object, path?: string) =>
      (await predict({ inputs, ...body }, path)).body.outputs[0].model.model_version.id;
    const model = { id: 'reader', model_version: { id: first } };
    await predict({ inputs });

    expect(await versionOf({})).toBe(versionId);
    expect(await versionOf({ model })).toBe(first);
    expect(await versionOf({ version_id: first })).toBe(first);
    expect(await versionOf({ model }, `/models/reader/versions/${first}/outputs`)).toBe(first);
  });

  test.each<[string, (id: string) => object, RegExp]>([
    [
      'version',
      () => ({ model: { model_version: { id: 'other' } } }),
      /'version_id in the path' is '.{32}' and 'model.model_version.id' is 'other'/,
    ],
    ['model', () => ({ model: { id: 'writer' } }), /'reader'.*'model.id'.*'writer'/],
    ['app', () => ({ model: { app_id: 'other' } }), /'lab'.*'model.app_id'.*'other'/],
  ])('a body that names another %s than the path is refused', async (_, body, details) => {
    const path = `/models/reader/versions/${versionId}/outputs`;
    const { status, body: answer } = await predict(
      { inputs: [text('hello')], ...body(versionId) },
      path,
    );
    expect([status, answer.status.code]).toEqual([400, 11102]);
    expect(answer.status.details).toMatch(details);
  });

  test.each([
    ['parts', { parts: [{}], metadata: { _method_name: '_GET_SIGNATURES' } }],
    ['video', { video: { url: 'https://example.com/a.mp4' } }],
    ['audio', { audio: { base64: 'AAAA' } }],
  ])('%s instead of a text is an unsupported format', async (name, data) => {
    const { body } = await predict({ inputs: [{ data }] });
    expect(body.outputs[0].status).toMatchObject({ code: 30101 });
    expect(body.outputs[0].status.details).toContain(`data.${name}`);
    expect(body.status.code).toBe(30101);
  });

  test.each<[string, object, string[] | number]>([
    ['at most so many', { output_config: { max_concepts: 2 } }, ['bad', 'good']],
    ['zero is 20', { output_config: { max_concepts: 0, min_value: 0 } }, 20],
    ['from a value on', { output_config: { min_value: 0.5 } }, ['bad', 'good']],
    [
      'by id or name, and whatever value comes along',
      { output_config: { select_concepts: [{ id: 'good', value: 0 }, { name: 'C 3' }] } },
      ['good', 'c3'],
    ],
    ['as settings', { params: { max_concepts: 1 } }, ['bad']],
    ['as settings, selected', { params: { select_concepts: [{ id: 'c1' }, 'c2'] } }, ['c2', 'c1']],
    [
      'the configuration before the settings',
      { output_config: { max_concepts: 1 }, params: { max_concepts: 3 } },
      ['bad'],
    ],
    ['an unknown language', { output_config: { language: 'zh', sample_ms: 1000 } }, 20],
  ])('concepts: %s', async (_, info, expected) => {
    for (const where of ['model', 'version'] as const) {
      const ids = await chosen(info, where);
      expect(typeof expected === 'number' ? ids.length : ids).toEqual(expected);
    }
  });

  test.each([
    ['output_config', { output_config: { select_concepts: [{ id: 'c1' }, { id: 'gud' }] } }],
    ['params', { params: { select_concepts: ['gud'] } }],
  ])(
    'a selected concept that the version does not have is refused by name: %s',
    async (_, info) => {
      const model = { model_version: { output_info: info } };
      const { status, body } = await predict({ inputs: [text('hello')], model });

      expect([status, body.status.code, body.outputs]).toEqual([400, 21202, undefined]);
      expect(body.status.details).toMatch(
        /^select_concepts names 'gud', which version '\w+' does not have; it has .*'c1'.*\(32 in all\)$/,
      );
    },
  );

  test('settings of the training hold where a request says nothing', async () => {
    const id = await lab.train('reader', {
      output_info: {
        params: { max_concepts: 3 },
        output_config: { select_concepts: [{ id: 'c1' }] },
      },
    });
    await predict({ inputs: [text('hello')] });
    expect(await chosen({})).toEqual(['c1']);
    await lab.delete(`/models/reader/versions/${id}`);
  });

  test.each([
    [
      'a setting that the type does not have',
      { inputs: [text('a')], model: { output_info: { params: { heat: 1 } } } },
      21202,
    ],
    ['no input', { inputs: [] }, 11100],
    ['129 inputs', { inputs: Array.from({ length: 129 }, () => text('a')) }, 11100],
    [
      'a share above 1',
      { inputs: [text('a')], model: { output_info: { output_config: { min_value: 2 } } } },
      11100,
    ],
  ])('%s is refused', async (_, body, code) => {
    expect((await predict(body)).body.status.code).toBe(code);
  });

  test('128 inputs are taken', async () => {
    const { body } = await predict({ inputs: Array.from({ length: 128 }, () => text('a')) });

    expect(body.outputs).toHaveLength(128);
  });

  test('some fail: mixed, each with its own status', async () => {
    const { status, body } = await predict({
      inputs: [text('fine'), { id: null, data: null }, text('broken'), { data: {} }, text('')],
    });

    expect([status, body.status.code, body.status.description]).toEqual([
      200,
      10010,
      'Mixed Success',
    ]);
    expect(body.outputs.map((output: Body) => output.status.code)).toEqual([
      10000, 30104, 30101, 30104, 30104,
    ]);
    expect(body.outputs[1].input.id).toMatch(/^[0-9a-f]{32}$/);
  });

  test('all fail: for one reason that reason, for several failure', async () => {
    const same = await predict({ inputs: [{}, { data: {} }] });
    expect([same.status, same.body.status.code]).toEqual([400, 30104]);
    const several = await predict({ inputs: [{}, text('broken')] });
    expect([several.status, several.body.status.code]).toEqual([400, 10020]);
    const image = await predict({ inputs: [{ data: { image: { base64: 'AAAA' } } }] });
    expect(image.body.outputs[0].status).toMatchObject({
      code: 30104,
      details: expect.stringMatching(/takes texts/),
    });
  });

  test('while a newer version is not trained, the newest trained one answers; a version that is named, itself', async () => {
    await lab.patch('/models', {
      models: [{ id: 'reader', output_info: { data: { concepts: [{ id: 'new' }] } } }],
      action: 'merge',
    });
    const { body: model } = await lab.get('/models/reader');
    const newest = model.model.model_version.id;

    const { body } = await predict({ inputs: [text('hello')] });
    const named = await predict(
      { inputs: [text('a')] },
      `/models/reader/versions/${newest}/outputs`,
    );

    expect(body.outputs[0].model.model_version.id).toBe(versionId);
    expect(named.body.status.code).toBe(21102);
  });
});

describe('outputs of the other model types', () => {
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
  const cat = { id: 'cat', name: 'Cat', value: 0.9 };
  const box = [0, 0, 0.5, 0.5] as const;
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.open();
    const region_info = { bounding_box: { bottom_row: 0.5, right_col: 0.5 } };
    const data = { image: { base64: png }, concepts: [{ id: 'normal' }] };
    await lab.post('/datasets', {
      datasets: [{ id: 'images' }, { id: 'normal' }, { id: 'texts' }],
    });
    const inputs = ['cat', 'dog', 'cat', 'dog', 'cat', 'dog'].flatMap((id) => [
      {
        data: {
          image: { base64: png },
          concepts: [{ id }],
          regions: [{ region_info, data: { concepts: [{ id }] } }],
        },
        dataset_ids: ['images'],
      },
      { data, dataset_ids: ['normal'] },
      {
        data: { text: { raw: `say ${id}` }, metadata: { completion: id } },
        dataset_ids: ['texts'],
      },
    ]);
    await lab.post('/inputs', { inputs });
  });
  afterAll(() => lab.close());

  test.each<[string, string, Prediction, object]>([
    ['visual-classifier', 'images', { concepts: [cat] }, { concepts: [{ id: 'cat', value: 0.9 }] }],
    [
      'visual-detector',
      'images',
      { regions: [{ box, mask_base64: null, concepts: [cat], value: 0.9 }] },
      { regions: [{ region_info: { bounding_box: { top_row: 0, bottom_row: 0.5 } } }] },
    ],
    [
      'visual-segmenter',
      'images',
      { regions: [{ box: null, mask_base64: png, concepts: [cat], value: 0.9 }] },
      { regions: [{ region_info: { mask: { image: { base64: png } } } }] },
    ],
    [
      'visual-embedder',
      'images',
      { embeddings: [[0.6, 0.8]] },
      { embeddings: [{ vector: [0.6, 0.8], num_dimensions: 2 }] },
    ],
    [
      'visual-anomaly-heatmap',
      'normal',
      { heatmap_base64: png, concepts: [cat] },
      { heatmaps: [{ base64: png }], concepts: [{ id: 'cat' }] },
    ],
    ['text-to-text', 'texts', { text: 'cat' }, { text: { raw: 'cat' } }],
  ])('%s', async (type, dataset, prediction, expected) => {
    lab.host(({ inputs }) => ({ outputs: inputs.map(() => prediction) }));
    await lab.post('/models', { model: { id: type, model_type_id: type } });
    const template = type === 'text-to-text' ? { template: 'Deeptune_Gpt_Small' } : {};
    await lab.train(type, { train_info: { params: { dataset_id: dataset, ...template } } });
    const data = type === 'text-to-text' ? { text: { raw: 'say' } } : { image: { base64: png } };

    await lab.post(`/models/${type}/outputs`, { inputs: [{ data }] });
    const { status, body } = await lab.post(`/models/${type}/outputs`, { inputs: [{ data }] });

    expect([status, body.status.code]).toEqual([200, 10000]);
    expect(body.outputs[0].data).toMatchObject(expected);
  });

  test('a detector leaves out what is below the threshold', async () => {
    const regions = [0.9, 0.3].map((value) => ({
      box,
      mask_base64: null,
      concepts: [{ ...cat, value }],
      value,
    }));
    lab.account.aws.sagemaker.hosting.onCreate = () => undefined;
    const { body: model } = await lab.get('/models/visual-detector');
    const endpoint = `ft-${model.model.model_version.id}`;
    lab.account.aws.sagemaker.hosting.serve(endpoint, () => ({ outputs: [{ regions }] }));

    const { body } = await lab.post('/models/visual-detector/outputs', {
      inputs: [{ data: { image: { base64: png } } }],
      model: { model_version: { output_info: { params: { detection_threshold: 0.5 } } } },
    });

    expect(body.outputs[0].data.regions).toHaveLength(1);
  });
});
