import type { Account } from '../account.ts';
import { modelArtifactLab } from './inference-lab.ts';
import type { InferenceLab } from './inference-lab.ts';
import { listUsage } from '../../../core/billing/usage/usage-record.ts';
import { readBudget } from '../../../core/billing/budget/budget.ts';
import { listHolds } from '../../../core/billing/hold.ts';
import { settle } from '../../../core/job/steps/settle.ts';
import { initialState } from '../../../core/job/workflow/state.ts';
import { newestGradedEstimates } from '../../../core/estimate/graded/graded-estimate-store.ts';
import { reconcile } from '../../../core/recovery/reconcile.ts';
import { jobKeys, objectKeys } from '../../../core/records/object-keys.ts';
import { keys, periodOf } from '../../../core/records/keys.ts';
import { scope, variables } from '../account.ts';

const kinds = ['evaluate', 'predict'] as const;

describe.each(kinds)('a job of the kind %s', (kind) => {
  let lab: InferenceLab;
  let account: Account;
  beforeEach(async () => {
    lab = await modelArtifactLab();
    account = lab.account;
  });
  afterEach(() => account.close());

  const usage = () => {
    const { table, now } = account.host('api');
    return listUsage(table, scope.userId, periodOf(now()));
  };
  const ofKind = async () => (await usage()).filter((record) => record.kind === kind);
  const budget = async () => {
    const { table, now } = account.host('api');
    return (await readBudget(table, scope.userId, periodOf(now()))).value;
  };

  test('reads the version, its rows and what it is to do, and nothing of a training', async () => {
    const { jobId } = await lab.start(kind);
    const { request } = await lab.startedJob(jobId);
    const folder = objectKeys.jobPrefix(scope, jobId);
    const { objects } = account.host('api');
    const read = async (name: string) =>
      JSON.parse(new TextDecoder().decode(await objects.get(name))) as Record<string, unknown>;

    const channels = request.InputDataConfig.map(({ ChannelName, DataSource }: Channel) => [
      ChannelName,
      DataSource.S3DataSource.S3Uri.replace(`s3://${variables.BUCKET_NAME}/`, ''),
    ]);
    expect(channels).toEqual([
      ['train', jobKeys.trainPrefix(folder)],
      ['model', objectKeys.exportPrefix(scope, lab.versionId)],
      ['code', 'code/0/'],
    ]);
    expect(request.CheckpointConfig.S3Uri).toContain(`${folder}checkpoints`);
    const job = await read(`${jobKeys.trainPrefix(folder)}job.json`);
    expect(job).toMatchObject({
      kind,
      jobId,
      trainingJobName: `ft-${jobId}-a1`,
      modelVersionId: lab.versionId,
      modelType: 'text-classifier',
      recipe: 'text_classifier',
      invalidDataTolerancePercent: 100,
      concepts: kind === 'evaluate' ? [{ id: 'bad' }, { id: 'good' }] : [],
    });
    for (const ofTrainings of ['hyperparameters', 'template', 'baseModel', 'seed'])
      expect(job).not.toHaveProperty(ofTrainings);
  });

  test('is reserved, charged for its durable seconds and teaches the next estimate', async () => {
    const { jobId } = await lab.start(kind);
    await lab.startedJob(jobId);
    expect((await listHolds(account.host('api').table, scope.userId)).length).toBe(1);

    await lab.complete(jobId, 45.9);

    const posted = (await budget()).postedMicros;
    expect(await ofKind()).toMatchObject([
      {
        trainingJobName: `ft-${jobId}-a1`,
        jobId,
        versionId: lab.versionId,
        templateId: 'Deeptune_Bert_Small',
        instanceType: 'ml.g5.xlarge',
        endReason: 'completed',
        durableSeconds: 45.9,
        billableSeconds: 46,
        amountMicros: 51_111,
      },
    ]);
    expect(posted).toBe((await usage()).reduce((sum, { amountMicros }) => sum + amountMicros, 0));
    expect((await budget()).heldMicros).toBe(0);
    const graded = await newestGradedEstimates(account.host('api').table, scope.userId);
    expect(graded.filter((each) => each.jobId === jobId)).toMatchObject([
      {
        ...{ end: 'completed', versionId: lab.versionId, instanceType: 'ml.g5.xlarge' },
        ...{ deviceId: 'A10G', inputCount: 16, epochs: 1, amountMicros: 51_111 },
        planned: { kind, templateId: 'Deeptune_Bert_Small', phases: { steps: { samples: 16 } } },
        promised: { evidence: 'prior', jobCount: 0 },
      },
    ]);
  });

  test('whose record is gone is stopped, and gives back what was set aside', async () => {
    const { id, jobId } = await lab.start(kind);
    await lab.startedJob(jobId);
    const { table } = account.host('api');
    const key = kind === 'evaluate' ? keys.evaluation(scope, id) : keys.batchPrediction(scope, id);
    await table.write([{ delete: key }]);
    const ids = { ...scope, modelId: 'reader', versionId: lab.versionId, kind, jobId };
    const state = { ...initialState({ ...ids, recordId: id }), outcome: 'stopped' as const };

    await expect(settle(state, account.host('settle'))).rejects.toThrow('it was told to stop');
    await account.endJob(`ft-${jobId}-a1`, { TrainingJobStatus: 'Stopped' });
    expect(await settle(state, account.host('settle'))).toMatchObject({ outcome: 'stopped' });

    expect(await listHolds(table, scope.userId)).toEqual([]);
    expect((await budget()).heldMicros).toBe(0);
    expect(await ofKind()).toEqual([]);
  });

  test('is tried again where it was interrupted, under the next name, and billed once', async () => {
    const { jobId } = await lab.start(kind);
    await lab.startedJob(jobId);
    await account.endJob(`ft-${jobId}-a1`, {
      TrainingJobStatus: 'Failed',
      SecondaryStatus: 'Interrupted',
    });
    await lab.startedJob(jobId, 2);

    await lab.complete(jobId, 30, 2);

    expect((await ofKind()).map(({ trainingJobName }) => trainingJobName)).toEqual([
      `ft-${jobId}-a2`,
    ]);
  });

  test("fails with the trainer's reason; the user's fault is charged for what was answered in parts", async () => {
    const { jobId } = await lab.start(kind);
    await lab.startedJob(jobId);
    await lab.writePart(jobId, 0, 12);
    await lab.writePart(jobId, 1024, 8.5);
    const failure = { code: 'no-data', fault: 'user', message: 'no row could be answered' };
    await account.endJob(`ft-${jobId}-a1`, {
      TrainingJobStatus: 'Failed',
      FailureReason: `AlgorithmError: ${JSON.stringify(failure)}, exit code: 2`,
    });
    const job = await lab.ended(jobId);

    expect(job).toMatchObject({ status: 'failed', failure });
    expect(await ofKind()).toMatchObject([{ endReason: 'failed-user', billableSeconds: 21 }]);
    expect(await lab.partsLeft(jobId)).toEqual([]);
  });

  test('that is stopped while it runs keeps its record, is charged for and lets its hold go', async () => {
    const { jobId, id } = await lab.start(kind);
    await lab.startedJob(jobId);
    await lab.writePart(jobId, 0, 12);
    await lab.stop(kind, id);

    expect(await lab.ended(jobId)).toMatchObject({ status: 'stopped' });
    expect(await ofKind()).toMatchObject([{ endReason: 'stopped', billableSeconds: 12 }]);
    expect((await budget()).heldMicros).toBe(0);
  });

  test('whose reserved time runs out ends stopped, says so, and is charged for what is there', async () => {
    const { jobId } = await lab.start(kind);
    await lab.startedJob(jobId);
    await lab.writePart(jobId, 0, 899.5);
    await account.endJob(`ft-${jobId}-a1`, {
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: 'MaxRuntimeExceeded',
    });

    expect(await lab.ended(jobId)).toMatchObject({
      status: 'stopped',
      failure: { code: 'training-timed-out' },
    });
    expect(await ofKind()).toMatchObject([{ endReason: 'stopped', billableSeconds: 900 }]);
  });

  test('that is stopped before it is admitted costs nothing', async () => {
    const { jobId, id } = await lab.startHeldBack(kind);
    await lab.stop(kind, id);
    lab.letGo();

    expect(await lab.ended(jobId)).toMatchObject({ status: 'stopped' });
    expect(await ofKind()).toEqual([]);
  });

  test('waits where the user has as many jobs running as he may', async () => {
    const first = await Promise.all([lab.start(kind), lab.start(kind), lab.start(kind)]);
    for (const { jobId } of first) await lab.startedJob(jobId);
    const fourth = await lab.start(kind);
    await lab.waits(fourth.jobId);

    expect(
      account.aws.sagemaker.jobs.all().map(({ request }) => request.TrainingJobName),
    ).not.toContain(`ft-${fourth.jobId}-a1`);
  });

  test('whose event was lost, or whose workflow is gone, is brought on by the reconciler', async () => {
    const [lost, gone] = [await lab.start(kind), await lab.start(kind)];
    account.deliversEvents = false;
    for (const { jobId } of [lost, gone]) {
      const job = await lab.startedJob(jobId);
      await account.writeExport(job, 10);
      await account.endJob(`ft-${jobId}-a1`, { TrainingJobStatus: 'Completed' });
    }
    lab.loseWorkflow(gone.jobId);

    const { repaired } = await reconcile(account.host('reconcile'));

    expect(repaired).toEqual([`${gone.jobId}: settled after its workflow ended as ABORTED`]);
    for (const { jobId } of [lost, gone])
      expect(await lab.ended(jobId)).toMatchObject({ status: 'completed' });
    expect(await ofKind()).toHaveLength(2);
  });

  test('goes with its app, which is deleted once it is settled and billed', async () => {
    const { jobId, id } = await lab.start(kind);
    await lab.startedJob(jobId);

    expect((await lab.lab.delete('/v2/users/me/apps/lab')).status).toBe(200);
    expect(await lab.ended(jobId)).toMatchObject({ status: 'stopped' });
    const { repaired } = await reconcile(account.host('reconcile'));

    expect(repaired).toEqual(['app lab: deleted']);
    await lab.isGone(kind, id);
    expect(await ofKind()).toMatchObject([{ endReason: 'stopped' }]);
    expect((await budget()).heldMicros).toBe(0);
  });

  test('goes with its version, once it is settled and billed', async () => {
    const { jobId, id } = await lab.start(kind);
    await lab.startedJob(jobId);
    await lab.deleteVersion();

    await lab.isGone(kind, id);

    expect(await ofKind()).toMatchObject([{ endReason: 'stopped' }]);
    expect((await budget()).heldMicros).toBe(0);
  });
});

interface Channel {
  readonly ChannelName: string;
  readonly DataSource: { readonly S3DataSource: { readonly S3Uri: string } };
}

describe('an evaluation whose id is used again', () => {
  let lab: InferenceLab;
  beforeEach(async () => {
    lab = await modelArtifactLab();
  });
  afterEach(() => lab.account.close());

  const ask = (...ids: string[]) => {
    const model = { id: 'reader', model_version: { id: lab.versionId } };
    const ground_truth_dataset = { id: 'more', version: { id: 'more-1' } };
    return lab.lab.post('/evaluations', {
      eval_metrics: ids.map((id) => ({ id, model, ground_truth_dataset })),
    });
  };
  const jobOf = async (id: string) =>
    (await lab.lab.must('GET', `/evaluations/${id}`)).eval_metrics.extended_metrics.user_metrics
      .deeptune.job;

  test('is not touched by a late step of the one that had it before', async () => {
    await ask('same');
    const { id: first } = await jobOf('same');
    await lab.startedJob(first);
    await lab.complete(first, 10);
    await lab.lab.must('DELETE', '/evaluations/same');
    await ask('same');
    const { id: second } = await jobOf('same');
    await lab.startedJob(second);
    const ids = { ...scope, modelId: 'reader', versionId: lab.versionId };
    const late = initialState({ ...ids, kind: 'evaluate', jobId: first, recordId: 'same' });

    await settle({ ...late, outcome: 'verified' }, lab.account.host('settle'));

    expect((await jobOf('same')).status).toBe('running');
    expect(second).not.toBe(first);
  });

  test('several are started, or none', async () => {
    expect((await ask('a', 'b', 'a')).status).toBe(409);
    await ask('b');
    expect((await ask('a', 'b')).status).toBe(409);

    expect((await lab.lab.get('/evaluations/a')).status).toBe(404);
  });
});
