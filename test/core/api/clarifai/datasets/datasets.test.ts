import { AppUnderTest, idsOf } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const lab = new AppUnderTest();
afterAll(() => lab.close());
beforeAll(async () => {
  await lab.open();
  const datasets = [
    { id: 'birds', description: 'of the garden', metadata: { a: 1 }, notes: 'seen in spring' },
    { id: 'cars' },
    { id: 'bikes' },
  ];
  await lab.must('POST', '/datasets', { datasets });
  await lab.must('POST', '/inputs', lab.texts(['a', 'b'], 'birds'));
  await lab.must('POST', '/inputs', lab.texts(['c']));
});

const members = async (id: string) =>
  (await lab.must('GET', `/datasets/${id}/inputs`)).dataset_inputs.map(
    ({ input }: Body) => input.id,
  );

test('the list sorts, searches and pages; below the user it has every app', async () => {
  const list = async (query: string, at = '/datasets') =>
    idsOf((await lab.must('GET', `${at}?${query}`)).datasets);

  expect(await list('sort_by_id=True&sort_ascending=True')).toEqual(['bikes', 'birds', 'cars']);
  expect(await list('sort_by_id=True')).toEqual(['cars', 'birds', 'bikes']);
  expect(await list('sort_by_id=True&per_page=1&page=2')).toEqual(['birds']);
  expect(await list('search=garden')).toEqual(['birds']);
  expect(await list('search=spr')).toEqual(['birds']);
  expect(await list('id=*i*&sort_by_id=true')).toEqual(['birds', 'bikes']);
  expect(await list('starred_only=True')).toEqual([]);
  await lab.must('POST', '/v2/users/me/apps', { apps: [{ id: 'second' }] });
  await lab.must('POST', '/v2/users/me/apps/second/datasets', { datasets: [{ id: 'there' }] });
  expect(await list('sort_by_id=True', '/v2/users/me/datasets')).toEqual([
    'there',
    'cars',
    'birds',
    'bikes',
  ]);
  expect((await lab.refused('GET', '/datasets?sort_by_id=perhaps'))[2]).toMatch(/"perhaps"/);
});

test('patches merge, overwrite and remove', async () => {
  const patch = async (action: string, fields: object) =>
    (await lab.must('PATCH', '/datasets', { datasets: [{ id: 'birds', ...fields }], action }))
      .datasets[0];

  expect(await patch('merge', { metadata: { b: 2 } })).toMatchObject({
    description: 'of the garden',
    metadata: { a: 1, b: 2 },
  });
  expect(await patch('overwrite', { metadata: { c: 3 }, description: 'of the sea' })).toMatchObject(
    {
      description: 'of the sea',
      notes: 'seen in spring',
      metadata: { c: 3 },
    },
  );
  expect((await patch('remove', { metadata: { c: 0 }, notes: 'any' })).notes).toBe('');
  expect((await lab.must('GET', '/datasets/birds')).dataset.metadata).toEqual({});
  const unknown = { datasets: [{ id: 'none' }], action: 'merge' };
  expect((await lab.refused('PATCH', '/datasets', unknown))[1]).toBe(11101);
});

test('inputs join by id and by search, and leave', async () => {
  const join = { dataset_inputs: [{ input: { id: 'c' } }] };
  expect((await lab.must('POST', '/datasets/cars/inputs', join)).dataset_inputs).toMatchObject([
    { input: { id: 'c', dataset_ids: ['cars'] } },
  ]);
  expect(await lab.refused('POST', '/datasets/cars/inputs', join)).toEqual([
    400,
    64101,
    expect.stringMatching(/'c'.*'cars'/),
  ]);

  const search = { query: { filters: [{ input: { dataset_ids: ['birds'] } }] } };
  const { bulk_operation } = await lab.must('POST', '/datasets/cars/inputs', { search });
  expect(bulk_operation.progress.processed).toBe(2);
  expect(await members('cars')).toEqual(['a', 'b', 'c']);
  expect((await lab.must('GET', '/datasets/cars/inputs/a')).dataset_input.input.id).toBe('a');

  await lab.must('DELETE', '/datasets/cars/inputs', { input_ids: ['a', 'c'] });
  expect(await members('cars')).toEqual(['b']);
  expect((await lab.refused('GET', '/datasets/cars/inputs/a'))[1]).toBe(11101);
  expect((await lab.refused('DELETE', '/datasets/cars/inputs', { input_ids: ['a'] }))[1]).toBe(
    11101,
  );
  expect((await lab.must('GET', '/inputs/a')).input.dataset_ids).toEqual(['birds']);
  expect((await lab.refused('POST', '/datasets/cars/inputs', {}))[1]).toBe(11102);
});

test('a dataset that is made again begins empty', async () => {
  await lab.must('POST', '/datasets/birds/versions', { dataset_versions: [{ id: 'v1' }] });
  await lab.must('DELETE', '/datasets', { dataset_ids: ['birds', 'never-was'] });
  expect((await lab.refused('GET', '/datasets/birds'))[1]).toBe(11101);

  await lab.must('POST', '/datasets', { datasets: [{ id: 'birds' }] });

  expect(await members('birds')).toEqual([]);
  expect((await lab.must('GET', '/datasets/birds/versions')).dataset_versions).toEqual([]);
  expect((await lab.must('GET', '/inputs/a')).input.dataset_ids).toEqual([]);
});
