import { AppUnderTest, idsOf, png } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';
import { allRoutes } from '../../../../../core/api/clarifai/all-routes.ts';
import { publishedApi } from '../../../../proto/published-api.ts';
import { readManifest } from '../../../../../core/dataset/version/freeze.ts';
import { getDatasetVersion } from '../../../../../core/dataset/version/dataset-version-store.ts';

const lab = new AppUnderTest();
const scope = { userId: 'tester', appId: 'lab' };
afterAll(() => lab.close());
beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/datasets', { datasets: [{ id: 'ds' }] });
  const data = { image: { base64: png }, concepts: [{ id: 'street' }] };
  await lab.must('POST', '/inputs', { inputs: [{ id: 'in', data, dataset_ids: ['ds'] }] });
});

const box = { bounding_box: { bottom_row: 0.5, right_col: 0.5 } };
const polygon = { polygon: { points: [{}, { col: 1 }, { row: 1, col: 1 }] } };
const mask = { mask: { image: { base64: png } } };
const region = (region_info: object, id: string) => ({ region_info, data: { concepts: [{ id }] } });
const annotate = async (data: object, more: object = {}): Promise<Body> =>
  (await lab.must('POST', '/annotations', { annotations: [{ input_id: 'in', data, ...more }] }))
    .annotations[0];

/** What a dataset version frozen now holds of the input. */
async function frozen() {
  const { dataset_versions } = await lab.must('POST', '/datasets/ds/versions', {
    dataset_versions: [{}],
  });
  const version = await getDatasetVersion(scope, 'ds', dataset_versions[0].id, lab.deps);
  const [row] = await readManifest(scope, version, lab.deps);
  return {
    concepts: row?.concepts.map(({ id, value }) => `${id} ${value}`),
    regions: row?.regions?.map(
      ({ box, polygon, mask, concepts }) =>
        `${concepts[0]?.id}${box ? ' box' : ''}${polygon ? ' polygon' : ''}${mask ? ' mask' : ''}`,
    ),
  };
}

test('what the input says itself is its input-level annotation', async () => {
  const { annotations } = await lab.must('GET', '/annotations?input_ids=in');

  expect(annotations).toMatchObject([
    {
      id: 'in',
      input_id: 'in',
      input_level: true,
      status: { code: 24150 },
      data: { concepts: [{ id: 'street', value: 1 }] },
      user_id: 'tester',
    },
  ]);
});

test('concepts, boxes, polygons and masks each change what is frozen next', async () => {
  expect(await frozen()).toEqual({ concepts: ['street 1'], regions: undefined });

  await annotate({ concepts: [{ id: 'night', value: 0 }] }, { id: 'whole' });
  expect((await frozen()).concepts).toEqual(['street 1', 'night 0']);

  await annotate({ regions: [region(box, 'car')] }, { id: 'boxed' });
  expect((await frozen()).regions).toEqual(['car box']);

  await annotate({ regions: [region(polygon, 'tree'), region(mask, 'sky')] }, { id: 'shaped' });
  expect((await frozen()).regions).toEqual(['car box', 'tree polygon', 'sky mask']);
});

test('of two that speak of the same concept the later one is believed', async () => {
  await annotate({ concepts: [{ id: 'street', value: 0 }] }, { id: 'later' });
  expect((await frozen()).concepts).toEqual(['street 0', 'night 0']);

  await lab.must('DELETE', '/inputs/in/annotations/later');
  expect((await frozen()).concepts).toEqual(['street 1', 'night 0']);
});

test('one that waits for review is kept and not frozen', async () => {
  const waiting = await annotate(
    { concepts: [{ id: 'doubt' }] },
    { id: 'waits', status: { code: 'ANNOTATION_AWAITING_REVIEW' } },
  );

  expect(waiting.status.code).toBe(24157);
  expect((await frozen()).concepts).toEqual(['street 1', 'night 0']);
  const patch = { id: 'waits', input_id: 'in', status: { code: 24150 } };
  await lab.must('PATCH', '/annotations', { annotations: [patch], action: 'merge' });
  expect((await frozen()).concepts).toContain('doubt 1');
});

test('input_level goes into the input itself', async () => {
  const own = await annotate({ concepts: [{ id: 'rain' }] }, { input_level: true });

  expect(own).toMatchObject({ id: 'in', input_level: true });
  const { input } = await lab.must('GET', '/inputs/in');
  expect(idsOf(input.data.concepts)).toEqual(['street', 'rain']);
});

test('the list filters by ids, statuses, users and tasks', async () => {
  await annotate({ concepts: [{ id: 'x' }] }, { id: 'tasked', task_id: 'task-1' });
  const list = async (query: string) =>
    idsOf((await lab.must('GET', `/annotations?${query}`)).annotations);

  expect(await list('ids=boxed')).toEqual(['boxed']);
  expect(await list('ids=boxed&ids=whole&input_ids=in&input_ids=in')).toEqual(['whole', 'boxed']);
  expect(await list('task_id=task-1')).toEqual(['tasked']);
  expect(await list('user_ids=somebody-else')).toEqual([]);
  expect(await list('model_version_ids=any')).toEqual([]);
  expect(await list('statuses.code=24157')).toEqual([]);
  expect(await list('user_ids=tester&model_version_ids=any&ids=boxed')).toEqual(['boxed']);
  expect(await list('workflow_version_ids=any')).toEqual([]);
  expect(await list('list_all_annotations=True&per_page=2&page=2')).toHaveLength(2);
  expect(await list('return_model_output=True&ids=boxed')).toEqual(['boxed']);
  expect((await lab.refused('GET', '/annotations?ids=a&ids=b&input_ids=in'))[2]).toMatch(/2 ids/);
  for (const nonsense of ['statuses=code', 'return_model_output=perhaps', 'list_all_annotations=2'])
    expect((await lab.refused('GET', `/annotations?${nonsense}`))[1]).toBe(11100);
});

test('the list knows every parameter that is published', () => {
  const { query = {} } = allRoutes.find(({ operation }) => operation === 'ListAnnotations') ?? {};
  const published = Object.keys(publishedApi.get('ListAnnotations')?.requestType.fields ?? {});

  expect(published.filter((name) => name !== 'user_app_id' && !(name in query))).toEqual([]);
  expect(published.length).toBeGreaterThan(8);
});

test('patches change labels of regions by their ids', async () => {
  const { annotation } = await lab.must('GET', '/inputs/in/annotations/boxed');
  const [{ id: regionId }] = annotation.data.regions;
  const patch = async (action: string, data: object, more: object = {}) =>
    (
      await lab.must('PATCH', '/annotations', {
        annotations: [{ id: 'boxed', input_id: 'in', data }],
        action,
        ...more,
      })
    ).annotations[0];

  const merged = await patch('merge', {
    regions: [{ id: regionId, data: { concepts: [{ id: 'taxi' }] } }],
  });
  expect(idsOf(merged.data.regions[0].data.concepts)).toEqual(['car', 'taxi']);
  expect(merged.data.regions[0].region_info.bounding_box.bottom_row).toBe(0.5);

  const fewer = await patch('remove', {
    regions: [{ id: regionId, data: { concepts: [{ id: 'car' }] } }],
  });
  expect(idsOf(fewer.data.regions[0].data.concepts)).toEqual(['taxi']);

  await patch('remove', { regions: [{ id: regionId }] }, { delete_if_empty_data: true });
  expect((await lab.refused('GET', '/inputs/in/annotations/boxed'))[1]).toBe(11101);
});

test('what is not there is refused before anything changes', async () => {
  const annotations = [
    { input_id: 'in', data: { concepts: [{ id: 'never' }] } },
    { input_id: 'nowhere', data: { concepts: [{ id: 'never' }] } },
  ];

  expect((await lab.refused('POST', '/annotations', { annotations }))[1]).toBe(11101);
  expect((await lab.refused('GET', '/concepts/never'))[1]).toBe(11101);
  expect(
    (
      await lab.refused('POST', '/annotations', {
        annotations: [{ id: 'whole', input_id: 'in', data: {} }],
      })
    )[1],
  ).toBe(40010);
  expect((await lab.refused('DELETE', '/inputs/in/annotations/none'))[1]).toBe(11101);
});

test('by input ids alone every annotation goes, and the input itself is emptied', async () => {
  await lab.must('DELETE', '/annotations', {});
  expect(idsOf((await lab.must('GET', '/annotations')).annotations).length).toBeGreaterThan(1);

  await lab.must('DELETE', '/inputs/annotations', { ids: ['whole'], input_ids: ['in'] });
  expect(idsOf((await lab.must('GET', '/annotations')).annotations)).not.toContain('whole');

  await lab.must('DELETE', '/annotations', { input_ids: ['in'] });
  expect((await lab.must('GET', '/annotations')).annotations).toMatchObject([
    { id: 'in', input_level: true, data: { concepts: [], regions: [] } },
  ]);
  expect((await lab.must('GET', '/inputs/in/annotations/in')).annotation).toMatchObject({
    data: { concepts: [], regions: [] },
  });
});

test('every input has one annotation of its own, also one that says nothing', async () => {
  const data = { image: { base64: png } };
  await lab.must('POST', '/inputs', { inputs: [{ id: 'silent', data }] });
  const { annotations } = await lab.must('GET', '/annotations?input_ids=silent');
  expect(annotations).toMatchObject([{ id: 'silent', input_level: true, data: { concepts: [] } }]);
});

test('a region that is merged twice without an id is one', async () => {
  const box = { bounding_box: { bottom_row: 0.5, right_col: 0.5 } };
  const region = { region_info: box, data: { concepts: [{ id: 'car' }] } };
  const data = { image: { base64: png }, regions: [region] };
  await lab.must('POST', '/inputs', { inputs: [{ id: 'twice', data }] });
  const merged = { ...region, data: { concepts: [{ id: 'red' }] } };

  const body = await lab.must('PATCH', '/inputs', {
    inputs: [{ id: 'twice', data: { regions: [region, merged] } }],
    action: 'merge',
  });

  const { regions } = body.inputs[0].data;
  expect(regions).toHaveLength(1);
  expect(regions[0].data.concepts.map((each: { id: string }) => each.id)).toEqual(['car', 'red']);
});

test('a region that an input-level annotation says again without an id is one', async () => {
  const box = { bounding_box: { bottom_row: 0.5, right_col: 0.5 } };
  const region = { region_info: box, data: { concepts: [{ id: 'car' }] } };
  const lower = { bounding_box: { bottom_row: 0.4, right_col: 0.5 } };
  const elsewhere = { ...region, region_info: lower };
  const data = { image: { base64: png }, regions: [region] };
  await lab.must('POST', '/inputs', { inputs: [{ id: 'again', data }] });
  const again = { ...region, data: { concepts: [{ id: 'red' }] } };

  const said = { input_id: 'again', input_level: true, data: { regions: [again, elsewhere] } };
  const { annotations } = await lab.must('POST', '/annotations', { annotations: [said] });

  const { regions } = annotations[0].data;
  expect(regions).toHaveLength(2);
  expect(regions[0].data.concepts.map((each: { id: string }) => each.id)).toEqual(['car', 'red']);
  expect(regions[1].region_info.bounding_box.bottom_row).toBeCloseTo(0.4);
});
