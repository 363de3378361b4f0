import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await Lab.open();
  await lab.addTexts('texts', 10);
  await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
});
afterEach(() => lab.close());

describe('the estimate of an incremental training', () => {
  const ask = (resumeFrom: object) =>
    lab.post('/models/reader/versions/estimates', {
      estimated_input_count: 100,
      model_versions: [{ train_info: { params: {}, resume_from_model: resumeFrom } }],
    });

  test("is of its parent's template, as its training would be", async () => {
    const id = await lab.train('reader');

    const { body } = await ask({ id: 'reader', model_version: { id } });

    const [estimate] = body.training_estimates as Body[];
    expect(estimate.kind).toBe('train');
    expect(estimate.explanation[0]).toMatch(/^Starts from its parent's weights\..*bert-small/);
  });

  test('says what it goes on from, and that it counts all inputs as new', async () => {
    const id = await lab.train('reader');

    const { body } = await ask({ id: 'reader', model_version: { id } });

    const [estimate] = body.training_estimates as Body[];
    expect(estimate.explanation.at(-1)).toBe(
      `Goes on from version '${id}' of model 'reader'. It learns what is new to that version, and a sample of what that one learned: here all inputs are counted as new, without a sample`,
    );
  });

  test('of a frozen dataset is that of the training: with what the line learns again', async () => {
    const id = await lab.train('reader');
    await lab.addTexts('more', 5, ['fine', 'awful']);
    await lab.post('/datasets/more/versions', { dataset_versions: [{ id: 'v1' }] });
    const params = { dataset_id: 'more', dataset_version_id: 'v1' };
    const resumed = { id: 'reader', model_version: { id } };
    const asked = { model_versions: [{ train_info: { params, resume_from_model: resumed } }] };

    const { body } = await lab.post('/models/reader/versions/estimates', asked);
    const quoted = await lab.post('/models/reader/quotes', asked);

    const [estimate] = body.training_estimates as Body[];
    const [quote] = quoted.body.quotes as Body[];
    const rows = /^Inputs: \d+ new \+ [1-9]\d* learnt again and \d+ held out/;
    expect(estimate.explanation.filter((line: string) => rows.test(line))).toHaveLength(1);
    expect(estimate.explanation.at(-1)).toBe(`Goes on from version '${id}' of model 'reader'`);
    expect(estimate.maxAmountMicros).toBe(quote.maxPriceMicros);
  });

  test('is refused where the training would be: its parent does not exist', async () => {
    await lab.train('reader');

    expect((await ask({ id: 'nobody' })).body.status.code).toBe(21200);
    expect((await ask({ id: 'reader', app_id: 'other' })).body.status.code).toBe(11102);
  });
});

test('an estimate says what would change its time most, each as an estimate of its own has it', async () => {
  const ask = async (inputs: number, params: object) => {
    const { body } = await lab.post('/models/reader/versions/estimates', {
      estimated_input_count: inputs,
      model_versions: [
        { train_info: { params: { template: 'Deeptune_Bert_Small', num_epochs: 100, ...params } } },
      ],
    });
    return (body.training_estimates as Body[])[0]!;
  };
  const { drivers, p50Seconds } = await ask(20_000, {});
  const [fewerInputs, fewerEpochs] = ['inputs', 'num_epochs'].map((name) =>
    (drivers as Body[]).find(({ setting }) => setting === name),
  );

  expect(fewerInputs).toMatchObject({ change: '20000 -> 10000' });
  expect(fewerEpochs).toMatchObject({ change: '100 -> 50' });
  const [halfOfInputs, halfOfEpochs] = [
    await ask(10_000, {}),
    await ask(20_000, { num_epochs: 50 }),
  ];
  expect(p50Seconds + fewerInputs!.seconds).toBeCloseTo(halfOfInputs.p50Seconds, -1);
  expect(p50Seconds + fewerEpochs!.seconds).toBeCloseTo(halfOfEpochs.p50Seconds, -1);
  const sizes = (drivers as Body[]).map(({ seconds }) => Math.abs(seconds));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

test('an estimate says how many inputs were deleted since its dataset version was frozen', async () => {
  await lab.must('POST', '/datasets/texts/versions', { dataset_versions: [{ id: 'v' }] });
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'texts', dataset_version_id: 'v' };
  const ask = async () => {
    const asked = { model_versions: [{ train_info: { params } }] };
    const { body } = await lab.post('/models/reader/versions/estimates', asked);
    return (body.training_estimates as Body[])[0]?.explanation as string[];
  };
  const before = await ask();
  await lab.must('DELETE', '/inputs', { ids: ['texts-good-1', 'texts-bad-1'] });

  expect(before.join()).not.toMatch(/deleted/);
  expect(await ask()).toEqual([
    ...before,
    "2 inputs of the app were deleted since dataset version 'v' was frozen. What of that is in it is not trained on; here it is still counted",
  ]);
});

describe('an estimate without a dataset version', () => {
  const ask = (params: object, path = 'estimates') =>
    lab.post(`/models/reader/versions/${path}`, { model_versions: [{ train_info: { params } }] });
  const template = 'Deeptune_Bert_Small';

  test.each([
    ['a dataset', { template, dataset_id: 'texts' }],
    ['the whole app', { template }],
  ])('is of the inputs that a training of %s would have now', async (_, params) => {
    const { body } = await ask(params);
    const { body: counted } = await lab.post('/models/reader/versions/estimates', {
      model_versions: [{ train_info: { params: { template } } }],
      estimated_input_count: 20,
    });

    const [estimate] = body.training_estimates as Body[];
    const [same] = counted.training_estimates as Body[];
    expect(estimate.formula).toEqual(same.formula);
    // Of inputs that are there, the lengths are known too.
    expect(Math.abs(estimate.seconds - same.seconds)).toBeLessThanOrEqual(1);
    const { body: trained } = await lab.post('/models/reader/versions', {
      model_versions: [{ train_info: { params } }],
    });
    expect(trained.model.model_version.status.code).toBe(21103);
  });

  test.each([
    ['a dataset that is not there', { template, dataset_id: 'none' }, /'none' does not exist/],
    ['a dataset without inputs', { template, dataset_id: 'empty' }, /^Dataset 'empty' has no in/],
  ])('is refused as the training is: %s', async (_, params, details) => {
    await lab.post('/datasets', { datasets: [{ id: 'empty' }] });
    const { body } = await ask(params);
    const { body: training } = await lab.post('/models/reader/versions', {
      model_versions: [{ train_info: { params } }],
    });

    expect(body.status.details).toMatch(details);
    expect(body.status.code).toBe(training.status.code);
    expect(body.status.details).toBe(training.status.details);
  });

  test('of an app without inputs names no dataset that nobody made', async () => {
    await lab.must('POST', '/v2/users/tester/apps', { apps: [{ id: 'bare' }] });
    const base = '/v2/users/tester/apps/bare/models';
    await lab.must('POST', base, { model: { id: 'm', model_type_id: 'text-classifier' } });

    for (const path of ['versions', 'versions/estimates']) {
      const { body } = await lab.post(`${base}/m/${path}`, {});
      expect(body.status.details).toMatch(/^The app has no inputs; upload inputs first/);
    }
  });

  test('the time estimate says what it is of, also where the template was lost', async () => {
    const { body } = await ask({}, 'time_estimate');
    expect(body.status.developer_notes).toMatch(
      /^estimate: \d+ s for template '\w+' \(the default: the request names none in train_info.params\), 20 inputs, on '/,
    );
  });
});

test('a model whose only version is deleted is as it was made', async () => {
  const before = (await lab.get('/models/reader')).body.model.model_version.id;

  const { body } = await lab.delete(`/models/reader/versions/${before}`);

  expect(body.status.code).toBe(10000);
  const { model_version: version } = (await lab.get('/models/reader')).body.model;
  expect(version.status.code).toBe(21102);
  expect(version.id).not.toBe(before);
  expect((await lab.get('/models/reader/versions')).body.model_versions).toHaveLength(1);
  await lab.train('reader');
});

test('a model whose newest training stopped says which version answers', async () => {
  const good = await lab.train('reader');
  lab.account.container = (job, account) =>
    account.endJob(job.request.TrainingJobName, {
      TrainingJobStatus: 'Failed',
      FailureReason: JSON.stringify({ code: 'no-data', fault: 'user', message: 'no rows' }),
    });
  const bad = await lab.train('reader');

  const { body } = await lab.get('/models/reader');
  expect(body.model.model_version).toMatchObject({ id: bad, status: { code: 21106 } });
  expect(body.model.model_version.status.details).toBe(
    `no rows; this is the newest version; version '${good}' is trained and answers predictions`,
  );
  const { body: all } = await lab.get('/models');
  expect(all.models[0].model_version.status.details).toContain(`version '${good}' is trained`);
  const { body: one } = await lab.get(`/models/reader/versions/${bad}`);
  expect(one.model_version.status.details).toBe('no rows');
});

describe('a dataset that is named in two places', () => {
  const ask = (trainInfo: object, path: string) =>
    lab.post(`/models/reader/versions${path}`, { model_versions: [{ train_info: trainInfo }] });
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'texts', dataset_version_id: 'v1' };

  test.each(['/estimates', '/time_estimate', ''])('differently is refused by %s', async (path) => {
    const others = [{ id: 'others' }, { id: 'texts', version: { id: 'v2' } }];

    const answers = await Promise.all(others.map((dataset) => ask({ params, dataset }, path)));

    expect(answers.map(({ body }) => body.status.details)).toEqual([
      "'train_info.params.dataset_id' says 'texts', and 'train_info.dataset.id' says 'others': send one of them, or both alike",
      "'train_info.params.dataset_version_id' says 'v1', and 'train_info.dataset.version.id' says 'v2': send one of them, or both alike",
    ]);
  });

  test('alike, or empty in one of them, is taken', async () => {
    const whole = { template: params.template, dataset_id: params.dataset_id };
    for (const dataset of [{ id: 'texts' }, { id: '' }, {}])
      expect((await ask({ params: whole, dataset }, '/estimates')).body.status.code).toBe(10000);
  });
});

test.each(['app_id=other', 'user_app_id.app_id=other', 'user_id=somebody', 'model_id=another'])(
  '?%s, against the path, is refused',
  async (query) => {
    const { body } = await lab.post(`/models/reader/versions/estimates?${query}`, {});

    expect(body.status.code).toBe(11102);
    expect(body.status.details).toMatch(/^The path says '.*' in the query says '.*': send one/);
  },
);

test('?app_id as the path has it is taken', async () => {
  const { body } = await lab.post('/models/reader/versions/estimates?app_id=lab&user_id=me', {});

  expect(body.status.details ?? '').not.toMatch(/query/);
});

describe('the estimate of a model that is not there yet', () => {
  const ask = (modelId: string, model_type_id?: string) =>
    lab.post(`/models/${modelId}/versions/estimates`, {
      estimated_input_count: 100,
      ...(model_type_id === undefined ? {} : { model_type_id }),
    });

  test("is of its type's recommended template, and makes nothing", async () => {
    const { body } = await ask('planned', 'text-classifier');

    const [estimate] = body.training_estimates as Body[];
    const [known] = (await ask('reader')).body.training_estimates as Body[];
    expect(estimate).toEqual(known);
    expect((await lab.get('/models/planned')).body.status.code).toBe(21200);
  });

  test('is refused without its type, of an unknown one, and of another than the model has', async () => {
    const [none, unknown, other] = await Promise.all([
      ask('planned'),
      ask('planned', 'text-clasifier'),
      ask('reader', 'visual-classifier'),
    ]);

    expect(none.body.status.code).toBe(21200);
    expect(unknown.body.status.details).toMatch(/text-clasifier/);
    expect(other.body.status.details).toMatch(
      /'model_type_id' says 'visual-classifier', and model 'reader' is a text-classifier/,
    );
  });
});

describe('the estimate of a model that is not there yet', () => {
  const estimate = (body: object) =>
    lab.post(`${lab.base.replace(/\/apps\/.*/, '')}/training_estimates`, body);
  const asked = { model_type_id: 'text-classifier', params: { template: 'Deeptune_Bert_Small' } };

  test('is that of the training, once there is a model', async () => {
    const { body } = await estimate({ ...asked, input_count: 100 });
    const there = await lab.post('/models/reader/versions/estimates', {
      estimated_input_count: 100,
      model_versions: [{ train_info: { params: asked.params } }],
    });

    const [same] = there.body.training_estimates as Body[];
    expect(body.training_estimate).toEqual(same);
    expect(body.training_estimate.maxAmountMicros).toBeGreaterThan(0);
  });

  test.each([
    [{ input_count: 0 }, /input_count/],
    [{ input_count: 5, model_type_id: 'nothing' }, /nothing/],
    [{ input_count: 5, params: { ...asked.params, num_epochs: 0 } }, /num_epochs/],
  ])('%j is refused', async (wrong, said) => {
    const { status, body } = await estimate({ ...asked, ...wrong });

    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.status.details).toMatch(said);
  });
});
