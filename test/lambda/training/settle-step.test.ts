import { findHold, listHolds } from '../../../core/billing/hold.ts';
import { listUsage } from '../../../core/billing/usage/usage-record.ts';
import { stopTraining } from '../../../core/job/request/stop-training.ts';
import { jobResult } from '../../../core/job/ends/job-result.ts';
import { listEntries } from '../../../core/job/queue/queue.ts';
import { keys } from '../../../core/records/keys.ts';
import { toData } from '../../../core/records/records.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import { scope } from '../account.ts';
import { StepsByHand } from './steps-by-hand.ts';

describe('the step Settle', () => {
  let steps: StepsByHand;
  beforeEach(async () => {
    steps = await StepsByHand.make();
  });
  afterEach(() => steps.account.close());

  const table = () => steps.account.host('api').table;
  const holds = () => listHolds(table(), scope.userId);
  const usage = async (period: string) => listUsage(table(), scope.userId, period);
  const thisMonth = () => usage(new Date().toISOString().slice(0, 7));
  const stop = () => stopTraining(steps.ref, steps.account.host('api'));
  const nameOf = (job: FakeTrainingJob) => job.request.TrainingJobName as string;

  test('a stop that comes when the artifact is verified leaves a trained model, and its bill', async () => {
    const job = await steps.running();
    await steps.ends(job, {});
    await steps.verified();
    await stop();

    expect(await steps.settle()).toMatchObject({ outcome: 'promoted' });

    expect(await thisMonth()).toMatchObject([{ endReason: 'trained', billableSeconds: 90 }]);
  });

  test('repeated, it charges once, and tells again what may not have been told', async () => {
    const job = await steps.running();
    await steps.ends(job, {});
    await steps.verified();
    const once = await steps.settle();

    expect(await steps.settle()).toEqual(once);

    expect(await thisMonth()).toHaveLength(1);
    expect(steps.told().filter((type) => type === 'model-version.trained')).toHaveLength(2);
    expect(await holds()).toEqual([]);
  });

  test.each(['InProgress', 'Stopping'] as const)(
    'a job that is %s is told to stop and waited for: nothing is settled of it yet',
    async (TrainingJobStatus) => {
      const job = await steps.running();
      steps.account.aws.sagemaker.jobs.move(nameOf(job), { TrainingJobStatus });

      await expect(steps.settle({ outcome: 'stopped' })).rejects.toMatchObject({
        code: 'conflict',
      });

      expect(job.TrainingJobStatus).toBe('Stopping');
      expect(await holds()).toHaveLength(1);
      expect(await thisMonth()).toEqual([]);
    },
  );

  test('what is billed of a job is waited for, ten minutes long', async () => {
    const job = await steps.running();
    await steps.ends(job, {});
    delete job.BillableTimeInSeconds;
    await steps.verified();

    await expect(steps.settle()).rejects.toThrow('is not known yet');
    expect(await thisMonth()).toEqual([]);

    steps.now = new Date(Date.now() + 660_000).toISOString();
    await steps.settle();
    expect(await thisMonth()).toMatchObject([{ billableSeconds: 90 }]);
  });

  test('a job counts in the month in which its money was set aside, whenever it ends', async () => {
    steps.now = '2026-10-31T23:59:30.000Z';
    const job = await steps.running();
    steps.now = '2026-11-01T00:10:00.000Z';
    await steps.ends(job, {});
    await steps.verified();
    await steps.settle();

    expect(await usage('2026-10')).toMatchObject([{ period: '2026-10', billableSeconds: 90 }]);
    expect(await usage('2026-11')).toEqual([]);
    const october = await table().get(keys.budget(scope.userId, '2026-10'));
    expect(october?.data).toMatchObject({ heldMicros: 0, postedMicros: 100_000 });
    expect(await table().get(keys.budget(scope.userId, '2026-11'))).toBeUndefined();
  });

  test('no bill is above what is held, whatever the reservation says', async () => {
    const job = await steps.running();
    await steps.ends(job, {}, 100_000);
    await steps.verified();
    const hold = (await findHold(table(), scope.userId, steps.state.versionId))!.value;

    await steps.settle();

    expect(await thisMonth()).toMatchObject([
      { billableSeconds: 100_000, amountMicros: hold.amountMicros },
    ]);
  });

  test('of an end that nobody foresaw nothing is charged, and the hold stays for an operator; it takes no place', async () => {
    await steps.account.close();
    steps = await StepsByHand.make({ maxConcurrentTrainings: 1 });
    const job = await steps.running();
    await steps.ends(job, { SecondaryStatus: 'SomethingNew' });
    const ran = await steps.account.host('settle').jobs.describe(nameOf(job));
    const { outcome, failure } = jobResult(ran!, 1);

    await steps.settle({ outcome, failure });

    expect(await holds()).toMatchObject([{ review: true }]);
    expect(await thisMonth()).toEqual([]);
    expect(steps.told()).toContain('hold.needs-review');
    await steps.ask();
    expect(await steps.admitted()).toMatchObject({ outcome: 'admitted' });
  });

  test('a job that waits and is stopped leaves the queue', async () => {
    for (let running = 0; running < 3; running += 1) {
      await steps.admitted();
      await steps.ask();
    }
    expect(await steps.admitted()).toMatchObject({ outcome: 'wait' });
    expect(await listEntries(table(), scope.userId)).toHaveLength(1);
    await stop();

    await steps.settle({ outcome: 'stopped' });

    expect(await listEntries(table(), scope.userId)).toEqual([]);
  });

  test('of a job whose record is gone the hold is given back, once its training job has ended', async () => {
    const job = await steps.running();
    const { versionId } = steps.state;
    await table().write([{ delete: keys.version(scope, steps.ref.modelId, versionId) }]);

    await expect(steps.settle()).rejects.toMatchObject({ code: 'conflict' });
    expect(job.TrainingJobStatus).toBe('Stopping');
    expect(await holds()).toHaveLength(1);

    await steps.ends(job, { TrainingJobStatus: 'Stopped', SecondaryStatus: 'Stopped' });
    expect(await steps.settle()).toMatchObject({ outcome: 'stopped' });
    expect(await holds()).toEqual([]);
    expect(await thisMonth()).toEqual([]);
  });

  test('a hold of less than the reservation, as under a maximum that several share, is all that is billed', async () => {
    const job = await steps.running();
    const { value, rev } = (await findHold(table(), scope.userId, steps.state.versionId))!;
    const key = keys.hold(scope.userId, value.versionId);
    const put = { ...key, data: toData({ ...value, amountMicros: 5 }) };
    await table().write([{ put, if: { rev } }]);
    await steps.ends(job, {});
    await steps.verified();

    await steps.settle();

    expect(await thisMonth()).toMatchObject([{ amountMicros: 5, maxAmountMicros: 5 }]);
  });
});
