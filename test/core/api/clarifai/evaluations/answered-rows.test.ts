import { jobKeys, objectKeys } from '../../../../../core/records/object-keys.ts';
import { scope } from '../../../../lambda/account.ts';
import { Lab } from '../../lab.ts';

let lab: Lab;
let versionId: string;
beforeAll(async () => {
  lab = await Lab.open();
  await lab.addTexts('reviews', 10);
  await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
  versionId = await lab.train('m');
}, 60_000);
afterAll(() => lab.close());

const path = (query = '') => `/models/m/versions/${versionId}/held_out_predictions${query}`;

const line = (id: string, is: string, answer: string, value: number) => ({
  id,
  label: { concepts: [is] },
  output: { concepts: [{ id: answer, name: answer, value }] },
  score: is === answer ? 1 : 0,
});
const rows = [
  line('r1', 'good', 'good', 0.9),
  line('r2', 'good', 'bad', 0.6),
  line('r3', 'bad', 'good', 0.8),
];
const counts = { heldOut: 4, chosen: 3, notMeasured: 1, answered: 3, failed: 0 };

async function keep(): Promise<void> {
  const lines = [{ schemaVersion: 1, rows: counts, score: 'right' }, ...rows];
  const text = lines.map((each) => `${JSON.stringify(each)}\n`).join('');
  const key = jobKeys.heldOut(objectKeys.versionPrefix(scope, versionId));
  await lab.deps.objects.put(key, new TextEncoder().encode(text));
}

test('a version that was trained before answers are kept says why there are none', async () => {
  expect(await lab.must('GET', path())).toMatchObject({
    predictions: [],
    total: 0,
    notKept: expect.stringMatching(/earlier release, or its log says why.*evaluation/),
  });
  expect((await lab.refused('GET', path('?order=odd')))[1]).toBe(11100);
});

test('the worst answers come first, by page, by concept, by answer', async () => {
  await keep();
  const idsOf = async (query = '') => {
    const { predictions, total } = await lab.must('GET', path(query));
    return [total, predictions.map((row: { input_id: string }) => row.input_id)];
  };

  const all = await lab.must('GET', path());
  expect(all).toMatchObject({ total: 3, scoreName: 'right', rows: counts });
  expect(all.predictions[0]).toEqual({
    input_id: 'r3',
    label: { concepts: ['bad'] },
    answer: { concepts: [{ id: 'good', name: 'good', value: 0.8 }] },
    score: 0,
    isCorrect: false,
  });
  expect(await idsOf()).toEqual([3, ['r3', 'r2', 'r1']]);
  expect(await idsOf('?order=best')).toEqual([3, ['r1', 'r3', 'r2']]);
  expect(await idsOf('?per_page=2&page=2')).toEqual([3, ['r1']]);
  expect(await idsOf('?concept=good&only_wrong=true')).toEqual([1, ['r2']]);
  expect(await idsOf('?concept=bad&predicted=good')).toEqual([1, ['r3']]);
});

test("an evaluation's rows come in the same shape", async () => {
  lab.account.answers = { ...lab.account.answers, lines: rows };
  const named = { model: { id: 'm', model_version: { id: versionId } } };
  const body = { eval_metrics: [{ ...named, ground_truth_dataset: { id: 'reviews' } }] };
  const { eval_metrics } = await lab.must('POST', '/evaluations', body);
  const { id } = eval_metrics[0];
  const early = await lab.send('GET', `${lab.base}/evaluations/${id}/rows`);
  expect([200, 404]).toContain(early.status);
  for (let code = 0; code !== 21303 && code !== 21300;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    code = (await lab.must('GET', `/evaluations/${id}`)).eval_metrics.status.code;
  }

  const answered = await lab.must('GET', `/evaluations/${id}/rows?per_page=2`);

  expect(answered.total).toBe(3);
  expect(answered.predictions.map((row: { input_id: string }) => row.input_id)).toEqual([
    'r3',
    'r2',
  ]);
  expect((await lab.refused('GET', '/evaluations/none/rows'))[1]).toBe(11101);
});
