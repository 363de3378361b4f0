import { newestGradedEstimates } from '../../../core/estimate/graded/graded-estimate-store.ts';
import { toData } from '../../../core/records/records.ts';
import { graded as gradedJob } from '../../core/estimate/report/graded.ts';
import { stopTraining } from '../../../core/job/request/stop-training.ts';
import { settle } from '../../../core/job/steps/settle.ts';
import { initialState } from '../../../core/job/workflow/state.ts';
import { isSettled } from '../../../core/model/model-version.ts';
import type { SettledVersion } from '../../../core/model/model-version.ts';
import { getVersion, versionWrite } from '../../../core/model/version-store.ts';
import { omit } from '../../../core/json.ts';
import { keys } from '../../../core/records/keys.ts';
import { jobKeys, objectKeys } from '../../../core/records/object-keys.ts';
import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import { reconcile } from '../../../core/recovery/reconcile.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import { until } from '../../until.ts';
import { Account, scope } from '../account.ts';
import { phaseSpan as span } from '../measured-attempt.ts';
import { makeReader, modelId, startReader } from '../reader.ts';

describe('the graded estimate of a training', () => {
  let account: Account;

  beforeEach(async () => {
    account = new Account();
    await makeReader(account.host('api'));
  });
  afterEach(() => account.close());

  const nameOf = ({ request }: FakeTrainingJob) => request.TrainingJobName;
  const graded = () => newestGradedEstimates(account.host('api').table, scope.userId);

  async function settledOf(versionId: string): Promise<SettledVersion> {
    const { table } = account.host('api');
    return until(10, async () => {
      const { value } = await getVersion(table, { scope, modelId, versionId });
      return isSettled(value) ? value : undefined;
    });
  }

  const attempt = (startedAt: number, more: object = {}) => ({
    trainingJobName: 'ft-x-a1',
    startedAt: new Date(startedAt * 1000).toISOString(),
    end: 'completed',
    seconds: 40,
    phases: { setup: span(8), steps: span(30), saving: span(2) },
    epochs: 10,
    device: { cores: 4 },
    ...more,
  });

  const stages = (from: number) => [
    { Status: 'Starting', StartTime: from, EndTime: from + 90 },
    {
      Status: 'Downloading',
      StatusMessage: 'Downloading the training image',
      StartTime: from + 90,
      EndTime: from + 290,
    },
    { Status: 'Training', StartTime: from + 290, EndTime: from + 335 },
    { Status: 'Uploading', StartTime: from + 335, EndTime: from + 350 },
  ];

  test('has the phases of the trainer and those of SageMaker around it, beside the promise', async () => {
    const from = Math.floor(Date.now() / 1000) - 400;
    account.container = async (job) => {
      await account.writeExport(job, 30);
      await account.writeTimes(job, [attempt(from + 293)]);
      await account.endJob(nameOf(job), {
        TrainingJobStatus: 'Completed',
        SecondaryStatusTransitions: stages(from),
      });
    };

    const { id } = await startReader(account.host('api'));
    const version = await settledOf(id);

    const { promised, planned } = version.reservation;
    const download = promised!.phases.download!.p50;
    expect(await graded()).toEqual([
      {
        ...{ jobId: id, attempts: 1, appId: scope.appId, modelId, versionId: id },
        ...{ instanceType: 'ml.g5.xlarge', deviceId: 'A10G', end: 'completed' },
        endedAt: version.settlement.completedAt,
        ...{ promised, planned, done: planned },
        phases: {
          wait: { seconds: 90 },
          pull: { seconds: expect.closeTo(203 - download, 2) },
          download: { seconds: expect.closeTo(download, 2) },
          setup: { seconds: 8, workSeconds: 12 },
          steps: { seconds: 30, workSeconds: 45 },
          saving: { seconds: 17, workSeconds: 3 },
        },
        seconds: expect.closeTo(90 + 203 + 40 + 15, 2),
        amountMicros: version.settlement.amountMicros,
        ...{ inputCount: 16, epochs: 10 },
      },
    ]);
    expect(JSON.stringify(await graded()).length).toBeLessThan(4_000);
  });

  test('of one that was stopped has what it did until then', async () => {
    account.aws.sagemaker.jobs.onStop = (job) =>
      void account
        .writeTimes(job, [attempt(1, { end: 'stopped', epochs: 2.5 })])
        .then(() => account.writeExport(job, 30))
        .then(() => account.endJob(nameOf(job), { TrainingJobStatus: 'Stopped' }));
    const started = new Promise<void>((resolve) => {
      account.container = () => resolve();
    });
    const { id } = await startReader(account.host('api'));
    await started;

    await stopTraining({ scope, modelId, versionId: id }, account.host('api'));
    await settledOf(id);

    const [only, ...others] = await graded();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ end: 'stopped', epochs: 2.5 });
    const share = only!.done.phases.steps!.operations / only!.planned.phases.steps!.operations;
    expect(share).toBeCloseTo(0.25);
    expect(only!.done.phases.setup).toEqual(only!.planned.phases.setup);
  });

  test('of one that failed is kept too, with what was measured', async () => {
    account.container = async (job) => {
      const cut = { end: 'failed', epochs: 0, seconds: 8, phases: { setup: span(8) } };
      await account.writeTimes(job, [attempt(1, cut)]);
      await account.endJob(nameOf(job), {
        TrainingJobStatus: 'Failed',
        FailureReason:
          'AlgorithmError: {"code":"training-diverged","fault":"user","message":"because"}, exit code: 2',
      });
    };

    await settledOf((await startReader(account.host('api'))).id);

    expect(await graded()).toMatchObject([
      { end: 'failed', phases: { setup: { seconds: 8 } }, seconds: 8, epochs: 0 },
    ]);
  });

  test.each<[string, Uint8Array]>([
    ['is torn', new TextEncoder().encode('{"schemaVersion":1,"att')],
    ['is empty', new Uint8Array()],
    ['is huge', new Uint8Array(2_000_000).fill(32)],
    [
      "is another job's",
      new TextEncoder().encode(
        JSON.stringify({
          schemaVersion: 1,
          attempts: [
            {
              trainingJobName: `ft-${'0'.repeat(32)}-a1`,
              ...{ startedAt: '2026-11-29T12:00:00Z', end: 'completed', seconds: 9_000 },
              phases: { steps: { seconds: 9_000, workSeconds: 9_000 } },
            },
          ],
        }),
      ),
    ],
  ])('of one whose times.json %s is settled and charged, and not graded by it', async (_, file) => {
    account.container = async (job) => {
      await account.writeExport(job, 30);
      const { jobId = '' } = parseTrainingJobName(nameOf(job)) ?? {};
      const key = jobKeys.times(objectKeys.versionPrefix(scope, jobId));
      await account.host('api').objects.put(key, file);
      await account.endJob(nameOf(job), { TrainingJobStatus: 'Completed' });
    };

    const { settlement } = await settledOf((await startReader(account.host('api'))).id);

    expect(settlement.billableSeconds).toBe(30);
    expect(await graded()).toMatchObject([{ end: 'completed', phases: {}, seconds: 0 }]);
  });

  test('of one that was interrupted adds up its attempts', async () => {
    account.container = async (job) => {
      if (nameOf(job).endsWith('-a1'))
        return account.endJob(nameOf(job), {
          TrainingJobStatus: 'Failed',
          SecondaryStatus: 'Interrupted',
          FailureReason: 'reclaimed',
        });
      await account.writeExport(job, 30);
      const cut = {
        end: 'running',
        epochs: 4,
        seconds: 20,
        phases: { setup: span(8), steps: span(12) },
      };
      await account.writeTimes(job, [attempt(1, cut), attempt(100, { epochs: 6 })]);
      await account.endJob(nameOf(job), { TrainingJobStatus: 'Completed' });
    };

    await settledOf((await startReader(account.host('api'))).id);

    expect(await graded()).toMatchObject([
      {
        // What its process still did when the trainer had written its last time is saving.
        ...{ attempts: 2, end: 'completed', epochs: 10, seconds: 16 + 42 + 82 },
        phases: { setup: { seconds: 16 }, steps: { seconds: 42 }, saving: { seconds: 82 } },
      },
    ]);
  });

  test('is written once, however often Settle is asked', async () => {
    account.container = async (job) => {
      await account.writeExport(job, 30);
      await account.endJob(nameOf(job), { TrainingJobStatus: 'Completed' });
    };
    const { id } = await startReader(account.host('api'));
    await settledOf(id);
    const once = await graded();

    const state = initialState({ ...scope, modelId, versionId: id });
    await settle({ ...state, outcome: 'verified' }, account.host('settle'));

    expect(once).toHaveLength(1);
    expect(once[0]!.phases).toEqual({});
    expect(await graded()).toEqual(once);
  });

  test('is written by the reconciler, where the workflow was lost', async () => {
    const started = new Promise<void>((resolve) => {
      account.container = () => resolve();
    });
    const { id } = await startReader(account.host('api'));
    await started;
    const [execution] = account.aws.stepFunctions.executions();
    account.aws.stepFunctions.end(execution!, { status: 'ABORTED', error: 'lost' });

    await reconcile(account.host('reconcile'));
    await reconcile(account.host('reconcile'));
    await settledOf(id);

    expect(await graded()).toHaveLength(1);
  });

  test.each<[string, () => Promise<string>]>([
    [
      'never began',
      async () => {
        account.aws.stepFunctions.onStart = () => undefined;
        const { id } = await startReader(account.host('api'));
        const state = initialState({ ...scope, modelId, versionId: id });
        await settle({ ...state, outcome: 'stopped' }, account.host('settle'));
        return id;
      },
    ],
    [
      'was queued by an earlier release, which promised nothing',
      async () => {
        const { table } = account.host('api');
        const run = account.aws.stepFunctions.onStart;
        account.aws.stepFunctions.onStart = (execution) => {
          const ref = { scope, modelId, versionId: execution.name };
          void getVersion(table, ref)
            .then(({ value, rev }) => {
              if (!('reservation' in value)) throw new Error('not queued');
              const { reservation } = value;
              const earlier = omit(reservation, 'promised', 'planned', 'basis', 'shown');
              return table.write([versionWrite({ ...value, reservation: earlier }, rev)]);
            })
            .then(() => run(execution));
        };
        account.container = async (job) => {
          await account.writeExport(job, 30);
          await account.endJob(nameOf(job), { TrainingJobStatus: 'Completed' });
        };
        return (await startReader(account.host('api'))).id;
      },
    ],
  ])('is not there for a training that %s', async (_, end) => {
    await settledOf(await end());

    expect(await graded()).toEqual([]);
  });

  test('newest comes first, and as many as were asked for', async () => {
    const { table } = account.host('api');
    const at = (minute: number) => `2026-11-29T12:0${minute}:00.000Z`;
    for (const minute of [2, 1, 3]) {
      const key = keys.gradedEstimate(scope.userId, { endedAt: at(minute), jobId: `j${minute}` });
      const job = gradedJob({ id: `j${minute}`, minute });
      await table.write([{ put: { ...key, data: toData(job) } }]);
    }

    const ids = (found: readonly { readonly jobId: string }[]) => found.map(({ jobId }) => jobId);
    expect(ids(await graded())).toEqual(['j3', 'j2', 'j1']);
    const slice = { skip: 1, count: 1 };
    expect(ids(await newestGradedEstimates(table, scope.userId, slice))).toEqual(['j2']);
    expect(await newestGradedEstimates(table, 'another', slice)).toEqual([]);
  });
});
