import type { Evaluation } from '../../../core/evaluation/evaluation.ts';
import { evaluationWrite, getEvaluation } from '../../../core/evaluation/evaluation.ts';
import { reconcile } from '../../../core/recovery/reconcile.ts';
import { scope } from '../../lambda/account.ts';
import { until } from '../../until.ts';
import { Lab } from '../api/lab.ts';

describe('evaluations that the previous release began, eight rows a poll and without a job', () => {
  let lab: Lab;
  let versionId: string;
  const get = async (id: string): Promise<Evaluation> =>
    (await getEvaluation(scope, id, lab.deps)).value;
  const once = (id: string, status: Evaluation['status']) =>
    until(5, async () => {
      const found = await get(id);
      return found.status === status ? found : undefined;
    });

  /** As that release stored one: some of its rows are predicted. */
  async function storeEarlier(id: string, datasetVersionId: string): Promise<void> {
    const evaluation = {
      id,
      scope,
      modelId: 'reader',
      versionId,
      modelTypeId: 'text-classifier',
      concepts: ['bad', 'good'].map((concept) => ({ id: concept, name: concept })),
      createdAt: '2026-11-01T00:00:00.000Z',
      trainDatasetId: 'texts',
      groundTruth: { datasetId: 'more', datasetVersionId },
      params: { mine: true },
      userMetrics: {},
      rows: { total: 16, done: 8, perCall: 8, seenInTraining: 3, failed: 1, firstFailure: 'x' },
      status: 'evaluating' as const,
    };
    await lab.deps.table.write([evaluationWrite(evaluation)]);
  }

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('texts', 8);
    await lab.addTexts('more', 8);
    await lab.must('POST', '/datasets/more/versions', { dataset_versions: [{ id: 'more-1' }] });
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
    versionId = await lab.train('reader', {
      train_info: { params: { template: 'Deeptune_Bert_Small', dataset_id: 'texts' } },
    });
  });
  afterAll(() => lab.close());

  test('one is measured anew by a job, once, and keeps what was asked', async () => {
    await storeEarlier('begun', 'more-1');

    const [first, second] = [
      await reconcile(lab.account.host('reconcile')),
      await reconcile(lab.account.host('reconcile')),
    ];

    expect(first.repaired).toEqual([
      expect.stringMatching(/^evaluation begun: job \w{32} started$/),
    ]);
    expect(second.repaired).toEqual([]);
    expect(await once('begun', 'evaluated')).toMatchObject({
      params: { mine: true },
      rows: { total: 5, done: 5, failed: 1, seenInTraining: 12 },
      summary: { accuracy: 0.75 },
      job: { status: 'completed', settlement: { billableSeconds: 90 } },
    });
  });

  test('one that cannot go on is failed, and says why', async () => {
    await storeEarlier('lost', 'more-2');

    const { repaired } = await reconcile(lab.account.host('reconcile'));

    expect(repaired).toEqual(['evaluation lost: failed']);
    expect((await get('lost')).failure).toEqual({
      status: 21313,
      message: "It could not go on: Dataset version 'more-2' does not exist",
    });
    const { body } = await lab.get('/evaluations/lost');
    expect(body.eval_metrics.status.code).toBe(21313);
  });

  test('one that was done reads as it did', async () => {
    const { body: made } = await lab.post('/evaluations', {
      eval_metrics: [{ id: 'done', model: { id: 'reader', model_version: { id: versionId } } }],
    });
    const { value, rev } = await getEvaluation(scope, 'done', lab.deps);
    const earlier = { ...value, rows: { ...value.rows, perCall: 10 } };
    await lab.deps.table.write([evaluationWrite(earlier, rev)]);

    const { body } = await lab.get('/evaluations/done?fields.label_counts=true');

    expect(made.status.code).toBe(10000);
    expect(body.eval_metrics).toMatchObject({
      status: { code: 21300 },
      summary: { top1_accuracy: 0.9 },
      label_counts: { positive_label_counts: [] },
    });
  });
});
