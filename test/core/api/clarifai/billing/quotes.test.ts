import { settle } from '../../../../../core/job/steps/settle.ts';
import { initialState } from '../../../../../core/job/workflow/state.ts';
import { keys } from '../../../../../core/records/keys.ts';
import { readRecord } from '../../../../../core/records/records.ts';
import type { QuoteRecord } from '../../../../../core/billing/quote/quote.ts';
import { scope } from '../../../../lambda/account.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

const params = { template: 'Deeptune_Bert_Small', dataset_id: 'texts' };
const trainingOf = (more: object = {}) => ({ train_info: { params: { ...params, ...more } } });

describe('quotes', () => {
  let lab: Lab;
  const path = '/models/reader/quotes';

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('texts', 8);
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  });
  afterAll(() => lab.close());

  async function quoted(...trainings: object[]): Promise<Body[]> {
    const body = { model_versions: trainings.length > 0 ? trainings : [trainingOf()] };
    return (await lab.must('POST', path, body)).quotes;
  }

  const get = async (id: string) => (await lab.must('GET', `${path}/${id}`)).quote;

  function train(quoteId: string, more: object = {}): Promise<[number, string, string]> {
    const info = { params: { quote_id: quoteId, ...more } };
    return lab
      .post('/models/reader/versions', { model_versions: [{ train_info: info }] })
      .then(({ status, body }) => [
        status,
        body.model?.model_version.id ?? body.status.developer_notes,
        body.status.details,
      ]);
  }

  test('is a price that counts for a day, with what it is for', async () => {
    const [quote] = await quoted();

    expect(quote).toMatchObject({
      kind: 'train',
      status: 'open',
      instanceType: 'ml.g5.xlarge',
      microsPerHour: 4_000_000,
      settings: { template: 'Deeptune_Bert_Small', concepts: ['bad', 'good'], seed: 0 },
      data: { datasetId: 'texts', inputCount: 16 },
    });
    expect(quote.data.datasetVersionId).toBeUndefined();
    expect(Date.parse(quote.expiresAt) - Date.parse(quote.createdAt)).toBe(24 * 3_600_000);
    expect(quote.priceMicros).toBeGreaterThan(0);
    expect(quote.maxPriceMicros).toBeGreaterThan(quote.priceMicros);
    expect(quote.p90Seconds).toBeGreaterThan(quote.p50Seconds);
    // Nothing was frozen for it.
    const { dataset_versions: versions } = await lab.must('GET', '/datasets/texts/versions');
    expect(versions).toEqual([]);
  });

  test('is refused where its maximum is above max_price', async () => {
    const body = (maxPrice: number) => ({ model_versions: [trainingOf({ max_price: maxPrice })] });
    const { maxPriceMicros } = (await lab.must('POST', path, body(100))).quotes[0];

    expect(await lab.refused('POST', path, body((maxPriceMicros - 1) / 1e6))).toEqual([
      402,
      expect.any(Number),
      expect.stringContaining('more than its highest price'),
    ]);
  });

  test('the id alone trains what was quoted, at its price; once', async () => {
    const [quote] = await quoted(trainingOf({ num_epochs: 3 }));
    // A forecast of another moment would explain other figures.
    const explanation = ['What was said when it was quoted'];
    const key = keys.quote(scope, 'reader', quote.id);
    const { value, rev } = (await readRecord<QuoteRecord>(lab.deps.table, key))!;
    const told = { ...value, explanation } as never;
    await lab.deps.table.write([{ put: { ...key, data: told }, if: { rev } }]);

    const [status, versionId] = await train(quote.id);

    expect(status).toBe(200);
    const { model_version: version } = await lab.must(
      'GET',
      `/models/reader/versions/${versionId}`,
    );
    expect(version.train_info.params.num_epochs).toBe(3);
    expect(version.metadata.deeptune.reservation).toMatchObject({
      quoteId: quote.id,
      estimatedAmountMicros: quote.priceMicros,
      maxAmountMicros: quote.maxPriceMicros,
      explanation,
    });
    expect(await train(quote.id)).toEqual([
      400,
      'quote-used',
      expect.stringContaining(`job '${versionId}' was started under it`),
    ]);
    await lab.settled('reader', versionId);
    const used = await get(quote.id);
    expect(used).toMatchObject({ status: 'used', jobId: versionId });
    expect(used.billedMicros).toBeLessThanOrEqual(quote.maxPriceMicros);
  });

  test('what is not as it was quoted is named, and the quote stays open', async () => {
    const [quote] = await quoted(trainingOf({ num_epochs: 3 }));

    const [status, code, details] = await train(quote.id, { num_epochs: 5 });

    expect([status, code]).toEqual([400, 'quote-void']);
    expect(details).toContain('num_epochs: 3 quoted, 5 asked');
    expect((await get(quote.id)).status).toBe('open');
  });

  test('data that have changed since void it', async () => {
    const [quote] = await quoted();
    const more = { id: 'more', data: { text: { raw: 'good' }, concepts: [{ id: 'good' }] } };
    await lab.must('POST', '/inputs', { inputs: [{ ...more, dataset_ids: ['texts'] }] });

    expect(await train(quote.id)).toEqual([
      400,
      'quote-void',
      expect.stringContaining(
        "data: 16 inputs of dataset 'texts' quoted, 17 of dataset 'texts' in version",
      ),
    ]);
  });

  test('the quote of a dataset version outlives what its dataset gets', async () => {
    const { dataset_versions: made } = await lab.must('POST', '/datasets/texts/versions', {
      dataset_versions: [{}],
    });
    const [quote] = await quoted(trainingOf({ dataset_version_id: made[0].id }));
    expect(quote.data.datasetVersionId).toBe(made[0].id);
    const another = { id: 'another', data: { text: { raw: 'bad' }, concepts: [{ id: 'bad' }] } };
    await lab.must('POST', '/inputs', { inputs: [{ ...another, dataset_ids: ['texts'] }] });

    const [status, versionId] = await train(quote.id);

    expect(status).toBe(200);
    await lab.settled('reader', versionId);
  });

  test('after a day it has expired', async () => {
    const [quote] = await quoted();
    const { deps } = lab;
    const later = new Date(Date.parse(quote.expiresAt)).toISOString();
    const now = jest.spyOn(deps, 'now').mockReturnValue(later);
    try {
      expect(await train(quote.id)).toEqual([
        400,
        'quote-expired',
        expect.stringContaining(`counted until ${quote.expiresAt}`),
      ]);
      expect((await get(quote.id)).status).toBe('expired');
    } finally {
      now.mockRestore();
    }
  });

  test('another user, another model, an unknown and an altered one: it does not exist', async () => {
    const [quote] = await quoted();
    const unknown = expect.stringContaining('does not exist');

    expect(await train('0'.repeat(32))).toEqual([404, 'does-not-exist', unknown]);
    await lab.post('/models', { model: { id: 'other', model_type_id: 'text-classifier' } });
    expect((await lab.get(`/models/other/quotes/${quote.id}`)).status).toBe(404);
    const foreign = await lab.keyOf('stranger');
    const at = `/v2/users/tester/apps/lab${path}/${quote.id}`;
    expect((await lab.call('GET', at, undefined, foreign)).status).toBe(404);

    const key = keys.quote(scope, 'reader', quote.id);
    const { value, rev } = (await readRecord<QuoteRecord>(lab.deps.table, key))!;
    const cheaper = { ...value, quote: { ...value.quote, maxPriceMicros: 1 } };
    await lab.deps.table.write([{ put: { ...key, data: cheaper as never }, if: { rev } }]);
    expect(await train(quote.id)).toEqual([404, 'does-not-exist', unknown]);
  });

  test('several share one maximum, below the sum of theirs', async () => {
    const quotes = await quoted(
      trainingOf({ num_epochs: 1 }),
      trainingOf({ num_epochs: 2 }),
      trainingOf({ num_epochs: 3 }),
    );

    const groups = new Set(quotes.map(({ group }) => JSON.stringify(group)));
    expect(groups.size).toBe(1);
    const { maxPriceMicros } = quotes[0].group;
    const sum = quotes.reduce((total, each) => total + each.maxPriceMicros, 0);
    expect(maxPriceMicros).toBeLessThan(sum);
    const trained = await Promise.all(quotes.map(({ id }) => train(id)));
    expect(trained.map(([status]) => status)).toEqual([200, 200, 200]);
    for (const [, versionId] of trained) await lab.settled('reader', versionId);
    const billed = await Promise.all(quotes.map(async ({ id }) => (await get(id)).billedMicros));
    expect(billed.reduce((total, each) => total + each, 0)).toBeLessThanOrEqual(maxPriceMicros);
  });

  test('a training that names none has one of its own', async () => {
    const versionId = await lab.train('reader', { train_info: { params } });

    const { model_version: version } = await lab.must(
      'GET',
      `/models/reader/versions/${versionId}`,
    );
    const { reservation, settlement } = version.metadata.deeptune;
    expect(reservation.quoteId).toBe(versionId);
    expect(await get(versionId)).toMatchObject({
      isImplicit: true,
      status: settlement.amountMicros > 0 ? 'used' : 'void',
      jobId: versionId,
      maxPriceMicros: reservation.maxAmountMicros,
      billedMicros: settlement.amountMicros,
    });
    const { quotes } = await lab.must('GET', `${path}?per_page=1`);
    expect(quotes).toHaveLength(1);
  });

  test('a batch prediction and an evaluation under quotes of their own', async () => {
    const versionId = await lab.train('reader', { train_info: { params } });
    const { dataset_versions: made } = await lab.must('POST', '/datasets/texts/versions', {
      dataset_versions: [{}],
    });
    const over = { dataset: { id: 'texts', version: { id: made[0].id } } };
    const ask = async (kind: 'prediction' | 'evaluation') =>
      (await lab.must('POST', path, { [kind]: over })).quotes[0];
    const [predicts, evaluates] = [await ask('prediction'), await ask('evaluation')];

    const versions = `/models/reader/versions/${versionId}`;
    const wrong = await lab.post(`${versions}/predictions`, {
      prediction: { quote_id: evaluates.id },
    });
    expect(wrong.body.status.details).toContain('kind: evaluate quoted, predict asked');
    const { prediction } = await lab.must('POST', `${versions}/predictions`, {
      prediction: { quote_id: predicts.id },
    });
    const { eval_metrics: started } = await lab.must('POST', `${versions}/evaluations`, {
      eval_metrics: [{ eval_info: { params: { quote_id: evaluates.id } } }],
    });
    expect(started).toHaveLength(1);
    expect(prediction.job.maxAmountMicros).toBe(predicts.maxPriceMicros);
    expect(await get(predicts.id)).toMatchObject({ jobId: prediction.job.id });
    expect(['used', 'void']).toContain((await get(evaluates.id)).status);
  });

  test('of two requests at once one has it; the same request again has its version', async () => {
    const [quote] = await quoted();
    const started = await Promise.all([train(quote.id), train(quote.id)]);

    expect(started.map(([status]) => status).sort()).toEqual([200, 400]);
    expect(started.find(([status]) => status === 400)![1]).toBe('quote-used');
    const [again] = await quoted();
    const body = { model_versions: [{ train_info: { params: { quote_id: again.id } } }] };
    const send = () => lab.client().call('PostModelVersions', { model_id: 'reader' }, body, 'once');
    const [one, two] = await Promise.all([send(), send()]);
    expect(two.model.model_version.id).toBe(one.model.model_version.id);
    expect((await get(again.id)).jobId).toBe(one.model.model_version.id);
  });

  test('max_price refuses a training whose maximum is above it', async () => {
    const [quote] = await quoted();
    const most = quote.maxPriceMicros / 1e6;

    expect(await train(quote.id, { max_price: most / 2 })).toEqual([
      402,
      'max-price-exceeded',
      expect.any(String),
    ]);
    expect((await get(quote.id)).status).toBe('open');
    expect((await train(quote.id, { max_price: most }))[0]).toBe(200);
  });

  test.each([
    ['nothing', {}, /names 0 of 'model_versions', 'evaluation' and 'prediction'/],
    [
      'two things',
      { model_versions: [{}], prediction: { dataset: { id: 'texts' } } },
      /names 2 of 'model_versions'/,
    ],
    [
      'a quote of a quote',
      { model_versions: [trainingOf({ quote_id: 'x' })] },
      /quote_id is 'x': a quote is asked for without one/,
    ],
    [
      'a hyperparameter that there is not',
      { model_versions: [trainingOf({ epochz: 3 })] },
      /epochz/,
    ],
    ['a field that nobody reads', { model_versions: [trainingOf()], max: 1 }, /max/],
  ])('%s is refused', async (_, body, details) => {
    const [status, , words] = await lab.refused('POST', path, body);

    expect(status).toBe(400);
    expect(words).toMatch(details);
  });
});

describe('a training whose dataset version is being frozen', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.open(undefined, { settings: { freezing: { inputs: 4, bytes: 1e6 } } });
    await lab.addTexts('texts', 8);
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  });
  afterAll(() => lab.close());

  test('is quoted when its rows are known; before, none is made', async () => {
    const [status, , details] = await lab.refused('POST', '/models/reader/quotes', {
      model_versions: [trainingOf()],
    });
    expect(status).toBe(400);
    expect(details).toMatch(
      /more inputs than are counted within a request: make a dataset version/,
    );

    const versionId = await lab.train('reader', { train_info: { params } });

    const { quote } = await lab.must('GET', `/models/reader/quotes/${versionId}`);
    expect(quote).toMatchObject({ isImplicit: true, jobId: versionId, data: { inputCount: 16 } });
    const { model_version: version } = await lab.must(
      'GET',
      `/models/reader/versions/${versionId}`,
    );
    const { reservation } = version.metadata.deeptune;
    expect(reservation).toMatchObject({
      quoteId: versionId,
      maxAmountMicros: quote.maxPriceMicros,
      estimatedAmountMicros: quote.priceMicros,
    });
  });
});

test('a job that ends before anything was held leaves its quote void', async () => {
  const lab = new Lab({ runsWorkflow: false });
  await lab.open();
  await lab.addTexts('texts', 8);
  await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  const started = await lab.must('POST', '/models/reader/versions', {
    model_versions: [trainingOf()],
  });
  const { id } = started.model.model_version;
  await lab.must('DELETE', `/models/reader/versions/${id}`);

  const state = initialState({ ...scope, modelId: 'reader', versionId: id });
  await settle({ ...state, outcome: 'stopped' }, lab.account.host('settle'));

  const { quote } = await lab.must('GET', `/models/reader/quotes/${id}`);
  expect(quote).toMatchObject({ status: 'void', billedMicros: 0 });
  await lab.close();
});
