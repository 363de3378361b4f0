import { AppUnderTest } from '../app-under-test.ts';

/**
 * What a fuzzer sends, and what it once broke: each is refused as the caller's mistake, and nothing
 * is reported as ours.
 */
const lab = new AppUnderTest();
const long = 'y'.repeat(5_000);

beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/datasets', { datasets: [{ id: 'd' }] });
  await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
});
afterEach(() => expect(lab.reported.splice(0)).toEqual([]));
afterAll(() => lab.close());

const trains = (train_info: object) => ({ model_versions: [{ train_info }] });
const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as object;

test.each<[what: string, method: string, path: string, body: unknown, http: number, code: number]>([
  ['input that is too long', 'GET', `/inputs/${long}`, undefined, 404, 11101],
  ['model', 'GET', `/models/${long}`, undefined, 404, 21200],
  ['version in the query', 'GET', `/models/m?version_id=${long}`, undefined, 404, 21200],
  ['input in the query', 'GET', `/annotations?input_ids=${long}`, undefined, 404, 11101],
  ['place in a stream', 'GET', `/inputs/stream?last_id=${long}`, undefined, 404, 11101],
  ['patched model', 'PATCH', '/models', { models: [{ id: long }], action: 'merge' }, 404, 21200],
  ['deleted version', 'DELETE', '/datasets/d/versions', { dataset_version_ids: [''] }, 404, 11101],
  ['deleted model', 'DELETE', '/models', { ids: [''] }, 404, 21200],
  ['deleted annotation', 'DELETE', '/annotations', { ids: ['a'], input_ids: [''] }, 404, 11101],
  ['deleted operation', 'DELETE', '/bulk_operations', { ids: [''] }, 404, 11101],
  [
    'dataset of a training',
    'POST',
    '/models/m/versions',
    trains({ params: { dataset_id: long } }),
    404,
    11101,
  ],
  [
    'parent of a training',
    'POST',
    '/models/m/versions',
    trains({ resume_from_model: { id: 'm', app_id: long, model_version: { id: 'v' } } }),
    400,
    11102,
  ],
  [
    'evaluated model',
    'POST',
    '/evaluations',
    { eval_metrics: [{ model: { id: long, model_version: { id: 'v' } } }] },
    404,
    21200,
  ],
])('an id that nothing can have: %s', async (_what, method, path, body, http, code) => {
  const [status, own] = await lab.refused(method, path, body);

  expect([status, own]).toEqual([http, code]);
});

test.each([
  ['inputs', '/inputs', { ids: ['', long] }],
  ['datasets', '/datasets', { dataset_ids: ['', long] }],
])('to delete %s that cannot be there is to do nothing', async (_what, path, body) => {
  await lab.must('DELETE', path, body);
});

test.each([
  ['half a character', 'Unicode', { text: { raw: '\ud800' } }],
  ['half a character in a name', 'Unicode', { metadata: { '\udc00': 1 } }],
  ['a hundred levels', '100 levels', { metadata: { a: nested(101) } }],
  ['more levels than a program can climb down', '100 levels', { metadata: { a: nested(3_000) } }],
])('%s in a body is refused', async (_what, reason, data) => {
  expect(await lab.refused('POST', '/inputs', { inputs: [{ id: 'i', data }] })).toEqual([
    400,
    11100,
    expect.stringContaining(reason),
  ]);
});

test('emoji and control characters are text like any other; NUL is refused with its place', async () => {
  const raw = 'a\u0001b 😀';
  await lab.must('POST', '/inputs', { inputs: [{ id: 'emoji', data: { text: { raw } } }] });
  const nul = { inputs: [{ id: 'nul', data: { text: { raw: 'a\u0000b' } } }] };

  expect((await lab.must('GET', '/inputs/emoji')).input.data.text.raw).toBe(raw);
  expect((await lab.send('POST', `${lab.base}/inputs`, nul)).body.inputs[0].status).toMatchObject({
    code: 30104,
    details: expect.stringMatching(/^Character 2 of the text, after "a", is NUL/),
  });
});

test('a flag is true or false, not the name of something that every object has', async () => {
  expect((await lab.refused('GET', '/datasets?starred_only=constructor'))[1]).toBe(11100);
});

test('a pattern of many stars is matched in no time', async () => {
  const id = 'a'.repeat(100);
  await lab.must('POST', '/concepts', { concepts: [{ id }] });
  const pattern = encodeURIComponent(`${'*a'.repeat(40)}b`);
  const before = performance.now();

  expect((await lab.must('GET', `/concepts?id=${pattern}`)).concepts).toEqual([]);
  expect(performance.now() - before).toBeLessThan(2_000);
});

test('a log type that does not exist is refused whatever it looks like', async () => {
  expect((await lab.refused('GET', '/models/m/versions/v/A%2F1/logs'))[1]).toBe(70000);
});
