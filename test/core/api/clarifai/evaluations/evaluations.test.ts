import { jobKeys, objectKeys } from '../../../../../core/records/object-keys.ts';
import { scope } from '../../../../lambda/account.ts';
import type { FakeTrainingJob } from '../../../../wire/sagemaker/sagemaker-jobs.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';
import { answersOfMore as answers } from './evaluation-answers.ts';

const heldOut = {
  count: 10,
  accuracy: 0.9,
  macroF1: 0.85,
  macroRocAuc: 0.95,
  perConcept: [
    { conceptId: 'good', count: 6, precision: 1, recall: 0.8, f1: 0.9, rocAuc: 0.95 },
    { conceptId: 'bad', count: 4, precision: 0.7, recall: 1, f1: 0.8, rocAuc: null },
  ],
  confusionMatrix: {
    conceptIds: ['good', 'bad'],
    matrix: [
      [5, 1],
      [0, 4],
    ],
  },
};

describe('evaluations', () => {
  let lab: Lab;
  let versionId: string;
  const own = () => `/models/reader/versions/${versionId}`;
  const model = () => ({ id: 'reader', model_version: { id: versionId } });
  const start = (fields: object) =>
    lab.post('/evaluations', { eval_metrics: [{ model: model(), ...fields }] });

  /** Polls as a client does. */
  async function done(id: string): Promise<{ metrics: Body; polls: number }> {
    for (let polls = 1; polls < 400; polls += 1) {
      const { body } = await lab.get(`/evaluations/${id}`);
      if (![21301, 21303].includes(body.eval_metrics.status.code))
        return { metrics: body.eval_metrics, polls };
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`evaluation ${id} is not done`);
  }

  beforeAll(async () => {
    lab = await Lab.open();
    lab.account.heldOut = heldOut;
    lab.account.answers = answers;
    await lab.addTexts('texts', 8);
    await lab.addTexts('more', 30);
    await lab.addTexts('few', 3);
    for (const id of ['more', 'few'])
      await lab.post(`/datasets/${id}/versions`, { dataset_versions: [{ id: `${id}-1` }] });
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
    versionId = await lab.train('reader', {
      train_info: { params: { template: 'Deeptune_Bert_Small', dataset_id: 'texts' } },
    });
  });
  afterAll(() => lab.close());

  test('without a ground truth: what was measured on held-out inputs', async () => {
    const { status, body } = await start({
      id: 'one',
      eval_info: { params: { use_kfold: false } },
    });

    expect([status, body.eval_metrics[0].status.code]).toEqual([200, 21303]);
    const { metrics, polls } = await done('one');
    expect(polls).toBe(1);
    expect(metrics).toMatchObject({
      id: 'one',
      status: { code: 21300, description: 'Model was successfully evaluated.' },
      summary: {
        macro_avg_f1_score: 0.85,
        macro_std_f1_score: expect.closeTo(0.05, 9),
        macro_avg_roc_auc: 0.95,
      },
      model: { id: 'reader', model_version: { id: versionId } },
      ground_truth_dataset: { id: 'texts' },
      eval_info: { params: { use_kfold: false } },
    });
    expect(metrics).not.toHaveProperty('confusion_matrix');
    expect(lab.account.aws.sagemaker.jobs.all()).toHaveLength(1);
  });

  test('parts come where they are asked for', async () => {
    const { body } = await lab.get(
      '/evaluations/one?fields.confusion_matrix=True&fields.binary_metrics=true&fields.label_counts=True&fields.test_set=False',
    );

    expect(body.eval_metrics.confusion_matrix.matrix).toMatchObject([
      { actual: 'good', predicted: 'good', value: 5 / 6 },
      { actual: 'good', predicted: 'bad', value: 1 / 6 },
      { actual: 'bad', predicted: 'bad', value: 1 },
    ]);
    expect(body.eval_metrics.binary_metrics).toMatchObject([
      { concept: { id: 'good' }, num_pos: 6, num_neg: 4, num_tot: 10, f1: 0.9 },
      { concept: { id: 'bad' }, num_pos: 4, num_neg: 6, num_tot: 10, f1: 0.8 },
    ]);
    expect(body.eval_metrics.label_counts.positive_label_counts).toMatchObject([
      { count: 6 },
      { count: 4 },
    ]);
    expect(body.eval_metrics).not.toHaveProperty('test_set');
  });

  test('on another dataset version: a job measures it, is reserved and billed, and says so', async () => {
    const { body } = await start({
      id: 'two',
      ground_truth_dataset: { id: 'more', version: { id: 'more-1' } },
      extended_metrics: { user_metrics: { mine: 1 } },
    });
    const { status, extended_metrics } = body.eval_metrics[0];
    expect(status.code).toBe(21303);
    expect(extended_metrics.user_metrics.deeptune.job).toMatchObject({
      status: 'queued',
      instanceType: 'ml.g5.xlarge',
      estimatedSeconds: expect.any(Number),
      maxAmountMicros: expect.any(Number),
    });

    const { metrics } = await done('two');

    expect(metrics.status.code).toBe(21300);
    expect(metrics.summary).toMatchObject({ top1_accuracy: 0.8, macro_avg_f1_score: 0.75 });
    const { mine, deeptune } = metrics.extended_metrics.user_metrics;
    expect(mine).toBe(1);
    expect(deeptune).toMatchObject({
      rows: {
        total: 60,
        done: 60,
        failed: 1,
        // They say nothing of the model's concepts.
        notMeasured: 2,
        // Texts that were trained on under other ids.
        seenInTraining: 12,
        firstFailure: expect.stringMatching(/more-good-7/),
      },
      metrics: { count: 59, accuracy: 0.8, macroF1: 0.75 },
      job: { status: 'completed', settlement: { billableSeconds: 90, amountMicros: 100_000 } },
    });
  });

  test("every row's answer, label and score can be downloaded", async () => {
    const { content } = await lab.must('GET', '/evaluations/two/predictions');

    expect(content).toMatchObject({ format: 'jsonl', expires_in_seconds: 3600 });
    expect(new URL(content.url).pathname).toMatch(/\/jobs\/[0-9a-f]{32}\/.*predictions\.jsonl$/);
    expect(content.size).toBe(`${JSON.stringify(answers.lines[0])}\n`.length);
    const { body } = await lab.get('/evaluations/one/predictions');
    expect(body.status).toMatchObject({
      code: 11101,
      details: expect.stringMatching(/no job made it/),
    });
  });

  test('its curves, test set and co-occurrence', async () => {
    const fields = ['binary_metrics', 'test_set', 'cooccurrence_matrix', 'metrics_by_class'];
    const query = fields.map((field) => `fields.${field}=True`).join('&');

    const { body } = await lab.get(`${own()}/evaluations/two?${query}`);

    const { binary_metrics, test_set, cooccurrence_matrix } = body.eval_metrics;
    expect(binary_metrics[0]).toMatchObject({
      num_tot: 59,
      roc_curve: { fpr: expect.arrayContaining([0, 1]) },
      precision_recall_curve: { recall: expect.arrayContaining([1]) },
    });
    expect(test_set[0]).toMatchObject({
      input: { id: 'more-bad-0' },
      predicted_concepts: [
        { id: 'bad', name: 'bad', value: 0.9 },
        { id: 'good', name: 'good', value: 0.1 },
      ],
      ground_truth_concepts: [{ id: 'bad', value: 1 }],
    });
    expect(cooccurrence_matrix.matrix).toEqual([
      { row: 'bad', col: 'bad', count: 30 },
      { row: 'good', col: 'good', count: 29 },
    ]);
  });

  test('while its job runs, answers count the rows', async () => {
    const { container } = lab.account;
    const begun = new Promise<FakeTrainingJob>((resolve) => {
      lab.account.container = resolve;
    });
    await start({ id: 'slow', ground_truth_dataset: { id: 'more', version: { id: 'more-1' } } });
    const job = await begun;
    lab.account.container = container;
    const { body: posted } = await lab.get('/evaluations/slow');
    const { id } = posted.eval_metrics.extended_metrics.user_metrics.deeptune.job;
    const line = { step: 32, totalSteps: 60, stage: 'prediction', seconds: 1 };
    const key = `${jobKeys.checkpointPrefix(objectKeys.jobPrefix(scope, id))}progress.jsonl`;
    await lab.deps.objects.put(key, new TextEncoder().encode(`${JSON.stringify(line)}\n`));

    const { body } = await lab.get('/evaluations/slow');

    expect(body.eval_metrics.status).toMatchObject({
      code: 21301,
      percent_completed: 53,
      details: expect.stringMatching(/minutes on AWS; 32 of 60 inputs are answered/),
    });
    await container(job, lab.account);
    await done('slow');
    await lab.delete('/evaluations/slow');
    expect((await lab.get('/evaluations/slow')).status).toBe(404);
  });

  test('a dataset without a version is taken as it is now', async () => {
    const { body } = await start({ id: 'now', ground_truth_dataset: { id: 'more' } });

    const { id, version } = body.eval_metrics[0].ground_truth_dataset;
    expect((await lab.get(`/datasets/${id}/versions/${version.id}`)).status).toBe(200);
    expect((await done('now')).metrics.status.code).toBe(21300);
  });

  test.each<[string, object, number, RegExp]>([
    ['an id that is taken', { id: 'one' }, 40010, /already exists/],
    [
      'fewer than five inputs of a concept',
      { ground_truth_dataset: { id: 'few', version: { id: 'few-1' } } },
      21316,
      /'bad' has 3/,
    ],
    [
      'a dataset that does not exist',
      { ground_truth_dataset: { id: 'none' } },
      11101,
      /'none' does not exist/,
    ],
    ['a model of another app', { model: { id: 'reader', app_id: 'other' } }, 11102, /version/],
    [
      'a dataset of another app',
      { ground_truth_dataset: { id: 'more', app_id: 'other' } },
      11102,
      /of its own app/,
    ],
    ['no version', { model: { id: 'reader' } }, 11102, /model_version/],
  ])('%s is refused', async (_, fields, code, details) => {
    const { body } = await start(fields);

    expect(body.status).toMatchObject({ code, details: expect.stringMatching(details) });
  });

  test('an untrained version is not yet trained, wherever one asks', async () => {
    await lab.post('/models', { model: { id: 'fresh', model_type_id: 'text-classifier' } });
    const { body } = await lab.get('/models/fresh');
    const version = body.model.model_version.id;
    const path = `/models/fresh/versions/${version}`;
    const answers = [
      await start({ model: { id: 'fresh', model_version: { id: version } } }),
      await lab.post(`${path}/evaluations`, {}),
      await lab.get(`${path}/evaluations`),
      await lab.post(`${path}/metrics`, {}),
    ];

    for (const answer of answers)
      expect(answer.body.status).toMatchObject({
        code: 21102,
        description: 'Model not yet trained',
      });
    expect((await lab.get(`${path}/metrics`)).body.model_version.metrics.status.code).toBe(21302);
  });

  test('the list of a version is newest first', async () => {
    const { body: posted } = await lab.post(`${own()}/evaluations`, {});
    const { body } = await lab.get(`${own()}/evaluations`);
    const ids = body.eval_metrics.map(({ id }: Body) => id);

    expect(ids[0]).toBe(posted.eval_metrics[0].id);
    expect(ids.at(-1)).toBe('one');
    expect((await lab.get(`/models/reader/versions/none/evaluations/one`)).status).toBe(404);
  });

  test.each([
    ['eval_dataset_ids=more', 2],
    ['eval_dataset_ids=more&eval_dataset_ids=texts', 4],
    ['train_dataset_ids=none', 0],
    ['concept_ids=good', 4],
    ['model_type_id=visual-classifier', 0],
    ['per_page=2', 2],
  ])('list: ?%s', async (query, count) => {
    expect((await lab.get(`/evaluations?${query}`)).body.eval_metrics).toHaveLength(count);
  });

  test('the list is sorted by what was measured, also over all apps of the user', async () => {
    const { body } = await lab.get('/v2/users/me/evaluations?sort_by_f1=True&sort_ascending=True');

    const f1 = body.eval_metrics.map(({ summary }: Body) => summary.macro_avg_f1_score);
    expect(f1).toEqual(f1.toSorted((a: number, b: number) => a - b));
    expect(f1).toHaveLength(4);
  });

  test.each([
    ['evaluation-needs-inputs', 21316],
    ['model-artifact-corrupt', 21313],
  ])('one whose job fails with %s is failed, and shown on request only', async (code, status) => {
    const { container } = lab.account;
    lab.account.container = (job, account) =>
      account.endJob(job.request.TrainingJobName, {
        TrainingJobStatus: 'Failed',
        FailureReason: JSON.stringify({ code, fault: 'user', message: 'why it failed' }),
      });
    const dataset = { id: 'more', version: { id: 'more-1' } };
    await start({ id: code, ground_truth_dataset: dataset });

    const { metrics } = await done(code);
    lab.account.container = container;

    expect(metrics.status).toMatchObject({ code: status, details: 'why it failed' });
    expect(metrics.extended_metrics.user_metrics.deeptune.job.failure.code).toBe(code);
    const listed = async (query: string) =>
      (await lab.get(`/evaluations?${query}`)).body.eval_metrics.some(
        ({ id }: Body) => id === code,
      );
    expect(await listed('')).toBe(false);
    expect(await listed('show_failed_metrics=True')).toBe(true);
  });

  test('one that is stopped while its job runs is not evaluated, and stays until it is deleted', async () => {
    const { container } = lab.account;
    const begun = new Promise<void>((resolve) => (lab.account.container = () => resolve()));
    const dataset = { id: 'more', version: { id: 'more-1' } };
    await start({ id: 'stopped', ground_truth_dataset: dataset });
    await begun;
    lab.account.container = container;

    await lab.must('DELETE', '/evaluations/stopped');

    expect((await done('stopped')).metrics.status).toMatchObject({
      code: 21302,
      details: 'The job of this evaluation ended as stopped',
    });
  });

  test('one whose evaluation.json breaks the contract is failed without a charge, and says which field', async () => {
    lab.account.answers = { ...answers, evaluation: { report: {}, summary: {} } };
    const { account } = lab;
    const dataset = { id: 'more', version: { id: 'more-1' } };
    await start({ id: 'broken', ground_truth_dataset: dataset });
    const { metrics } = await done('broken');
    account.answers = answers;

    expect(metrics.status).toMatchObject({
      code: 21313,
      details: expect.stringMatching(/perConcept/),
    });
    const { job } = metrics.extended_metrics.user_metrics.deeptune;
    expect(job).toMatchObject({ failure: { fault: 'platform' }, settlement: { amountMicros: 0 } });
  });

  test('the older way: queued, then the held-out metrics on the version', async () => {
    const { body: posted } = await lab.post(`${own()}/metrics`, {});
    expect(posted.model_version.metrics.status.code).toBe(21303);

    const { body } = await lab.get(`${own()}/metrics?fields.confusion_matrix=True`);

    expect(body.model_version).toMatchObject({
      id: versionId,
      metrics: { status: { code: 21300 }, confusion_matrix: { concept_ids: ['good', 'bad'] } },
    });
  });

  test('a version whose training held nothing out is measured on what it was trained on, and says so', async () => {
    lab.account.heldOut = { count: 0, accuracy: null, macroF1: null, macroRocAuc: null };
    const id = await lab.train('fresh', {
      train_info: { params: { template: 'Deeptune_Bert_Small', dataset_id: 'few' } },
    });
    const path = `/models/fresh/versions/${id}`;
    const { body: posted } = await lab.post(`${path}/evaluations`, {});
    const { metrics } = await done(posted.eval_metrics[0].id);

    expect(metrics).toMatchObject({ status: { code: 21300 }, ground_truth_dataset: { id: 'few' } });
    const { rows } = metrics.extended_metrics.user_metrics.deeptune;
    expect(rows.total).toBe(60);
    // Five or six of the six inputs are the training's part.
    expect(rows.seenInTraining).toBeGreaterThan(0);

    expect(await metricsOf(path)).toMatchObject({ status: { code: 21302 } });
    await lab.must('POST', `${path}/metrics`, {});
    await lab.must('POST', `${path}/metrics`, {});
    expect((await done(id)).metrics.status.code).toBe(21300);
    expect(await metricsOf(path)).toMatchObject({ id, summary: metrics.summary });
  });
  const metricsOf = async (path: string) =>
    (await lab.must('GET', `${path}/metrics`)).model_version.metrics;

  test('evaluations go with their version', async () => {
    await lab.delete('/models', { ids: ['reader'] });

    expect((await lab.get('/evaluations/one')).status).toBe(404);
  });
});
