import { gradedEstimateWrite } from '../../../../../core/estimate/graded/graded-estimate-store.ts';
import type { Body } from '../../app-under-test.ts';
import { AppUnderTest } from '../../app-under-test.ts';
import { graded } from '../../../estimate/report/graded.ts';
import type { Told } from '../../../estimate/report/graded.ts';

const path = '/v2/users/me/estimator/report';
const lab = new AppUnderTest();

const told: readonly Told[] = [
  { id: 'first', minute: 1, predicted: 60, actual: 100, modelId: 'reader' },
  { id: 'second', minute: 3, predicted: 95, actual: 100, kind: 'evaluate', evidence: 'one-job' },
  { id: 'third', minute: 5, predicted: 110, actual: 100, appId: 'deleted', template: 'Deep' },
  { id: 'fourth', minute: 7, end: 'stopped' },
];

beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/v2/users/tester/apps', { apps: [{ id: 'other' }] });
  await lab.must('POST', '/models', {
    models: [{ id: 'reader', model_type_id: 'text-classifier' }],
  });
});
afterAll(() => lab.close());

const report = async (query = ''): Promise<Body> => (await lab.must('GET', path + query)).report;
const idsOf = (body: Body): string[] => body.jobs.map(({ id }: Body) => id);

test('before any job has ended there are words, and no figures', async () => {
  const empty = await report();

  expect(empty.summary[0]).toMatch(/^No job with a forecast has completed yet/);
  expect(empty).toMatchObject({ overall: { jobCount: 0, isFew: true }, jobs: [], byTemplate: [] });
  expect(empty.overall).not.toHaveProperty('time');
});

describe('of jobs that have ended', () => {
  beforeAll(() =>
    lab.deps.table.write(told.map((job) => gradedEstimateWrite('tester', graded(job)))),
  );

  test('the report has figures, words, and each job with what was promised of it', async () => {
    const { overall, summary, jobs, leftOut, byEvidence } = await report();

    expect(overall.time).toMatchObject({ count: 3, medianApe: 0.1 });
    expect(summary[0]).toContain('Of the last 3 jobs, half were off by less than 10 %');
    expect(leftOut).toEqual({
      ...{ stopped: 1, failed: 0, withoutForecast: 0, notMeasured: 0, unreadable: 0, older: 0 },
    });
    expect(byEvidence.map(({ name, jobCount }: Body) => [name, jobCount])).toEqual([
      ['prior', 2],
      ['one-job', 1],
    ]);
    expect(jobs.at(-1)).toEqual({
      ...{ id: 'first', kind: 'train', app_id: 'lab', model_id: 'reader' },
      ...{ model_version_id: 'v-first', model_type_id: 'visual-classifier', template_id: 'Quick' },
      ...{ instanceType: 'ml.g5.xlarge', device: 'A10G', evidence: 'prior', jobCount: 0 },
      ...{ promised_at: '2026-11-29T12:00:00.000Z', ended_at: '2026-11-29T12:01:00.000Z' },
      ...{ promisedSeconds: { p10: 30, p50: 60, p90: 120 }, seconds: 100 },
      ...{ promisedAmountMicros: { p10: 30, p50: 60, p90: 120 }, amountMicros: 100 },
      ...{ inputCount: 100, epochs: 1, formulaSeconds: 120 },
    });
  });

  test.each([
    ['?kind=evaluate', ['second']],
    ['?template_id=Deep', ['third']],
    ['?app_id=lab', ['second', 'first']],
    ['?app_id=deleted', ['third']],
    ['?app_id=other', []],
    ['?app_id=lab&model_id=reader', ['first']],
    ['?template_id=Deeptune_Bert_Small', []],
  ])('%s', async (query, ids) => {
    expect(idsOf(await report(query))).toEqual(ids);
  });

  test.each([
    ['?kind=training', 400, /kind.*"training".*train.*evaluate.*predict/],
    ['?template_id=Deeptune_Bert_Smal', 400, /no template "Deeptune_Bert_Smal".*Did you mean/],
    ['?app_id=nowhere', 404, /App 'nowhere' does not exist/],
    ['?app_id=lab&model_id=writer', 404, /Model does not exist/],
    ['?model_id=reader', 400, /Name the app of model 'reader'/],
  ])('%s is refused', async (query, http, words) => {
    const [code, , details] = await lab.refused('GET', path + query);

    expect([code, details]).toEqual([http, expect.stringMatching(words)]);
  });

  test('an app key reads its app’s', async () => {
    const { keys } = await lab.must('POST', '/v2/users/me/keys', {
      keys: [{ apps: [{ id: 'lab' }] }],
    });
    const ask = (query: string) => lab.send('GET', path + query, undefined, keys[0].id);

    expect(idsOf((await ask('')).body.report)).toEqual(['second', 'first']);
    expect((await ask('?app_id=deleted')).body.status.code).toBe(11101);
  });

  test('for another user there are none of them', async () => {
    const key = await lab.keyOf('stranger');

    const own = await lab.send('GET', path, undefined, key);
    const theirs = await lab.send('GET', '/v2/users/tester/estimator/report', undefined, key);

    expect(own.body.report.jobs).toEqual([]);
    expect(own.body.report.leftOut.stopped).toBe(0);
    expect(theirs.status).toBe(404);
  });
});

test('a record that is damaged, or of a later release, is counted, and harms nobody', async () => {
  const key = { pk: 'user#tester#graded-estimates', sk: '2099-01-01T00:00:00.000Z#odd' };
  await lab.deps.table.write([{ put: { ...key, data: { schema: 9, endedAt: 7 } } }]);

  const { leftOut, overall, summary } = await report();
  const asked = { model_type_id: 'text-classifier', input_count: 100 };
  const estimate = await lab.must('POST', '/v2/users/me/training_estimates', asked);

  expect(leftOut.unreadable).toBe(1);
  expect(overall.jobCount).toBeGreaterThan(0);
  expect(summary.at(-1)).toContain('1 with an unreadable record');
  expect(estimate.training_estimate.p50Seconds).toBeGreaterThan(0);
});
