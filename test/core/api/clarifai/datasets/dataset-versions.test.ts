import { AppUnderTest, idsOf, png } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const lab = new AppUnderTest();
afterAll(() => lab.close());
beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/datasets', { datasets: [{ id: 'ds', description: 'all' }] });
  await lab.must('POST', '/inputs', lab.texts(['t1', 't2'], 'ds', [{ id: 'cat' }]));
  await lab.must(
    'POST',
    '/inputs',
    lab.texts(['t3'], 'ds', [{ id: 'dog' }, { id: 'cat', value: 0 }]),
  );
  await lab.must('POST', '/inputs', lab.texts(['t4'], 'ds'));
  const regions = [
    {
      region_info: { bounding_box: { bottom_row: 1, right_col: 1 } },
      data: { concepts: [{ id: 'dog' }] },
    },
  ];
  const data = { image: { base64: png }, regions };
  await lab.must('POST', '/inputs', { inputs: [{ id: 'i1', data, dataset_ids: ['ds'] }] });
});

const versions = '/datasets/ds/versions';
const freeze = async (wire: object): Promise<Body> =>
  (await lab.must('POST', versions, { dataset_versions: [wire] })).dataset_versions[0];
const metrics = async (wire: object) => (await freeze(wire)).metrics['/'];
const filters = (...list: object[]) => ({
  annotation_filter: { search: { query: { filters: list } } },
});
const cats = { annotation: { data: { concepts: [{ id: 'cat' }] } } };

test('an empty order freezes everything under an id of ours', async () => {
  const version = await freeze({});

  expect(version).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    dataset_id: 'ds',
    status: { code: 64015 },
    metrics: {
      '/': {
        inputs_count: '5',
        unlabeled_inputs_count: '1',
        regions_count: '1',
        bounding_boxes_count: '1',
        masks_count: '0',
        positive_input_tags_count: '3',
        positive_region_tags_count: '1',
      },
    },
  });
});

test('a filter keeps the annotations that it names; empty inputs stay or go', async () => {
  expect(await metrics({ annotation_filter_config: filters(cats) })).toMatchObject({
    inputs_count: '5',
    unlabeled_inputs_count: '3',
    positive_region_tags_count: '0',
  });
  const config = { ...filters(cats), ignore_empty_inputs: true };
  const version = await freeze({ annotation_filter_config: config });
  expect(version.metrics['/']).toMatchObject({ inputs_count: '2', unlabeled_inputs_count: '0' });
  expect(version.annotation_filter_config).toEqual(config);
  const texts = filters({ input: { id: 't3' } });
  expect(await metrics({ annotation_filter_config: texts })).toMatchObject({ inputs_count: '1' });
});

test('a version may be empty', async () => {
  const config = { annotation_filter_config: filters({ input: { id: 'none' } }) };

  expect(await metrics(config)).toMatchObject({ inputs_count: '0' });
});

test('a condition that we do not know and a saved filter are refused', async () => {
  const refused = async (config: object) =>
    (
      await lab.refused('POST', versions, {
        dataset_versions: [{ annotation_filter_config: config }],
      })
    )[1];

  expect(await refused(filters({ input: { colour: 'red' } }))).toBe(11100);
  expect(await refused({ annotation_filter: { id: 'saved' } })).toBe(11102);
});

test('a dataset’s own filter is used where the order has none', async () => {
  const filter = { search: { query: { filters: [{ input: { id: 't1' } }] } } };
  const datasets = [{ id: 'filtered', default_annotation_filter: filter }];
  await lab.must('POST', '/datasets', { datasets });
  await lab.must('POST', '/datasets/filtered/inputs', {
    dataset_inputs: ['t1', 't2'].map((id) => ({ input: { id } })),
  });

  const { dataset_versions } = await lab.must('POST', '/datasets/filtered/versions', {
    dataset_versions: [{}],
  });

  expect(dataset_versions[0].metrics['/'].inputs_count).toBe('1');
});

test('metrics groups count by type, concept and number of labels', async () => {
  const { id } = await freeze({ id: 'grouped' });
  const groups = async (query = '') =>
    (
      await lab.must('GET', `${versions}/${id}/metrics?${query}`)
    ).dataset_version_metrics_groups.map(
      ({ type, value, metrics: { inputs_count } }: Body) => `${type} ${value}: ${inputs_count}`,
    );

  expect(await groups()).toEqual([
    'DATASET_VERSION_METRICS_GROUP_TYPE_NOT_SET total: 5',
    'INPUT_TYPE image: 1',
    'INPUT_TYPE text: 4',
    'CONCEPT_ID cat: 2',
    'CONCEPT_ID dog: 2',
    'CONCEPTS_COUNT 0: 1',
    'CONCEPTS_COUNT 1: 4',
    'BOUNDING_BOXES_COUNT 0: 4',
    'BOUNDING_BOXES_COUNT 1: 1',
    'POLYGONS_COUNT 0: 5',
    'MASKS_COUNT 0: 5',
  ]);
  expect(await groups('types=CONCEPT_ID&values="dog"')).toEqual(['CONCEPT_ID dog: 2']);
  expect(await groups('types=11&values=0')).toEqual(['CONCEPTS_COUNT 0: 1']);
  expect(await groups('parent_paths=/elsewhere')).toEqual([]);
});

test('an empty version has one group, in which nothing is counted', async () => {
  await lab.must('POST', '/datasets', { datasets: [{ id: 'nothing' }] });
  const at = '/datasets/nothing/versions';
  await lab.must('POST', at, { dataset_versions: [{ id: 'none' }] });

  const { dataset_version_metrics_groups: groups } = await lab.must('GET', `${at}/none/metrics`);
  expect(groups).toMatchObject([
    { value: 'total', metrics: { inputs_count: '0', bounding_boxes_count: '0' } },
  ]);
});

test('description and metadata can be changed, the content cannot', async () => {
  const { metadata } = await freeze({ id: 'patched', metadata: { a: 1 } });
  const dataset_versions = [{ id: 'patched', description: 'golden', metadata: { b: 2 } }];

  await lab.must('PATCH', versions, { dataset_versions, action: 'overwrite' });

  const { dataset_version: after } = await lab.must('GET', `${versions}/patched`);
  expect(after.description).toBe('golden');
  expect(after.metadata).toEqual({ b: 2, deeptune: metadata.deeptune });
  expect((await lab.refused('PATCH', versions, { dataset_versions, action: 'merge' }))[1]).toBe(
    11100,
  );
});

test('the list is newest first; a taken id is refused', async () => {
  await freeze({ id: 'last' });

  expect(idsOf((await lab.must('GET', versions)).dataset_versions)).toContain('last');
  expect((await lab.refused('POST', versions, { dataset_versions: [{ id: 'last' }] }))[1]).toBe(
    40010,
  );
});

test('one that a model version was trained on stays; others go', async () => {
  await freeze({ id: 'free' });
  await freeze({ id: 'held' });
  await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
  const params = {
    dataset_id: 'ds',
    dataset_version_id: 'held',
    invalid_data_tolerance_percent: 50,
  };
  const { model } = await lab.must('POST', '/models/m/versions', {
    model_versions: [{ train_info: { params } }],
  });

  const body = { dataset_version_ids: ['free', 'held'] };
  expect(await lab.refused('DELETE', versions, body)).toEqual([
    409,
    64030,
    expect.stringContaining(model.model_version.id),
  ]);
  await lab.must('DELETE', versions, { dataset_version_ids: ['free'] });
  expect((await lab.refused('GET', `${versions}/free`))[1]).toBe(11101);
  expect((await lab.refused('DELETE', versions, { dataset_version_ids: ['free'] }))[1]).toBe(11101);
  const left = await lab.deps.objects.list('users/tester/apps/lab/datasets/ds/versions/free/');
  expect(left.objects).toEqual([]);

  await lab.must('DELETE', '/datasets', { dataset_ids: ['ds'] });

  expect((await lab.must('GET', `${versions}/held`)).dataset_version.id).toBe('held');
  expect((await lab.refused('GET', `${versions}/last`))[1]).toBe(11101);
});
