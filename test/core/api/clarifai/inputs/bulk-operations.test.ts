import { AppUnderTest, idsOf } from '../../app-under-test.ts';

const lab = new AppUnderTest();
afterAll(() => lab.close());
beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/datasets', { datasets: [{ id: 'ds' }, { id: 'other' }] });
  await lab.must('POST', '/inputs', lab.texts(['a', 'b'], 'ds', [{ id: 'cat' }]));
  await lab.must('POST', '/inputs', lab.texts(['c'], undefined, [{ id: 'dog' }]));
});

const bulk = async (operation: object, source: object) =>
  (await lab.must('POST', '/bulk_operations', { bulk_operations: [{ ...source, operation }] }))
    .bulk_operation[0];
const named = (...ids: string[]) => ({ input_ids: { input_ids: ids } });
const found = (...filters: object[]) => ({ search: { query: { filters } } });
const read = async (id: string) => (await lab.must('GET', `/inputs/${id}`)).input;

test('concepts come and go by ids', async () => {
  const done = await bulk(
    { add_concepts: { concepts: [{ id: 'pet', value: 0 }] } },
    named('a', 'c'),
  );

  expect(done).toMatchObject({
    app_id: 'lab',
    status: { code: 25400 },
    progress: { processed: 2, last_processed_id: 'c' },
    created_by: 'tester',
    input_ids: { input_ids: ['a', 'c'] },
    operation: { add_concepts: { concepts: [{ id: 'pet', value: 0 }] } },
  });
  expect((await read('a')).data.concepts).toMatchObject([{ id: 'cat' }, { id: 'pet', value: 0 }]);
  expect((await lab.must('GET', '/concepts/pet')).concept.id).toBe('pet');

  const annotation = { input_id: 'a', id: 'also', data: { concepts: [{ id: 'pet' }] } };
  await lab.must('POST', '/annotations', { annotations: [annotation] });
  await bulk({ delete_concepts: { concepts: [{ id: 'pet' }] } }, named('a', 'c'));
  expect(idsOf((await read('a')).data.concepts)).toEqual(['cat']);
  const { annotation: left } = await lab.must('GET', '/inputs/a/annotations/also');
  expect(left.data.concepts).toEqual([]);
});

test('metadata and places, by a search', async () => {
  const cats = found({ input: { data: { concepts: [{ id: 'cat' }] } } });
  expect(
    (await bulk({ add_metadata: { metadata: { x: 1, y: 2 } } }, cats)).progress.processed,
  ).toBe(2);
  await bulk({ delete_metadata: { metadata: { y: 0 } } }, { dataset: { id: 'ds' } });
  await bulk({ overwrite_geo: { geo: { geo_point: { latitude: 9 } } } }, cats);

  expect((await read('b')).data).toMatchObject({
    metadata: { x: 1 },
    geo: { geo_point: { latitude: 9, longitude: 0 } },
  });
  expect((await read('c')).data.metadata).toEqual({});

  await bulk({ delete_geo: {} }, named('b'));
  expect((await read('b')).data.geo).toBeUndefined();
});

test.each([
  ['in a dataset', [{ input: { dataset_ids: ['ds'] } }], ['a', 'b']],
  ['not in a dataset', [{ negate: true, input: { dataset_ids: ['ds'] } }], ['c']],
  ['by metadata', [{ input: { data: { metadata: { x: 1 } } } }], ['a', 'b']],
  ['by two filters', [{ input: { dataset_ids: ['ds'] } }, { input: { id: 'b' } }], ['b']],
  [
    'by one of two concepts',
    [{ input: { data: { concepts: [{ id: 'dog' }, { id: 'cat' }] } } }],
    ['a', 'b', 'c'],
  ],
  ['by an annotation', [{ annotation: { data: { concepts: [{ id: 'dog' }] } } }], ['c']],
  [
    'a concept that is said not to be there',
    [{ input: { data: { concepts: [{ id: 'dog', value: 0 }] } } }],
    [],
  ],
  ['by status', [{ input: { status: { code: 'INPUT_SUCCESS' } } }], ['a', 'b', 'c']],
])('a search finds %s', async (_what, filters, ids) => {
  await bulk({ add_to_dataset: { dataset_id: 'other' } }, found(...filters));
  expect(
    (await lab.must('GET', '/datasets/other/inputs')).dataset_inputs.map(
      ({ input }: { input: { id: string } }) => input.id,
    ),
  ).toEqual(ids);

  await bulk({ delete_from_dataset: { dataset_id: 'other' } }, found({}));
  expect((await lab.must('GET', '/datasets/other/inputs')).dataset_inputs).toEqual([]);
});

test.each([
  [
    'a condition that we do not know',
    found({ input: { data: { image: { url: 'u' } } } }),
    11102,
    /image/,
  ],
  [
    'similarity',
    { search: { query: { ranks: [{ annotation: { data: { concepts: [{ id: 'cat' }] } } }] } } },
    11102,
    /ranks/,
  ],
  ['a saved search', { search: { id: 'saved' } }, 11102, /Saved searches/],
  ['no source', {}, 11102, /input_ids, search and dataset/],
  ['two sources', { ...named('a'), ...found() }, 11102, /input_ids, search and dataset/],
  ['an input that is not there', named('a', 'none'), 11101, /'none'/],
])('%s is refused and changes nothing', async (_what, source, code, details) => {
  const operation = { add_concepts: { concepts: [{ id: 'never' }] } };
  const body = { bulk_operations: [{ ...source, operation }] };

  expect((await lab.refused('POST', '/bulk_operations', body)).slice(1)).toEqual([
    code,
    expect.stringMatching(details),
  ]);
  expect(idsOf((await read('a')).data.concepts)).toEqual(['cat']);
});

test('operations that are not part of this release are named as such', async () => {
  const split = { ...named('a'), operation: { split_into_datasets: {} } };

  expect(await lab.refused('POST', '/bulk_operations', { bulk_operations: [split] })).toEqual([
    400,
    11102,
    expect.stringMatching(/split_into_datasets.*add_concepts/),
  ]);
});

test('records are listed newest first, shown when it is too late to cancel, and deleted', async () => {
  const { id } = await bulk({ delete_geo: {} }, named('a'));
  const { bulk_operation: list } = await lab.must('GET', '/bulk_operations?per_page=1000');
  expect(idsOf(list)).toContain(id);
  expect((await lab.must('GET', `/bulk_operations/${id}`)).bulk_operation.id).toBe(id);
  const cancelled = await lab.must('PATCH', '/bulk_operations', { ids: [id] });
  expect(cancelled.bulk_operation[0].status.code).toBe(25400);

  await lab.must('DELETE', '/bulk_operations', { ids: [id] });

  expect((await lab.refused('GET', `/bulk_operations/${id}`))[1]).toBe(11101);
});

test('more inputs than one operation may change are refused', async () => {
  for (let at = 0; at < 8; at += 1)
    await lab.must(
      'POST',
      '/inputs',
      lab.texts(Array.from({ length: 126 }, (_, i) => `m${at}-${i}`)),
    );
  const body = { bulk_operations: [{ ...found({}), operation: { delete_geo: {} } }] };

  expect(await lab.refused('POST', '/bulk_operations', body)).toEqual([
    400,
    11102,
    'More than 1000 inputs are meant, which is what one bulk operation changes at most. Name fewer, or narrow the search',
  ]);
});
