import { keys } from '../../../../../core/records/keys.ts';
import { Lab } from '../../lab.ts';

const text =
  "not better than always answering 'good' (accuracy 0.71 on 120 held-out inputs, 95 % interval 0.62 to 0.78, trivial 0.70)";
const verdict = {
  metric: 'accuracy',
  heldOut: 0.71,
  interval: [0.62, 0.78],
  method: 'wilson',
  count: 120,
  trivial: 0.7,
  untrained: 0.31,
  isBetterThanTrivial: false,
  text,
};
const bestEpoch = {
  epoch: 4,
  of: 10,
  epochsRun: 7,
  metric: 0.91,
  metricName: 'accuracy',
  validationCount: 120,
  stoppedEarly: true,
  note: null,
};
const params = { template: 'Deeptune_Bert_Small', dataset_id: 'texts' };

describe('what a version says of its worth', () => {
  let lab: Lab;
  const versions = '/models/reader/versions';

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('texts', 8);
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  });
  afterAll(() => lab.close());

  const trained = async (otherMetrics: object) => {
    lab.account.otherMetrics = { ...otherMetrics };
    const id = await lab.train('reader', { train_info: { params } });
    return (await lab.get(`${versions}/${id}`)).body.model_version;
  };

  test('the verdict stands in the status, the metrics and the version’s own fields', async () => {
    const version = await trained({ verdict, bestEpoch });

    expect(version.status).toEqual({
      code: 21100,
      description: 'Model is trained and ready',
      details: text,
    });
    expect(version.metadata.deeptune).toMatchObject({ verdict, bestEpoch });
    expect(version.metrics.extended_metrics.user_metrics).toMatchObject({ verdict, bestEpoch });

    const { body } = await lab.get(`${versions}/${version.id}/metrics`);
    expect(body.model_version.metrics.extended_metrics.user_metrics.verdict).toEqual(verdict);
  });

  test.each([
    ['without both, of an earlier release', {}],
    ['with something else under their names', { verdict: 'good', bestEpoch: [1, 2] }],
  ])('a version %s is read as ever', async (_, metrics) => {
    const version = await trained(metrics);

    expect(version.status).toEqual({ code: 21100, description: 'Model is trained and ready' });
    expect(version.metadata.deeptune).not.toHaveProperty('verdict');
    expect(version.metadata.deeptune).not.toHaveProperty('bestEpoch');
    expect(version.metrics.summary.top1_accuracy).toBe(0.9);
  });
});

describe('warnings about the data', () => {
  let lab: Lab;
  const versions = '/models/reader/versions';
  const asked = (changes: object = {}, others: object = {}) => ({
    model_versions: [{ train_info: { params: { ...params, ...changes } } }],
    ...others,
  });

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('texts', 30);
    const copies = [1, 2].map((number) => ({
      id: `copy-${number}`,
      data: { text: { raw: 'good 0' }, concepts: [{ id: 'good' }] },
      dataset_ids: ['texts'],
    }));
    await lab.post('/inputs', { inputs: copies });
    await lab.post('/datasets/texts/versions', { dataset_versions: [{ id: 'v1' }] });
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  });
  afterAll(() => lab.close());

  test('stand in the estimate, with code, value and advice', async () => {
    const { body } = await lab.post(`${versions}/estimates`, asked({ dataset_version_id: 'v1' }));

    const [estimate] = body.training_estimates;
    expect(estimate.warnings).toContainEqual({
      code: 'few-inputs',
      value: 62,
      message: '62 inputs are few: deep training is advised from 1000 on',
      advice: expect.stringContaining('Add inputs'),
    });
    const codes = estimate.warnings.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['few-inputs', 'copies', 'small-test-set', 'no-validation-part']),
    );
    expect(estimate).toMatchObject({ epochs: 10, expectedEpochs: 10 });
  });

  test('stand in the status of Clarifai’s time estimate, which keeps its form', async () => {
    const { status, body } = await lab.post(
      `${versions}/time_estimate`,
      asked({ dataset_version_id: 'v1' }),
    );

    expect(status).toBe(200);
    expect(body.training_time_estimates).toEqual([expect.stringMatching(/^\d+s$/)]);
    expect(body.status).toMatchObject({ code: 10000, description: 'Ok' });
    const notes = body.status.developer_notes.split('\n');
    expect(notes[0]).toMatch(
      /^estimate: \d+ s for template 'Deeptune_Bert_Small', 62 inputs of dataset version 'v1', on '[\w.]+' \(.+\)\.$/,
    );
    expect(notes[1]).toMatch(
      /^forecast: \d+ s; 8 of 10 such trainings take \d+ to \d+ s \(prior, not calibrated\)\.$/,
    );
    expect(notes[2]).toMatch(/^few-inputs: 62 inputs are few: .*\. Add inputs/);
    expect(notes.join()).toContain('copies: 2 of 62 inputs repeat');
  });

  test('of a mere number of inputs only that they are few', async () => {
    const few = await lab.post(`${versions}/estimates`, asked({}, { estimated_input_count: '70' }));
    const many = await lab.post(
      `${versions}/time_estimate`,
      asked({}, { estimated_input_count: '5000' }),
    );

    const [estimate] = few.body.training_estimates;
    expect(estimate.warnings).toMatchObject([{ code: 'few-inputs', value: 70 }]);
    expect(many.body.status.developer_notes).toMatch(
      /^estimate: .* 5000 inputs, on [^\n]+\nforecast: [^\n]+$/,
    );
  });

  test('of a dataset version of an earlier release, too', async () => {
    const { table } = lab.deps;
    const key = keys.datasetVersion({ userId: 'tester', appId: 'lab' }, 'texts', 'v1');
    const item = await table.get(key);
    const { splitTotals, ...older } = item?.data ?? {};
    await table.write([{ put: { ...key, data: older } }]);

    const { body } = await lab.post(`${versions}/estimates`, asked({ dataset_version_id: 'v1' }));

    expect(splitTotals).toMatchObject({ copies: 2 });
    const [estimate] = body.training_estimates;
    expect(estimate.warnings).toMatchObject([{ code: 'few-inputs', value: 62 }]);
  });

  test('stand on the version from its start', async () => {
    const { body } = await lab.post(versions, asked());

    const { status, metadata } = body.model.model_version;
    expect(status.code).toBe(21103);
    expect(metadata.deeptune.warnings).toContainEqual(
      expect.objectContaining({ code: 'few-inputs', value: 62 }),
    );
    const { id } = body.model.model_version;
    const settled = await lab.settled('reader', id);
    expect(settled.metadata?.deeptune.warnings).toEqual(metadata.deeptune.warnings);
  });
});
