import { readManifest } from '../../../../../core/dataset/version/freeze.ts';
import { getDatasetVersion } from '../../../../../core/dataset/version/dataset-version-store.ts';
import type { Body } from '../../app-under-test.ts';
import { idsOf, png } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

let lab: Lab;
let trained: string;
const scope = { userId: 'tester', appId: 'lab' };
afterAll(() => lab.close());
beforeAll(async () => {
  lab = await Lab.open();
  await lab.addTexts('ds', 5);
  await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'ds' };
  trained = await lab.train('m', { train_info: { params } });
});

const info = { event_type: 'annotation', output_id: 'out', end_user_id: 'u', session_id: 's' };
const give = (input: object, path = '/models/m/feedback'): Promise<Body> =>
  lab.must('POST', path, { input: { feedback_info: info, ...input } });
const text = (raw: string, concepts: object[], more: object = {}) => ({
  data: { text: { raw }, concepts, ...more },
});
const said = async (id: string): Promise<Body> =>
  (await lab.must('GET', `/inputs/${id}/annotations/feedback`)).annotation;
const values = ({ data }: Body): object =>
  Object.fromEntries(data.concepts.map(({ id, value }: Body) => [id, value]));
const box = (bottom_row: number, feedback?: string) => ({
  region_info: { bounding_box: { bottom_row, right_col: 0.5 }, ...(feedback ? { feedback } : {}) },
  data: { concepts: [{ id: 'car' }] },
});

/** What a dataset version frozen now holds of an input. */
async function frozen(id: string): Promise<object | undefined> {
  const { dataset_versions } = await lab.must('POST', '/datasets/ds/versions', {
    dataset_versions: [{}],
  });
  const version = await getDatasetVersion(scope, 'ds', dataset_versions[0].id, lab.deps);
  const rows = await readManifest(scope, version, lab.deps);
  return rows.find((row) => row.id === id)?.concepts;
}

test('becomes a labelled input of the dataset that the model was trained on', async () => {
  const concepts = [
    { id: 'good', value: true },
    { id: 'bad', value: false },
  ];

  expect(await give({ id: 'one', ...text('fine', concepts) })).toEqual({
    status: { code: 10000, description: 'Ok', req_id: expect.any(String) },
  });

  const { input } = await lab.must('GET', '/inputs/one');
  expect(input).toMatchObject({
    data: { text: { raw: 'fine' }, concepts: [] },
    dataset_ids: ['ds'],
  });
  expect(await said('one')).toMatchObject({
    data: {
      concepts: [
        { id: 'good', value: 1 },
        { id: 'bad', value: 0 },
      ],
    },
    annotation_info: { ...info, model_id: 'm' },
    status: { code: 24150 },
  });
  expect(await frozen('one')).toEqual([
    { id: 'good', value: 1 },
    { id: 'bad', value: 0 },
  ]);
});

test('the same again changes nothing; the later word on a concept counts', async () => {
  const both = [{ id: 'good' }, { id: 'new', value: 0 }];
  await give({ id: 'two', ...text('again', both) });
  const before = await lab.must('GET', '/inputs/two');

  await give({ id: 'two', ...text('again', both) });
  expect((await lab.must('GET', '/inputs/two')).input).toEqual(before.input);

  await give({ id: 'two', ...text('again', [{ id: 'good', value: 0 }]) });
  expect(values(await said('two'))).toEqual({ good: 0, new: 0 });
});

test('goes behind what else was said, so that it is believed', async () => {
  await give({ id: 'three', ...text('three', [{ id: 'good' }]) });
  const annotation = {
    id: 'by-hand',
    input_id: 'three',
    data: { concepts: [{ id: 'good', value: 0 }] },
  };
  await lab.must('POST', '/annotations', { annotations: [annotation] });
  expect(await frozen('three')).toEqual([{ id: 'good', value: 0 }]);

  await give({
    id: 'three',
    ...text('three', [{ id: 'good' }]),
    feedback_info: { session_id: 't' },
  });

  expect(await frozen('three')).toEqual([{ id: 'good', value: 1 }]);
});

test('labels an input that is there already, and leaves its content as it is', async () => {
  await give({ id: 'ds-good-0', ...text('something else', [{ id: 'bad' }]) });

  expect((await lab.must('GET', '/inputs/ds-good-0')).input.data).toMatchObject({
    text: { raw: 'good 0' },
    concepts: [{ id: 'good' }],
  });
  expect(values(await said('ds-good-0'))).toEqual({ bad: 1 });
});

test('without an id, the same content is the same input', async () => {
  const all = async (): Promise<string[]> =>
    idsOf((await lab.must('GET', '/inputs?per_page=1000')).inputs).filter((id) =>
      /^feedback-[0-9a-f]{32}$/.test(id),
    );

  await give(text('nameless', [{ id: 'good' }]));
  await give(text('nameless', [{ id: 'bad' }]));
  expect(await all()).toHaveLength(1);
  await give(text('another', [{ id: 'good' }]));
  expect(await all()).toHaveLength(2);
});

test('of a version it names the version', async () => {
  await give(
    { id: 'four', ...text('four', [{ id: 'good' }]) },
    `/models/m/versions/${trained}/feedback`,
  );

  expect((await said('four')).annotation_info.model_version_id).toBe(trained);
});

test('on regions: right ones are labels, once; wrong ones are none, and are taken back', async () => {
  const of = (...regions: object[]) => ({ id: 'photo', data: { image: { base64: png }, regions } });
  const boxes = async (): Promise<number[]> =>
    (await said('photo')).data.regions.map(
      (each: Body) => each.region_info.bounding_box.bottom_row,
    );

  await give(of(box(0.25), box(0.5, 'not_detected'), box(0.75, 'misplaced')));
  await give(of(box(0.5, 'accurate')));
  expect(await boxes()).toEqual([0.25, 0.5]);

  await give(of(box(0.25, 'false_positive')));
  expect(await boxes()).toEqual([0.5]);
});

test('on a model that was never trained, the input is in no dataset', async () => {
  await lab.must('POST', '/models', {
    models: [{ id: 'young', model_type_id: 'text-classifier' }],
  });
  await give({ id: 'five', ...text('five', [{ id: 'good' }]) }, '/models/young/feedback');

  expect((await lab.must('GET', '/inputs/five')).input.dataset_ids).toEqual([]);
});

test.each([
  ['content that cannot be read', { data: { image: { base64: 'bm90' } } }, 30101],
  [
    'a URL that may not be fetched',
    { data: { image: { url: 'https://example.org/a.png' } } },
    30002,
  ],
  ['no content', { data: {} }, 30104],
])('%s is refused and leaves no input behind', async (_what, input, code) => {
  const body = { input: { id: 'gone', feedback_info: info, ...input } };

  expect((await lab.refused('POST', '/models/m/feedback', body))[1]).toBe(code);
  expect((await lab.refused('GET', '/inputs/gone'))[1]).toBe(11101);
});

test.each([
  ['a click', { input: { data: {}, feedback_info: { event_type: 'search_click' } } }, 400, 11100],
  [
    'a verdict that there is not',
    { input: { data: { regions: [box(0.5, 'maybe')] } } },
    400,
    11100,
  ],
  ['nothing', {}, 400, 11100],
])('%s is refused', async (_what, body, status, code) => {
  expect((await lab.refused('POST', '/models/m/feedback', body)).slice(0, 2)).toEqual([
    status,
    code,
  ]);
});

test('an unknown model, and a click on a search result, are not served', async () => {
  const body = { input: { id: 'x', data: { text: { raw: 'x' } } } };

  expect((await lab.refused('POST', '/models/none/feedback', body)).slice(0, 2)).toEqual([
    404, 21200,
  ]);
  expect((await lab.refused('POST', '/v2/searches/feedback', body)).slice(0, 2)).toEqual([
    501, 10040,
  ]);
});

test("another user's model takes no feedback", async () => {
  const stranger = await lab.keyOf('stranger');
  const body = { input: { id: 'x', ...text('x', []) } };

  const named = await lab.call('POST', '/models/m/feedback', body, stranger);
  await lab.call('POST', '/v2/users/me/apps', { apps: [{ id: 'lab' }] }, stranger);
  const own = await lab.call('POST', '/v2/users/me/apps/lab/models/m/feedback', body, stranger);

  expect([named.status, own.status]).toEqual([404, 404]);
  expect((await lab.refused('GET', '/inputs/x'))[1]).toBe(11101);
});
