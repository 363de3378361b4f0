import { AppUnderTest, png } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const lab = new AppUnderTest();
afterAll(() => lab.close());

const shape = (region_info: object, id: string) => ({ region_info, data: { concepts: [{ id }] } });
const box = { bounding_box: { bottom_row: 0.5, right_col: 0.5 } };
const polygon = { polygon: { points: [{}, { col: 1 }, { row: 1, col: 1 }] } };
const place = (longitude: number, latitude: number) => ({ geo_point: { longitude, latitude } });

/**
 * Inputs: `boston` and `york` are images in the dataset `ds`, `note` is a text outside of it,
 * `broken` could not be ingested. Annotations beside those that the inputs say themselves: `waits`
 * (york), `boxed` and `drawn` (boston).
 */
beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/datasets', { datasets: [{ id: 'ds' }] });
  await lab.must('POST', '/concepts', { concepts: [{ id: 'id-dog', name: 'Dog' }] });
  const image = { base64: png };
  const boston = {
    image,
    concepts: [{ id: 'id-dog' }, { id: 'night', value: 0 }],
    metadata: { shot: { by: 'ann', iso: 100 }, tags: [1, 2], season: 'fall' },
    geo: place(-71.06, 42.36),
  };
  const york = { image, concepts: [{ id: 'night' }], geo: place(-74, 40.71) };
  const note = { text: { raw: 'a note' }, metadata: { season: 'spring' } };
  const inputs = [
    { id: 'boston', data: boston, dataset_ids: ['ds'] },
    { id: 'york', data: york, dataset_ids: ['ds'] },
    { id: 'note', data: note },
    { id: 'broken', data: { image: { base64: 'bm90IGFuIGltYWdl' } } },
  ];
  await lab.send('POST', `${lab.base}/inputs`, { inputs });
  const annotations = [
    {
      id: 'waits',
      input_id: 'york',
      status: { code: 'ANNOTATION_AWAITING_REVIEW' },
      task_id: 'task',
      annotation_info: { checked: false, by: 'ann' },
      data: { concepts: [{ id: 'id-dog' }] },
    },
    { id: 'boxed', input_id: 'boston', data: { regions: [shape(box, 'car')] } },
    { id: 'drawn', input_id: 'boston', data: { regions: [shape(polygon, 'tree')] } },
  ];
  await lab.must('POST', '/annotations', { annotations });
});

const search = (path: string, filters: object[], more: object = {}): Promise<Body> =>
  lab.must('POST', path, { searches: [{ query: { filters } }], ...more });
const inputs = async (...filters: object[]): Promise<string[]> =>
  (await search('/inputs/searches', filters)).hits.map(({ input }: Body) => input.id);
const annotations = async (...filters: object[]): Promise<string[]> =>
  (await search('/annotations/searches', filters)).hits.map(
    ({ annotation }: Body) => annotation.id,
  );

const all = ['boston', 'broken', 'note', 'york'];
const ofInput = (data: object) => ({ input: { data } });
const concept = (id: string, value = 1) => ofInput({ concepts: [{ id, value }] });
const within = (type: string, value: number) =>
  ofInput({ geo: { ...place(-71.06, 42.36), geo_limit: { type, value } } });

test.each([
  ['nothing asked', [], all],
  ['an empty filter', [{}], all],
  ['a concept', [concept('id-dog')], ['boston']],
  ['a concept by name', [ofInput({ concepts: [{ name: 'Dog' }] })], ['boston']],
  ['a name that is an id only', [ofInput({ concepts: [{ name: 'id-dog' }] })], []],
  ['a concept that is said not to be there', [concept('night', 0)], ['boston']],
  [
    'one of two concepts',
    [ofInput({ concepts: [{ id: 'night' }, { id: 'id-dog' }] })],
    ['boston', 'york'],
  ],
  [
    'two concepts, one there and one not',
    [ofInput({ concepts: [{ id: 'night', value: 0 }, { id: 'cat' }] })],
    ['boston'],
  ],
  ['two concepts at once, as two filters', [concept('night'), concept('id-dog')], []],
  ['one of two kinds', [ofInput({ image: {}, text: {} })], all],
  ['kinds that nothing is', [ofInput({ audio: {}, video: {} })], []],
  [
    'a kind or a status',
    [{ input: { data: { text: {} }, status: { code: 30101 } } }],
    ['broken', 'note'],
  ],
  [
    'a kind and a status, as two filters',
    [ofInput({ image: {} }), { input: { status: { code: 30000 } } }],
    ['boston', 'york'],
  ],
  ['everything but', [{ negate: true, ...concept('night') }], ['boston', 'broken', 'note']],
  ['an input id', [{ input: { id: 'note' } }], ['note']],
  ['a dataset', [{ input: { dataset_ids: ['other', 'ds'] } }], ['boston', 'york']],
  [
    'a status by name',
    [{ input: { status: { code: 'INPUT_SUCCESS' } } }],
    ['boston', 'note', 'york'],
  ],
  ['a status by number', [{ input: { status: { code: 30101 } } }], ['broken']],
  ['images', [ofInput({ image: {} })], ['boston', 'broken', 'york']],
  ['texts', [ofInput({ text: {} })], ['note']],
  ['videos', [ofInput({ video: {} })], []],
  ['metadata inside objects', [ofInput({ metadata: { shot: { by: 'ann' } } })], ['boston']],
  ['metadata that is another', [ofInput({ metadata: { shot: { by: 'ann', iso: 200 } } })], []],
  ['lists in metadata as a whole', [ofInput({ metadata: { tags: [1] } })], []],
  [
    'either of two keys',
    [ofInput({ metadata: { season: 'spring', tags: [1, 2] } })],
    ['boston', 'note'],
  ],
  [
    'both of two keys',
    [ofInput({ metadata: { season: 'fall' } }), ofInput({ metadata: { tags: [1, 2] } })],
    ['boston'],
  ],
  ['within 305 km', [within('withinKilometers', 305)], ['boston']],
  ['within 310 km', [within('withinKilometers', 310)], ['boston', 'york']],
  ['within 190 miles', [within('withinMiles', 190)], ['boston']],
  ['within 191 miles', [within('withinMiles', 191)], ['boston', 'york']],
  ['within 2.7 degrees', [within('withinDegrees', 2.7)], ['boston']],
  ['within 0.05 radians', [within('withinRadians', 0.05)], ['boston', 'york']],
  ['in a box', [ofInput({ geo: { geo_box: [place(-75, 41), place(-73, 40)] } })], ['york']],
  [
    'an annotation of a region',
    [{ annotation: { data: { concepts: [{ id: 'car' }] } } }],
    ['boston'],
  ],
  ['an annotation status', [{ annotation: { status: { code: 24157 } } }], ['york']],
  [
    'an input and an annotation',
    [{ input: { dataset_ids: ['ds'] }, annotation: { id: 'waits' } }],
    ['york'],
  ],
  [
    'annotations of several filters',
    [{ annotation: { id: 'boxed' } }, { annotation: { id: 'drawn' } }],
    ['boston'],
  ],
  [
    'a lower bound of time',
    [{ last_updated_time_range: { start_time: '2001-01-01T00:00:00Z' } }],
    all,
  ],
  [
    'an upper bound of time',
    [{ last_updated_time_range: { end_time: '2001-01-01T00:00:00.123456Z' } }],
    [],
  ],
])('inputs by %s', async (_what, filters, ids) => {
  expect(await inputs(...filters)).toEqual(ids);
});

const own = ['boston', 'broken', 'note', 'york'];
const said = (annotation: object) => ({ annotation });

test.each([
  ['nothing asked', [], ['boston', 'boxed', 'drawn', 'broken', 'note', 'york', 'waits']],
  ['what inputs say themselves', [said({ input_level: true })], own],
  [
    'what is said apart',
    [{ negate: true, ...said({ input_level: true }) }],
    ['boxed', 'drawn', 'waits'],
  ],
  ['an input', [said({ input_id: 'york' })], ['york', 'waits']],
  ['an annotation', [said({ id: 'boxed' })], ['boxed']],
  ['a task', [said({ task_id: 'task' })], ['waits']],
  ['a user', [said({ user_id: 'tester', input_id: 'york' })], ['york', 'waits']],
  ['a worker', [said({ worker: { user: { id: 'somebody' } } })], []],
  ['a model', [said({ model_version_id: 'v' })], []],
  ['a workflow', [said({ worker: { workflow: { version: { id: 'v' } } } })], []],
  ['trust', [said({ trusted: true, input_id: 'note' })], ['note']],
  ['a status', [said({ status: { code: 'ANNOTATION_AWAITING_REVIEW' } })], ['waits']],
  ['its info', [said({ annotation_info: { by: 'ann', checked: false } })], ['waits']],
  ['info that is another', [said({ annotation_info: { by: 'ann', checked: true } })], []],
  ['a concept', [said({ data: { concepts: [{ id: 'id-dog' }] } })], ['boston', 'waits']],
  ['boxes', [said({ data: { regions: [{ region_info: { bounding_box: {} } }] } })], ['boxed']],
  ['polygons', [said({ data: { regions: [{ region_info: { polygon: {} } }] } })], ['drawn']],
  ['masks', [said({ data: { regions: [{ region_info: { mask: {} } }] } })], []],
  ['whole inputs', [said({ data: {} })], ['boston', 'broken', 'note', 'york', 'waits']],
  [
    'metadata of its input',
    [
      said({
        data: { metadata: { season: 'fall' }, regions: [{ region_info: { bounding_box: {} } }] },
      }),
    ],
    ['boxed'],
  ],
  [
    'a concept and a dataset',
    [{ input: { dataset_ids: ['ds'] }, ...said({ data: { concepts: [{ name: 'Dog' }] } }) }],
    ['boston', 'waits'],
  ],
])('annotations by %s', async (_what, filters, ids) => {
  expect(await annotations(...filters)).toEqual(ids);
});

test('a hit is the input, the annotation that was met, and the score 1', async () => {
  const filter = { annotation: { data: { concepts: [{ id: 'car' }] } } };

  const { hits, searches, id } = await search('/inputs/searches', [filter]);

  expect(hits).toMatchObject([
    {
      score: 1,
      input: { id: 'boston', data: { metadata: { season: 'fall' } } },
      annotation: { id: 'boxed', input_id: 'boston', data: { regions: [{}] } },
      user_id: 'tester',
      app_id: 'lab',
    },
  ]);
  expect(id).toEqual(expect.any(String));
  expect(searches[0].query.filters[0].annotation.data.concepts).toEqual([{ id: 'car', value: 1 }]);
});

test.each([
  ["an empty rank, which the makers' SDKs send with every filter", [{ annotation: {} }]],
  ['a rank of empty data', [{ annotation: { data: { concepts: [] } } }]],
  ['none', []],
])('a search passes with %s', async (_what, ranks) => {
  const query = { filters: [concept('id-dog')], ranks };
  const { hits } = await lab.must('POST', '/inputs/searches', { searches: [{ query }] });
  expect(hits.map((hit: Body) => hit.input.id)).toEqual(['boston']);
});

test('a rank that says something is refused', async () => {
  const ranks = [{ annotation: { data: { concepts: [{ id: 'id-dog' }] } } }];
  const body = { searches: [{ query: { ranks } }] };
  expect(await lab.refused('POST', '/inputs/searches', body)).toEqual([
    400,
    11102,
    expect.stringMatching(/^Field 'searches.0.query.ranks' .*Ranking/),
  ]);
});

test('pages are asked for in the body; behind the last there is nothing', async () => {
  const page = async (path: string, pagination: object): Promise<string[]> =>
    (await search(path, [], { pagination })).hits.map(
      (hit: Body) => (hit.annotation ?? hit.input).id,
    );

  expect(await page('/inputs/searches', { page: 2, per_page: 3 })).toEqual(['york']);
  expect(await page('/inputs/searches', { page: 3, per_page: 3 })).toEqual([]);
  expect(await page('/annotations/searches', { page: 2, per_page: 2 })).toEqual([
    'drawn',
    'broken',
  ]);
  const pagination = { per_page: 1001 };
  expect((await lab.refused('POST', '/inputs/searches', { searches: [{}], pagination }))[1]).toBe(
    11100,
  );
});

test('only_count counts each search and shows no hits', async () => {
  const searches = [{}, { query: { filters: [concept('night')] } }];

  const counted = await lab.must('POST', '/inputs/searches', { searches, only_count: true });

  expect(counted.hit_counts).toEqual([{ estimated_total: '4' }, { estimated_total: '1' }]);
  expect(counted.hits).toEqual([]);
  expect((await lab.refused('POST', '/inputs/searches', { searches }))[2]).toMatch(/one search/);
});

const byFilter = (filter: object) => ({ searches: [{ query: { filters: [filter] } }] });
const rank = { annotation: { data: { image: { url: 'https://example.org/a.png' } } } };

test.each([
  [
    'similarity',
    { searches: [{ query: { ranks: [rank] } }] },
    11102,
    /filter by input or annotation/,
  ],
  ['a saved search', { searches: [{ id: 'saved' }] }, 11102, /Saved searches/],
  ['saving', { searches: [{ save: true, query: {} }] }, 11102, /Saved searches/],
  ['the past', { searches: [{ as_of: '2020-01-01T00:00:00Z' }] }, 11102, /as_of/],
  ['no search', {}, 11100, /searches/],
  ['an unknown condition', byFilter({ input: { created_at: 'x' } }), 11100, /created_at/],
  ['an image by its URL', byFilter(ofInput({ image: { url: 'u' } })), 11102, /image/],
  [
    'frames of a video',
    byFilter(said({ data: { frames: [{ frame_info: {} }] } })),
    11102,
    /frames/,
  ],
  [
    'points',
    byFilter(said({ data: { regions: [{ region_info: { point: {} } }] } })),
    11102,
    /point/,
  ],
  [
    'a region without a shape',
    byFilter(said({ data: { regions: [{ region_info: {} }] } })),
    11100,
    /bounding_box/,
  ],
  ['a place without a limit', byFilter(ofInput({ geo: place(1, 1) })), 11100, /geo_limit/],
  ['a limit in yards', byFilter(within('withinYards', 1)), 11100, /withinMiles/],
  [
    'a box of one corner',
    byFilter(ofInput({ geo: { geo_box: [place(1, 1)] } })),
    11100,
    /two opposite/,
  ],
  [
    'a status that there is not',
    byFilter(said({ status: { code: 1 } })),
    11100,
    /ANNOTATION_SUCCESS/,
  ],
  ['the older query', { searches: [{ query: { ands: [{}] } }] }, 11100, /ands/],
  [
    'a time that is none',
    byFilter({ last_updated_time_range: { start_time: 'now' } }),
    11100,
    /start_time/,
  ],
])('%s is refused, and never left out', async (_what, body, code, details) => {
  for (const path of ['/inputs/searches', '/annotations/searches'])
    expect(await lab.refused('POST', path, body)).toEqual([
      400,
      code,
      expect.stringMatching(details),
    ]);
});

describe('the older search', () => {
  const older = async (body: object): Promise<string[]> =>
    (await lab.must('POST', '/searches', body)).hits.map(({ input }: Body) => input.id);

  test('filters by ands, or as the newer one does', async () => {
    const ands = [concept('night'), { negate: true, input: { id: 'note' } }];

    expect(await older({ query: { ands } })).toEqual(['york']);
    expect(await older({ searches: [{ query: { filters: [concept('night')] } }] })).toEqual([
      'york',
    ]);
    expect(await older({ query: { ands: [] }, pagination: { page: 1, per_page: 1 } })).toEqual([
      'boston',
    ]);
  });

  test('answers the query', async () => {
    const query = { ands: [ofInput({ concepts: [{ name: 'Dog', value: true }] })] };

    expect(
      (await lab.must('POST', '/v2/searches', { query, user_app_id: { app_id: 'lab' } })).query,
    ).toEqual({
      ands: [{ input: { data: { concepts: [{ name: 'Dog', value: 1 }] } } }],
    });
  });

  test('does not rank', async () => {
    const output = { input: { data: { image: { url: 'u' } } } };

    expect(
      (await lab.refused('POST', '/searches', { query: { ands: [{ output }] } })).slice(1),
    ).toEqual([11102, expect.stringMatching(/Ranking by similarity/)]);
  });
});

test('saved searches stay unserved', async () => {
  for (const [method, path] of [
    ['GET', '/searches'],
    ['PATCH', '/inputs/searches'],
    ['PATCH', '/annotations/searches'],
    ['GET', '/searches/some'],
    ['POST', '/searches/some'],
    ['POST', '/searches/feedback'],
  ] as const)
    expect((await lab.refused(method, path)).slice(0, 2)).toEqual([501, 10040]);
});

test('nobody finds what is not his', async () => {
  const stranger = await lab.keyOf('stranger');
  const body = { searches: [{}], user_app_id: { user_id: 'tester', app_id: 'lab' } };
  await lab.send('POST', '/v2/users/me/apps', { apps: [{ id: 'lab' }] }, stranger);

  for (const path of ['/v2/inputs/searches', '/v2/annotations/searches', '/v2/searches']) {
    expect((await lab.send('POST', path, body, stranger)).status).toBe(404);
    const mine = { ...body, user_app_id: { app_id: 'lab' } };
    expect((await lab.send('POST', path, mine, stranger)).body.hits).toEqual([]);
  }
});
