import { readBudget } from '../../../core/billing/budget/budget.ts';
import { listHolds } from '../../../core/billing/hold.ts';
import { listUsage } from '../../../core/billing/usage/usage-record.ts';
import { periodOf } from '../../../core/records/keys.ts';
import { estimateRequested } from '../../../core/job/request/estimate-training.ts';
import { reconcile } from '../../../core/recovery/reconcile.ts';
import { startTraining } from '../../../core/job/request/start-training.ts';
import { stopTraining } from '../../../core/job/request/stop-training.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';
import { isSettled } from '../../../core/model/model-version.ts';
import { getVersion, listVersions } from '../../../core/model/version-store.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import { Account, scope } from '../account.ts';
import { makeReader, modelId, order, pretrainedOrder, startReader } from '../reader.ts';

const reason = (code: string, fault: string) =>
  `AlgorithmError: {"code":"${code}","fault":"${fault}","message":"because"}, exit code: 1`;

describe('one training on the AWS host', () => {
  let account: Account;

  beforeEach(async () => {
    account = new Account();
    await makeReader(account.host('api'));
  });

  afterEach(() => account.close());

  const start = () => startReader(account.host('api'));
  const refOf = (version: ModelVersion) => ({ scope, modelId, versionId: version.id });
  const now = (version: ModelVersion) =>
    getVersion(account.host('api').table, refOf(version)).then(({ value }) => value);

  async function settledOf(version: ModelVersion): Promise<ModelVersion> {
    for (let tries = 0; tries < 2_000; tries += 1) {
      const value = await now(version);
      if (isSettled(value)) return value;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`not settled: ${JSON.stringify(await now(version))}`);
  }

  async function expectBooks(version: ModelVersion, usage: object[]): Promise<void> {
    const { table } = account.host('api');
    const period = periodOf(version.createdAt);
    expect(await listUsage(table, scope.userId, period)).toMatchObject(usage);
    expect(await listHolds(table, scope.userId)).toEqual([]);
    const { value } = await readBudget(table, scope.userId, period);
    expect(value.heldMicros).toBe(0);
    expect(value.postedMicros).toBe(
      (await listUsage(table, scope.userId, period)).reduce(
        (sum, { amountMicros }) => sum + amountMicros,
        0,
      ),
    );
    expect(
      account.aws.sagemaker.jobs.all().filter((job) => job.TrainingJobStatus === 'InProgress'),
    ).toEqual([]);
  }

  test('what no A10G can hold is refused before anything is reserved or written', async () => {
    const params = {
      template: 'HuggingFace_AdvancedConfig',
      model_config: { pretrained_model_name_or_path: 'mistralai/Mistral-7B-v0.1' },
    };
    const host = account.host('api');
    const refused = expect.objectContaining({ code: 'training-does-not-fit', fault: 'user' });

    await expect(
      startTraining({ order: { ...order, params }, requestHash: 'r' }, host),
    ).rejects.toEqual(refused);
    const estimated = estimateRequested({ scope, modelId, params, estimatedInputCount: 9 }, host);
    await expect(estimated).rejects.toEqual(refused);

    expect(await listVersions(host.table, scope, modelId)).toEqual([]);
    expect(await listHolds(host.table, scope.userId)).toEqual([]);
  });

  const nameOf = (job: FakeTrainingJob): string => job.request.TrainingJobName;
  const succeed = async (job: FakeTrainingJob) => {
    await account.writeExport(job, 90);
    await account.endJob(nameOf(job), { TrainingJobStatus: 'Completed' });
  };

  test('ends trained: one job as asked for, one usage record, no hold', async () => {
    account.container = succeed;

    const version = await settledOf(await start());

    expect(version).toMatchObject({ status: 'trained', metrics: { heldOut: { accuracy: 0.9 } } });
    await expectBooks(version, [
      {
        trainingJobName: `ft-${version.id}-a1`,
        endReason: 'trained',
        jobSeconds: 120,
        durableSeconds: 90,
        billableSeconds: 90,
        amountMicros: 100_000,
      },
    ]);
    const [job] = account.aws.sagemaker.jobs.all();
    expect(job?.request).toMatchObject({
      TrainingJobName: `ft-${version.id}-a1`,
      EnableManagedSpotTraining: true,
      EnableNetworkIsolation: true,
      ResourceConfig: { InstanceType: 'ml.g5.xlarge' },
      StoppingCondition: {
        MaxRuntimeInSeconds: 'reservation' in version ? version.reservation.maxRuntimeSeconds : 0,
      },
    });
  });

  test('a second start under the same idempotency key, at once or later, answers the first version', async () => {
    account.container = succeed;
    const [one, two] = await Promise.all([start(), start()]);
    await settledOf(one);

    expect(two.id).toBe(one.id);
    expect((await start()).id).toBe(one.id);
    expect(account.aws.sagemaker.jobs.all()).toHaveLength(1);
  });

  test.each([
    [
      "the user's fault: failed at once, charged for what a checkpoint keeps",
      reason('training-diverged', 'user'),
      1,
      'failed-user',
    ],
    [
      'our fault, which would be the same again: failed at once, charged nothing',
      reason('unexpected-error', 'platform'),
      1,
      'failed-platform',
    ],
    [
      'inputs that arrived broken: tried four times, charged nothing',
      reason('dataset-object-corrupt', 'platform'),
      4,
      'failed-platform',
    ],
  ])('%s', async (_, FailureReason, attempts, endReason) => {
    account.container = (job) =>
      account.endJob(nameOf(job), { TrainingJobStatus: 'Failed', FailureReason });

    const version = await settledOf(await start());

    expect(version).toMatchObject({ status: 'failed', failure: { message: 'because' } });
    expect(account.aws.sagemaker.jobs.all().map(nameOf)).toEqual(
      Array.from({ length: attempts }, (_value, index) => `ft-${version.id}-a${index + 1}`),
    );
    await expectBooks(version, [{ endReason, amountMicros: 0 }]);
  });

  test("the user's data ended it before any checkpoint: charged for what it ran", async () => {
    const FailureReason =
      'AlgorithmError: {"code": "invalid-data-tolerance-exceeded", "fault": "user", "seconds": 35.2, "message": "12 of 16"}, exit code: 2';
    account.container = (job) =>
      account.endJob(nameOf(job), { TrainingJobStatus: 'Failed', FailureReason });

    const version = await settledOf(await start());

    expect(version).toMatchObject({ status: 'failed', failure: { message: '12 of 16' } });
    await expectBooks(version, [
      {
        endReason: 'failed-user',
        durableSeconds: 0,
        consumedSeconds: 35.2,
        billableSeconds: 36,
        amountMicros: 40_000,
      },
    ]);
  });

  test('reclaimed twice: the third attempt runs on demand and is billed once for the whole', async () => {
    account.container = async (job) => {
      if (nameOf(job).endsWith('-a3')) return succeed(job);
      await account.endJob(nameOf(job), {
        TrainingJobStatus: 'Failed',
        SecondaryStatus: 'Interrupted',
        FailureReason: 'reclaimed',
      });
    };

    const version = await settledOf(await start());

    expect(version.status).toBe('trained');
    const isSpot = account.aws.sagemaker.jobs
      .all()
      .map(({ request }) => request.EnableManagedSpotTraining ?? false);
    expect(isSpot).toEqual([true, true, false]);
    await expectBooks(version, [{ trainingJobName: `ft-${version.id}-a3`, billableSeconds: 90 }]);
  });

  test('the reply to CreateTrainingJob is lost: the job is adopted, not started twice, not orphaned', async () => {
    account.container = succeed;
    account.aws.faultOnce('sagemaker', 'CreateTrainingJob', 'committed-reply-lost');

    const version = await settledOf(await start());

    expect(version.status).toBe('trained');
    expect(account.aws.sagemaker.jobs.all()).toHaveLength(1);
    await expectBooks(version, [{ endReason: 'trained' }]);
  });

  describe('the base model is not staged', () => {
    const hubId = 'packaged/minilm';
    const startPretrained = () => startReader(account.host('api'), pretrainedOrder);
    const stage = `deeptune stage-model ${hubId}`;

    test('the order is refused with the command that stages it, and leaves nothing behind', async () => {
      account.stageBaseModel(hubId, false);
      const before = account.aws.dynamodb.dump();

      const refusal = await startPretrained().catch((error: unknown) => error);

      expect(refusal).toMatchObject({
        code: 'base-model-not-staged',
        fault: 'user',
        message: expect.stringContaining(stage),
      });
      expect(account.aws.dynamodb.dump()).toEqual(before);
      expect(account.aws.stepFunctions.executions()).toEqual([]);
    });

    test('it went away after the order: failed before money is held, no job, no retry', async () => {
      const run = account.aws.stepFunctions.onStart;
      account.aws.stepFunctions.onStart = (execution) => {
        account.stageBaseModel(hubId, false);
        run(execution);
      };

      const version = await settledOf(await startPretrained());

      expect(version).toMatchObject({
        status: 'failed',
        failure: { code: 'base-model-not-staged', message: expect.stringContaining(stage) },
      });
      expect(account.aws.sagemaker.jobs.all()).toEqual([]);
      await expectBooks(version, []);
    });

    test('a version that is trained further needs none', async () => {
      account.container = succeed;
      const parent = await settledOf(await startPretrained());
      account.stageBaseModel(hubId, false);
      const resumeFrom = { scope, modelId, versionId: parent.id };

      const child = await startTraining(
        { order: { ...pretrainedOrder, resumeFrom }, requestHash: 'r2', idempotencyKey: 'k2' },
        account.host('api'),
      );

      expect((await settledOf(child)).status).toBe('trained');
    });
  });

  test('no quota: no job, no charge, and the reason says so', async () => {
    account.aws.sagemaker.jobs.withoutQuota.add('ml.g5.xlarge');

    const version = await settledOf(await start());

    expect(version).toMatchObject({ status: 'failed', failure: { code: 'capacity-unavailable' } });
    await expectBooks(version, [{ endReason: 'failed-platform', amountMicros: 0 }]);
  });

  test('the event of its end is lost: the reconciler finds it', async () => {
    account.deliversEvents = false;
    const ended = new Promise<void>((resolve) => {
      account.container = async (job) => {
        await succeed(job);
        resolve();
      };
    });
    const version = await start();
    await ended;

    await reconcile(account.host('reconcile'));

    expect((await settledOf(version)).status).toBe('trained');
  });

  test('the workflow is lost with its job running: the reconciler stops the job, then settles it, charging nothing for our fault', async () => {
    const started = new Promise<void>((resolve) => {
      account.container = () => resolve();
    });
    const version = await start();
    await started;
    const [execution] = account.aws.stepFunctions.executions();
    if (execution) account.aws.stepFunctions.end(execution, { status: 'ABORTED', error: 'lost' });

    const first = await reconcile(account.host('reconcile'));
    expect(first.repaired[0]).toMatch(/told to stop/);
    await reconcile(account.host('reconcile'));

    const settled = await now(version);
    expect(isSettled(settled)).toBe(true);
    await expectBooks(settled, [{ amountMicros: 0 }]);
  });

  test('a stop while the job runs: the job is told, and what was learnt is kept and charged', async () => {
    account.aws.sagemaker.jobs.onStop = (job) =>
      void account
        .writeExport(job, 30)
        .then(() => account.endJob(nameOf(job), { TrainingJobStatus: 'Stopped' }));
    const started = new Promise<void>((resolve) => {
      account.container = () => resolve();
    });
    const version = await start();
    await started;

    await stopTraining(refOf(version), account.host('api'));

    const settled = await settledOf(version);
    expect(settled.status).toBe('stopped');
    await expectBooks(settled, [{ endReason: 'stopped', billableSeconds: 30 }]);
  });

  /**
   * When the stop is stored: before the workflow starts, while it prepares, as soon as money is
   * held (whether Train has begun or not).
   */
  const moments: [string, (ref: ReturnType<typeof refOf>) => Promise<boolean>][] = [
    ['before Prepare', async () => true],
    [
      'during Prepare',
      async () => account.aws.calls.some(({ operation }) => operation === 'PutObject'),
    ],
    [
      'after Admit',
      async () => (await listHolds(account.host('api').table, scope.userId)).length > 0,
    ],
  ];

  test.each(moments)('a stop %s: no job runs on, nothing is held or charged', async (_, isDue) => {
    const { stepFunctions } = account.aws;
    const run = stepFunctions.onStart;
    const stopped = new Promise<void>((resolve, reject) => {
      stepFunctions.onStart = (execution) => {
        const ref = { scope, modelId, versionId: execution.name };
        const isFirst = isDue === moments[0]?.[1];
        if (!isFirst) run(execution);
        void stopOnce(ref, isDue)
          .then(() => isFirst && run(execution))
          .then(() => resolve(), reject);
      };
    });

    const version = await start();
    await stopped;
    const settled = await settledOf(version);

    expect(settled.status).toBe('stopped');
    const jobs = account.aws.sagemaker.jobs.all();
    expect(jobs.filter((job) => job.TrainingJobStatus === 'InProgress')).toEqual([]);
    const { table } = account.host('api');
    expect(await listHolds(table, scope.userId)).toEqual([]);
    const usage = await listUsage(table, scope.userId, periodOf(version.createdAt));
    expect(usage.reduce((sum, { amountMicros }) => sum + amountMicros, 0)).toBe(0);
  });

  async function stopOnce(
    ref: ReturnType<typeof refOf>,
    isDue: (ref: ReturnType<typeof refOf>) => Promise<boolean>,
  ): Promise<void> {
    while (!(await isDue(ref))) await new Promise((resolve) => setImmediate(resolve));
    await stopTraining(ref, account.host('api'));
  }
});
