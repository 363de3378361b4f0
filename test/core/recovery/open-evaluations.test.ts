import { advanceOpenEvaluations } from '../../../core/recovery/open-evaluations.ts';
import type { Evaluation } from '../../../core/evaluation/evaluation.ts';
import { evaluationWrite, getEvaluation } from '../../../core/evaluation/evaluation.ts';
import { getDatasetVersion } from '../../../core/dataset/version/dataset-version-store.ts';
import { manifestKey } from '../../../core/dataset/version/manifest.ts';
import { scope, variables } from '../../lambda/account.ts';
import { Lab } from '../api/lab.ts';

const always = () => true;

/** Time for so many calls of a model: it is asked before each evaluation, and before each call. */
function timeFor(calls: number): () => boolean {
  let asked = 0;
  return () => (asked += 1) <= calls + 1;
}

describe('the evaluations that nobody asks for', () => {
  let lab: Lab;
  let ready: string;
  let deploying: string;
  /** The reconciler of a deployed account, with its own environment. */
  const reconciler = (now?: string) => {
    const host = lab.account.host('reconcile');
    if (now) host.now = () => now;
    return host;
  };
  const get = async (id: string): Promise<Evaluation> =>
    (await getEvaluation(scope, id, lab.deps)).value;
  const start = async (id: string, versionId = ready, datasetId = 'more') => {
    const model = { id: 'reader', model_version: { id: versionId } };
    const { body } = await lab.post('/evaluations', {
      eval_metrics: [{ id, model, ground_truth_dataset: { id: datasetId } }],
    });
    expect(body.status.code).toBe(10000);
  };

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('texts', 8);
    await lab.addTexts('more', 30);
    await lab.addTexts('lost', 30);
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
    const train_info = { params: { template: 'Deeptune_Bert_Small', dataset_id: 'texts' } };
    ready = await lab.train('reader', { train_info });
    deploying = await lab.train('reader', { train_info });
    const { hosting } = lab.account.aws.sagemaker;
    const concepts = ['good', 'bad'].map((id) => ({ id, name: id, value: 0.5 }));
    hosting.onCreate = (name) => {
      if (name !== `ft-${deploying}`)
        hosting.serve(name, ({ inputs }) => ({ outputs: inputs.map(() => ({ concepts })) }));
    };
  });
  afterAll(() => lab.close());

  test('one is moved on while there is time, and later to its end', async () => {
    await start('alone');

    // The model is deployed first.
    const before = await advanceOpenEvaluations(reconciler(), always);
    const first = await advanceOpenEvaluations(reconciler(), timeFor(1));
    const { status, rows } = await get('alone');
    const second = await advanceOpenEvaluations(reconciler(), always);

    expect([before, first]).toEqual([
      { looked: 1, ended: [] },
      { looked: 1, ended: [] },
    ]);
    expect([status, rows.done]).toEqual(['evaluating', 32]);
    expect(second).toEqual({ looked: 1, ended: ['evaluation alone: evaluated'] });
    expect(await get('alone')).toMatchObject({ status: 'evaluated', numbers: { count: 60 } });
    expect(await advanceOpenEvaluations(reconciler(), always)).toEqual({ looked: 0, ended: [] });
  });

  test('the oldest comes first; without time nothing is predicted', async () => {
    await start('second');
    await start('first');
    const { value, rev } = await getEvaluation(scope, 'first', lab.deps);
    const older = { ...value, createdAt: '2026-01-01T00:00:00.000Z' };
    await lab.deps.table.write([evaluationWrite(older, rev)]);

    const none = await advanceOpenEvaluations(reconciler(), () => false);
    const untouched = [await get('first'), await get('second')];
    const one = await advanceOpenEvaluations(reconciler(), timeFor(2));
    const two = await advanceOpenEvaluations(reconciler(), timeFor(2));

    expect(none).toEqual({ looked: 0, ended: [] });
    expect(untouched.map(({ rows }) => rows.done)).toEqual([0, 0]);
    expect([one.ended, two.ended]).toEqual([
      ['evaluation first: evaluated'],
      ['evaluation second: evaluated'],
    ]);
  });

  test('one that waits for its model, or meets an error of ours, keeps no other from going on', async () => {
    await start('waiting', deploying);
    await start('broken', ready, 'lost');
    await start('sound');
    const { datasetId, datasetVersionId } = (await get('broken')).groundTruth;
    const dataset = await getDatasetVersion(scope, datasetId, datasetVersionId, lab.deps);
    const manifest = manifestKey(scope, dataset);
    lab.account.aws.s3.plant(variables.BUCKET_NAME, manifest, undefined);

    const { looked, ended } = await advanceOpenEvaluations(reconciler(), always);

    expect(looked).toBe(3);
    expect(ended).toEqual([
      expect.stringMatching(/^evaluation broken: could not be moved on: .*manifest/),
      'evaluation sound: evaluated',
    ]);
    expect((await get('waiting')).rows.done).toBe(0);
    expect((await get('broken')).status).toBe('evaluating');
  });

  test('after a day without a move it is given up, with the reason', async () => {
    const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

    await advanceOpenEvaluations(reconciler(later(23)), always);
    expect((await get('broken')).status).toBe('evaluating');
    const { ended } = await advanceOpenEvaluations(reconciler(later(25)), always);

    expect(ended).toEqual(['evaluation waiting: failed', 'evaluation broken: failed']);
    expect((await get('broken')).failure).toEqual({
      status: 21310,
      message: expect.stringMatching(/a day after .*manifest/),
    });
    const { body } = await lab.get('/evaluations/waiting');
    expect(body.eval_metrics.status).toMatchObject({
      code: 21310,
      description: 'Model evaluation timed out',
      details: expect.stringMatching(/model is still not there/),
    });
  });
});
