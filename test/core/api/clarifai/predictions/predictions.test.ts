import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { scope } from '../../../../lambda/account.ts';
import { measuredAttempt } from '../../../../lambda/measured-attempt.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

describe('batch predictions', () => {
  let lab: Lab;
  let path: string;
  const start = async (prediction: object = {}) =>
    (await lab.must('POST', path, { prediction })).prediction as Body;

  async function done(id: string): Promise<Body> {
    for (let polls = 0; polls < 400; polls += 1) {
      const { prediction } = await lab.must('GET', `${path}/${id}`);
      if (!['queued', 'running', 'stopping'].includes(prediction.job.status)) return prediction;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`prediction ${id} is not done`);
  }

  beforeAll(async () => {
    lab = await Lab.open();
    const { container } = lab.account;
    lab.account.container = async (job, host) => {
      await lab.account.writeTimes(job, [measuredAttempt]);
      await container(job, host);
    };
    await lab.addTexts('texts', 8);
    await lab.addTexts('more', 3);
    await lab.must('POST', '/datasets/more/versions', { dataset_versions: [{ id: 'more-1' }] });
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
    const train_info = { params: { template: 'Deeptune_Bert_Small', dataset_id: 'texts' } };
    const versionId = await lab.train('reader', { train_info });
    path = `/models/reader/versions/${versionId}/predictions`;
  });
  afterAll(() => lab.close());

  test('is queued at once with its reservation, and ends with its counts and its price', async () => {
    const queued = await start({ dataset: { id: 'more', version: { id: 'more-1' } } });

    expect(queued).toMatchObject({
      dataset: { id: 'more', version: { id: 'more-1' } },
      rows: { total: 6, answered: 0, failed: 0 },
      job: { status: 'queued', maxRuntimeSeconds: 900 },
    });
    // A minute above the price, at $4.00 an hour: 66,667 micro-dollars, each amount rounded once.
    const { maxAmountMicros, estimatedAmountMicros } = queued.job;
    expect(Math.abs(maxAmountMicros - estimatedAmountMicros - 66_667)).toBeLessThanOrEqual(1);
    expect(await done(queued.id)).toMatchObject({
      rows: { total: 5, answered: 4, failed: 1, firstFailure: "Input 'four': cannot be read" },
      job: { status: 'completed', settlement: { billableSeconds: 90, amountMicros: 100_000 } },
    });
  });

  test('its answers come as JSON lines or CSV, by a link without a key', async () => {
    const { id } = await done((await start({ dataset: { id: 'more' } })).id);

    for (const [query, name] of [
      ['', 'jsonl'],
      ['?format=jsonl', 'jsonl'],
      ['?format=csv', 'csv'],
    ]) {
      const { content } = await lab.must('GET', `${path}/${id}/content${query}`);
      expect(content.format).toBe(name);
      expect(new URL(content.url).pathname).toContain(`/predictions.${name}`);
    }
    const { body } = await lab.get(`${path}/${id}/content?format=xml`);
    expect(body.status).toMatchObject({
      code: 11100,
      details: expect.stringMatching(/"xml": must be one of jsonl, csv/),
    });
  });

  test('the list is newest first; of another version they do not exist', async () => {
    const all = (await lab.must('GET', path)).predictions as Body[];
    const other = path.replace(/versions\/\w+/, 'versions/none');

    expect(all.map(({ created_at }) => created_at)).toEqual(
      all
        .map(({ created_at }) => created_at)
        .toSorted()
        .toReversed(),
    );
    expect((await lab.must('GET', `${path}?per_page=1`)).predictions).toHaveLength(1);
    expect((await lab.get(`${other}/${all[0].id}`)).status).toBe(404);
  });

  test('one that runs is stopped and has no answers; then it is deleted', async () => {
    const { container } = lab.account;
    const begun = new Promise<void>((resolve) => (lab.account.container = () => resolve()));
    const { id } = await start({ dataset: { id: 'more' } });
    await begun;
    lab.account.container = container;
    expect((await lab.get(`${path}/${id}/content`)).body.status.details).toMatch(/is running/);

    await lab.must('DELETE', `${path}/${id}`);

    const { job } = await done(id);
    expect(job.status).toBe('stopped');
    const left = () => lab.deps.objects.list(objectKeys.jobPrefix(scope, job.id));
    expect((await left()).objects).not.toEqual([]);
    expect((await lab.get(`${path}/${id}/content`)).status).toBe(404);
    await lab.must('DELETE', `${path}/${id}`);
    expect((await lab.get(`${path}/${id}`)).status).toBe(404);
    expect((await left()).objects).toEqual([]);
  });

  test('an estimate says beforehand what a job of either kind would take', async () => {
    const estimates = path.replace(/predictions$/, 'job_estimates');
    const dataset = { id: 'more', version: { id: 'more-1' } };
    const { estimate } = await lab.must('POST', estimates, { job: { kind: 'evaluate', dataset } });

    expect(estimate).toMatchObject({ kind: 'evaluate', source: 'prior', inputEpochs: 6 });
    // B of the reference instance alone: six short texts add nothing to it.
    expect(estimate.formula.seconds).toBe(284);
    expect(estimate.explanation.join(' ')).toMatch(/an answer takes 0.33 of an input's training/);
    const learned = await lab.must('POST', estimates, { job: { dataset } });
    expect(learned.estimate).toMatchObject({ kind: 'predict', source: 'calibrated (2 jobs)' });
  });

  test('the bill has a line for each, with its kind', async () => {
    const { usage_records: lines } = await lab.must('GET', '/v2/users/me/billing/usage');

    expect(lines.map(({ kind = 'train', endReason }: Body) => `${kind} ${endReason}`)).toEqual([
      'train trained',
      'predict completed',
      'predict completed',
      'predict stopped',
    ]);
  });

  test.each<[string, object, number, RegExp]>([
    ['a dataset that is not there', { dataset: { id: 'none' } }, 11101, /'none' does not exist/],
    [
      'a dataset version that is not there',
      { dataset: { id: 'more', version: { id: 'x' } } },
      11101,
      /'x' does not exist/,
    ],
    [
      'an instance type that is not allowed',
      { dataset: { id: 'more' }, instance_type: 'ml.p5' },
      21118,
      /instance_type/,
    ],
    ['a job over no dataset', {}, 11100, /^Field 'prediction.dataset'/],
  ])('%s is refused', async (_, prediction, code, details) => {
    const { body } = await lab.post(path, { prediction });

    expect(body.status).toMatchObject({ code, details: expect.stringMatching(details) });
  });

  test('one that is sent again with its id starts nothing', async () => {
    const prediction = { id: 'mine', dataset: { id: 'more' } };
    await start(prediction);

    expect((await lab.post(path, { prediction })).status).toBe(409);

    const { predictions } = await lab.must('GET', path);
    expect(predictions.filter(({ id }: Body) => id === 'mine')).toHaveLength(1);
  });

  test('an empty dataset and an untrained version are refused', async () => {
    await lab.must('POST', '/datasets', { datasets: [{ id: 'empty' }] });
    await lab.post('/models', { model: { id: 'fresh', model_type_id: 'text-classifier' } });
    const { model } = await lab.must('GET', '/models/fresh');
    const fresh = `/models/fresh/versions/${model.model_version.id}/predictions`;

    const empty = await lab.post(path, { prediction: { dataset: { id: 'empty' } } });
    const untrained = await lab.post(fresh, { prediction: { dataset: { id: 'more' } } });

    expect([empty.body.status.code, untrained.body.status.code]).toEqual([21110, 21102]);
  });

  test("nobody else's can be seen, downloaded or stopped", async () => {
    const { id } = await start({ dataset: { id: 'more' } });
    const stranger = await lab.keyOf('stranger');
    const whole = `/v2/users/${scope.userId}/apps/${scope.appId}${path}/${id}`;

    const answers = await Promise.all(
      [
        ['GET', whole],
        ['GET', `${whole}/content`],
        ['DELETE', whole],
      ].map(([method = '', url = '']) => lab.call(method, url, undefined, stranger)),
    );

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await done(id)).job.status).toBe('completed');
  });
});
