import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

describe('models', () => {
  let lab: Lab;
  const ids = (body: Body) => body.models.map(({ id }: { id: string }) => id);
  const create = (id: string, fields: object = {}) =>
    lab.post('/models', { models: [{ id, model_type_id: 'text-classifier', ...fields }] });

  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(() => lab.close());

  test('a new model has an untrained version with its concepts', async () => {
    const { status, body } = await create('cars', {
      name: 'Fast cars',
      description: 'What drives past',
      toolkits: ['HuggingFace'],
      visibility: { gettable: 50 },
      output_info: {
        data: { concepts: [{ id: 'fast', value: 0 }, { name: 'slow' }] },
        output_config: { concepts_mutually_exclusive: false, closed_environment: true },
      },
    });

    expect(status).toBe(200);
    expect(body.model).toMatchObject({
      id: 'cars',
      name: 'Fast cars',
      toolkits: ['HuggingFace'],
      visibility: { gettable: 'PUBLIC' },
      output_info: { output_config: { concepts_mutually_exclusive: false, max_concepts: 0 } },
      model_version: { status: { code: 21102 }, active_concept_count: 2 },
    });
    expect(body.model.output_info).not.toHaveProperty('data');
  });

  describe('the base models, where clients look for public models', () => {
    const main = '/v2/users/clarifai/apps/main';

    test('are listed by page, type and name', async () => {
      const { body } = await lab.get(`${main}/models?per_page=2`);
      const found = await lab.get(`${main}/models?model_type_id=visual-segmenter`);
      const search = await lab.post(`${main}/models/searches`, {
        model_query: { name: '*resnet-50' },
      });

      expect(ids(body)).toHaveLength(2);
      expect(ids(found.body)).toEqual(['nvidia--segformer-b0-finetuned-ade-512-512']);
      expect(ids(search.body)).toEqual(['microsoft--resnet-50']);
      expect((await lab.get(`${main}/models?page=1000&per_page=500`)).body.models).toEqual([]);
    });

    test('say which templates start from them', async () => {
      const { body } = await lab.get(`${main}/models/microsoft--resnet-50`);

      expect(body.model).toMatchObject({
        name: 'microsoft/resnet-50',
        user_id: 'clarifai',
        app_id: 'main',
        description: expect.stringMatching(/MMClassification_ResNet_50_RSB_A1 \(visual-classifier/),
        visibility: { gettable: 'PUBLIC' },
      });
      expect((await lab.get(`${main}/models/none`)).body.status.code).toBe(21200);
    });

    test('are all that there is of that app', async () => {
      expect((await lab.get(main)).body.status.code).toBe(11101);
      expect((await lab.get('/v2/users/clarifai/apps/other/models')).body.status.code).toBe(11101);
      const version = `${main}/models/microsoft--resnet-50/versions/base`;
      expect((await lab.post(`${version}/outputs`, { inputs: [{}] })).body.status.code).toBe(11101);
    });
  });

  test('train_info of a model holds for a training that names no template', async () => {
    await lab.addTexts('topics', 8);
    const params = { template: 'Deeptune_Bert_Small', num_epochs: 3, dataset_id: 'topics' };
    await create('older', { train_info: { params } });
    const started = async (train_info?: object) => {
      const versions = train_info ? { model_versions: [{ train_info }] } : undefined;
      const { body } = await lab.post('/models/older/versions', versions);
      await lab.settled('older', body.model.model_version.id);
      return body.model.model_version.train_info.params;
    };

    expect(await started()).toMatchObject(params);
    expect(await started({ params: { num_epochs: 4 } })).toMatchObject({
      ...params,
      num_epochs: 4,
    });
    const other = { template: 'Deeptune_Bert_Small', dataset_id: 'topics' };
    expect((await started({ params: other })).num_epochs).not.toBe(3);
    expect((await lab.get('/models/older')).body.model).not.toHaveProperty('train_info');
    await lab.delete('/models/older');
  });

  test.each([
    ['an id that is a path', { id: 'types', model_type_id: 'text-classifier' }, 11100],
    ['a type that does not exist', { id: 'odd', model_type_id: 'text-classifer' }, 21202],
    ['no id', { model_type_id: 'text-classifier' }, 11100],
    [
      'an image as bytes',
      { id: 'odd', model_type_id: 'text-classifier', image: { base64: 'AAAA' } },
      11100,
    ],
    ['a setting that the type lacks', { id: 'odd', output_info: { params: { heat: 1 } } }, 21118],
  ])('%s is refused and leaves nothing', async (_, model, code) => {
    expect((await lab.post('/models', { model })).body.status.code).toBe(code);
    expect((await lab.get('/models/odd')).body.status.code).toBe(21200);
  });

  test.each(['/models/cars', '/models/cars/versions/VERSION'])(
    '%s/output_info lists the concepts on model and version',
    async (path) => {
      const { body } = await lab.get('/models/cars');
      const versionId: string = body.model.model_version.id;

      const { body: info } = await lab.get(`${path.replace('VERSION', versionId)}/output_info`);

      for (const { output_info } of [info.model, info.model.model_version])
        expect(output_info.data.concepts).toMatchObject([
          { id: 'fast', name: 'fast', value: 1 },
          { id: 'slow', name: 'slow', value: 1 },
        ]);
    },
  );

  test('concepts are found by how they begin', async () => {
    const { body } = await lab.get('/models/cars/concepts?search=FA');

    expect(body.concepts).toMatchObject([{ id: 'fast' }]);
  });

  describe('lists', () => {
    beforeAll(async () => {
      await create('boats', { name: 'Aboats', notes: 'harbour', languages: ['de', 'en'] });
      await lab.post('/models', { model: { id: 'shapes', model_type_id: 'visual-detector' } });
    });

    test.each([
      ['', ['shapes', 'boats', 'cars']],
      ['sort_by_created_at=True&sort_ascending=True', ['cars', 'boats', 'shapes']],
      ['sort_by_name=true&sort_ascending=true', ['boats', 'cars', 'shapes']],
      ['model_type_id=visual-detector', ['shapes']],
      ['trained_only=True', []],
      ['trained_only=False', ['shapes', 'boats', 'cars']],
      ['name=*oat*', ['boats']],
      ['name=tester&filter_by_user_id=true', ['shapes', 'boats', 'cars']],
      ['name=tester', []],
      ['search=harb', ['boats']],
      ['query=drives', ['cars']],
      ['input_fields=text', ['boats', 'cars']],
      ['output_fields=regions%5B...%5D.data.concepts', ['shapes']],
      ['input_fields=image&output_fields=concepts', []],
      ['ids=cars&ids=boats', ['boats', 'cars']],
      ['creator=tester&toolkits=HuggingFace', ['cars']],
      ['creator=somebody', []],
      ['languages=en&languages=de', ['boats']],
      ['languages=en&languages=fr', []],
      ['visibility.gettable=PUBLIC', ['cars']],
      ['visibility.gettable=10', ['shapes', 'boats']],
      ['starred_only=True', []],
      ['min_replicas=1', []],
      ['min_replicas=0', ['shapes', 'boats', 'cars']],
      ['model_type_id=', ['shapes', 'boats', 'cars']],
      ['page=2&per_page=2', ['cars']],
      ['page=1000', []],
      ['per_page=0&page=0', ['shapes', 'boats', 'cars']],
      ['search=boat&sort_by_relevance=true', ['boats']],
    ])('?%s', async (query, expected) => {
      expect(ids((await lab.get(`/models?${query}`)).body)).toEqual(expected);
    });

    test.each([
      ['trained_only=maybe', /trained_only.*maybe/],
      ['sort_by_name=true&sort_by_created_at=true', /one order/],
      ['sort_by_relevance=true', /needs a search/],
      ['per_page=many', /per_page/],
    ])('?%s is refused', async (query, message) => {
      const { status, body } = await lab.get(`/models?${query}`);

      expect([status, body.status.details]).toEqual([400, expect.stringMatching(message)]);
    });

    test('model_version_ids finds the models of versions', async () => {
      const { body } = await lab.get('/models/boats');
      const query = `model_version_ids=${body.model.model_version.id}&model_version_ids=none`;

      expect(ids((await lab.get(`/models?${query}`)).body)).toEqual(['boats']);
    });

    test('a search in the body, with pages', async () => {
      const search = (model_query: object, pagination?: object) =>
        lab.post('/models/searches', { model_query, pagination }).then(({ body }) => ids(body));

      expect(await search({ name: '*a*s', model_type_id: 'text-classifier' })).toEqual([
        'boats',
        'cars',
      ]);
      expect(await search({ name: '*s' }, { page: 2, per_page: 2 })).toEqual(['cars']);
      expect(await search({}, { per_page: 1 })).toEqual(['shapes']);
    });
  });

  describe('patches', () => {
    const conceptsOf = async (id: string) => {
      const { body } = await lab.get(`/models/${id}/output_info`);
      return body.model.output_info.data?.concepts.map((concept: Body) => concept.id);
    };
    const patch = (action: string, fields: object) =>
      lab.patch('/models', { models: [{ id: 'patched', ...fields }], action });
    const concepts = (...names: string[]) => ({
      output_info: { data: { concepts: names.map((id) => ({ id })) } },
    });

    beforeAll(() => create('patched', { description: 'old', metadata: { a: 1 } }));

    test('what describes it changes without a new version', async () => {
      const { body: before } = await lab.get('/models/patched');

      const { body } = await patch('merge', {
        description: 'new',
        metadata: { b: 2 },
        use_cases: ['sorting'],
        image: { url: 'https://images.example/1.png' },
      });

      expect(body.models).toMatchObject([
        {
          description: 'new',
          metadata: { a: 1, b: 2 },
          use_cases: ['sorting'],
          model_version: { id: before.model.model_version.id },
        },
      ]);
      const { body: removed } = await patch('remove', {
        image: { url: 'https://images.example/1.png' },
      });
      expect(removed.models[0]).not.toHaveProperty('image');
    });

    test('concepts are merged, overwritten and removed, each time in a new untrained version', async () => {
      const versions = new Set();
      for (const [action, named, expected] of [
        ['merge', ['a', 'b'], ['a', 'b']],
        ['merge', ['b', 'c'], ['a', 'b', 'c']],
        ['overwrite', ['b', 'd'], ['b', 'd']],
        ['remove', ['b'], ['d']],
        ['remove', ['d', 'never'], undefined],
      ] as const) {
        const { body } = await patch(action, concepts(...named));
        versions.add(body.models[0].model_version.id);
        expect(await conceptsOf('patched')).toEqual(expected);
        expect(body.models[0].model_version).toMatchObject({
          status: { code: 21102 },
          active_concept_count: expected?.length ?? 0,
        });
      }
      expect(versions.size).toBe(5);
    });

    test('the output configuration is kept as sent, hyper_params too', async () => {
      const output_config = {
        concepts_mutually_exclusive: true,
        hyper_params: { MAX_NITEMS: 1000.5 },
      };

      const { body } = await patch('merge', { name: 'Super', output_info: { output_config } });

      expect(body.models[0]).toMatchObject({ name: 'Super', output_info: { output_config } });
      expect(body.models[0].model_version.output_info.output_config).toMatchObject(output_config);
    });

    test.each([
      ['no action', { models: [{ id: 'patched' }] }, 11100],
      ['an unknown action', { models: [{ id: 'patched' }], action: 'replace' }, 11100],
      ['an unknown model', { models: [{ id: 'patched' }, { id: 'none' }], action: 'merge' }, 21200],
    ])('%s is refused', async (_, body, code) => {
      expect((await lab.patch('/models', body)).body.status.code).toBe(code);
    });

    test('patches at the same time all count', async () => {
      const tags = Array.from({ length: 5 }, (_, index) => `tag-${index}`);

      const answers = await Promise.all(tags.map((tag) => patch('merge', { toolkits: [tag] })));

      expect(answers.map(({ status }) => status)).toEqual(tags.map(() => 200));
      const { body } = await lab.get('/models/patched');
      expect(body.model.toolkits.toSorted()).toEqual(tags);
    });

    test('another id is not implemented, and says so', async () => {
      const { status, body } = await lab.patch('/models/ids', {
        ids: [{ id: 'patched', new_id: 'renamed' }],
        action: 'overwrite',
      });

      expect([status, body.status.code]).toEqual([501, 10040]);
    });
  });

  describe('deletions', () => {
    test('several at once, or none of them', async () => {
      await create('one');
      await create('two');

      expect((await lab.delete('/models', { ids: ['one', 'none'] })).body.status.code).toBe(21200);
      expect((await lab.get('/models/one')).status).toBe(200);
      expect((await lab.delete('/models', { ids: ['one', 'two'] })).status).toBe(200);
      expect(await lab.get('/models/one')).toMatchObject({
        status: 404,
        body: { status: { code: 21200, description: 'Model does not exist' } },
      });
    });

    test('neither ids nor delete_all deletes nothing', async () => {
      expect((await lab.delete('/models', {})).body.status.code).toBe(11102);
      expect((await lab.delete('/models')).body.status.code).toBe(11102);
      expect((await lab.get('/models/cars')).status).toBe(200);
    });

    test('delete_all deletes all', async () => {
      await lab.delete('/models', { delete_all: true });

      expect((await lab.get('/models')).body.models).toEqual([]);
    });
  });
});
