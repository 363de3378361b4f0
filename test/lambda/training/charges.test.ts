import { createHash } from 'node:crypto';
import { jobCostOf } from '../../../core/billing/cost/job-cost.ts';
import { listHolds } from '../../../core/billing/hold.ts';
import {
  chargeHold,
  chargeMicrosOf,
  needsReview,
  voidHold,
} from '../../../core/billing/review/review.ts';
import type { ReviewedHold } from '../../../core/billing/review/review.ts';
import { listUsage } from '../../../core/billing/usage/usage-record.ts';
import type { UsageRecord } from '../../../core/billing/usage/usage-record.ts';
import { readBudget } from '../../../core/billing/budget/budget.ts';
import type { JsonObject } from '../../../core/json.ts';
import { endedAttempts } from '../../../core/job/ends/ended-attempts.ts';
import { stopTraining } from '../../../core/job/request/stop-training.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';
import { isSettled } from '../../../core/model/model-version.ts';
import { getVersion } from '../../../core/model/version-store.ts';
import { amountMicros } from '../../../core/money.ts';
import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import { periodOf } from '../../../core/records/keys.ts';
import { objectKeys } from '../../../core/records/object-keys.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import { Account, exportFiles, scope, variables } from '../account.ts';
import { makeReader, modelId, startReader } from '../reader.ts';

const ranOn = { instanceType: 'ml.g5.xlarge', instanceCount: 1, basis: 'aws' } as const;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('what a training is charged for, over its attempts', () => {
  let account: Account;

  beforeEach(async () => {
    account = new Account();
    await makeReader(account.host('api'));
  });

  afterEach(() => account.close());

  const attemptOf = (job: FakeTrainingJob) =>
    parseTrainingJobName(job.request.TrainingJobName)?.attempt ?? 0;
  const versionOf = (job: FakeTrainingJob) =>
    parseTrainingJobName(job.request.TrainingJobName)?.jobId ?? '';

  /** A checkpoint as the trainer leaves it: its manifest names no files here. */
  function keep(job: FakeTrainingJob, step: number, servedSeconds: JsonObject): void {
    const manifest = { files: [], step, trainedSeconds: servedSeconds['steps'], servedSeconds };
    const prefix = objectKeys.checkpointPrefix(scope, versionOf(job));
    const key = `${prefix}checkpoint-${step}/manifest.json`;
    account.aws.s3.plant(variables.BUCKET_NAME, key, JSON.stringify(manifest));
  }

  function exportOf(job: FakeTrainingJob, servedSeconds: JsonObject): void {
    const made = { trainedSeconds: Number(servedSeconds['steps']), servedSeconds };
    for (const [key, body] of exportFiles(versionOf(job), made, sha256))
      account.aws.s3.plant(variables.BUCKET_NAME, key, body);
  }

  const reclaim = (job: FakeTrainingJob, seconds: number, billable: number) =>
    account.endJob(job.request.TrainingJobName, {
      TrainingJobStatus: 'Failed',
      SecondaryStatus: 'Interrupted',
      TrainingTimeInSeconds: seconds,
      BillableTimeInSeconds: billable,
    });

  async function settledOf({ id }: ModelVersion): Promise<ModelVersion> {
    const ref = { scope, modelId, versionId: id };
    for (let tries = 0; tries < 1_000; tries += 1) {
      const { value } = await getVersion(account.host('api').table, ref);
      if (isSettled(value)) return value;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('not settled');
  }

  async function recordOf(version: ModelVersion): Promise<UsageRecord | undefined> {
    const { table } = account.host('api');
    const records = await listUsage(table, scope.userId, periodOf(version.createdAt));
    expect(records.length).toBeLessThanOrEqual(1);
    return records[0];
  }

  test('reclaimed twice: one set-up, nothing that was lost; what AWS charges is of all attempts', async () => {
    account.container = async (job) => {
      if (attemptOf(job) === 1) {
        keep(job, 10, { setup: 30.5, steps: 20 });
        return reclaim(job, 400, 130);
      }
      if (attemptOf(job) === 2) return reclaim(job, 300, 100);
      exportOf(job, { setup: 30.5, steps: 35, evaluation: 6.2, saving: 3 });
      await account.endJob(job.request.TrainingJobName, {
        TrainingJobStatus: 'Completed',
        TrainingTimeInSeconds: 200,
        BillableTimeInSeconds: 200,
      });
    };

    const version = await settledOf(await startReader(account.host('api')));

    const record = await recordOf(version);
    const name = (attempt: number) => `ft-${version.id}-a${attempt}`;
    const listPrice = 1_408_000;
    expect(record).toMatchObject({
      ...{ endReason: 'trained', trainingJobName: name(3), durableSeconds: 35 },
      servedSeconds: { setup: 30.5, steps: 35, evaluation: 6.2, saving: 3 },
      ...{ billableSeconds: 75, amountMicros: amountMicros(75, 4_000_000) },
      cost: {
        ...{ instanceType: 'ml.g5.xlarge', basis: 'aws', listPriceMicrosPerHour: listPrice },
        attempts: [
          { trainingJobName: name(1), isSpot: true, trainingSeconds: 400, billableSeconds: 130 },
          { trainingJobName: name(2), isSpot: true, trainingSeconds: 300, billableSeconds: 100 },
          { trainingJobName: name(3), isSpot: false, trainingSeconds: 200, billableSeconds: 200 },
        ],
        listMicros: amountMicros(900, listPrice),
        costMicros: amountMicros(430, listPrice),
        discountMicros: amountMicros(900, listPrice) - amountMicros(430, listPrice),
      },
    });
    expect(version).toMatchObject({
      settlement: { cost: { costMicros: record?.cost?.costMicros } },
    });
  });

  test.each([
    ['more than its maximum', { setup: 600, steps: 9000 }, 'Completed', undefined],
    ['our fault, whatever it kept', { setup: 30, steps: 60 }, 'Failed', 0],
  ] as const)('%s', async (_, served, TrainingJobStatus, charged) => {
    const FailureReason =
      'AlgorithmError: {"code":"unexpected-error","fault":"platform","seconds":90,"message":"x"}';
    account.container = async (job) => {
      if (TrainingJobStatus === 'Completed') exportOf(job, served);
      else keep(job, 10, served);
      await account.endJob(job.request.TrainingJobName, {
        TrainingJobStatus,
        ...(TrainingJobStatus === 'Failed' ? { FailureReason } : {}),
      });
    };

    const version = await settledOf(await startReader(account.host('api')));

    const record = await recordOf(version);
    const most = 'reservation' in version ? version.reservation.maxAmountMicros : NaN;
    expect(record?.amountMicros).toBe(charged ?? most);
    expect(record?.maxAmountMicros).toBe(most);
    if (charged === undefined) expect(record?.billableSeconds).toBe(9600);
  });

  test('stopped: what its newest checkpoint keeps, and nothing where there is none', async () => {
    const host = account.host('api');
    account.container = async (job) => {
      keep(job, 3, { setup: 12, steps: 7.5 });
      await stopTraining({ scope, modelId, versionId: versionOf(job) }, host);
    };

    const version = await settledOf(await startReader(host));

    expect(version.status).toBe('stopped');
    expect(await recordOf(version)).toMatchObject({ endReason: 'stopped', billableSeconds: 20 });
  });

  test('what SageMaker bills comes a little later: Settle asks again, for ten minutes', async () => {
    const name = await new Promise<string>((resolve) => {
      account.container = (job) => resolve(job.request.TrainingJobName);
      void startReader(account.host('api'));
    });
    const start = Date.now() / 1000 - 60;
    account.aws.sagemaker.jobs.end(name, {
      ...{ TrainingJobStatus: 'Completed', TrainingStartTime: start },
    });
    const host = account.host('settle');

    await expect(endedAttempts(name, host)).rejects.toMatchObject({ code: 'conflict' });

    const later = () => new Date(Date.now() + 601_000).toISOString();
    const unreported = await endedAttempts(name, {
      jobs: host.jobs,
      settings: host.settings,
      now: later,
    });
    expect(jobCostOf(unreported, ranOn)).toMatchObject({ unreportedAttempts: 1 });
    account.aws.sagemaker.jobs.move(name, { BillableTimeInSeconds: 77 });
    const reported = await endedAttempts(name, host);
    const cost = jobCostOf(reported, ranOn);
    expect(cost).not.toHaveProperty('unreportedAttempts');
    expect(cost?.attempts).toMatchObject([{ trainingJobName: name, billableSeconds: 77 }]);
  });

  describe('an end that nobody foresaw', () => {
    async function reviewed(): Promise<{ version: ModelVersion; hold: ReviewedHold }> {
      account.container = async (job) => {
        keep(job, 3, { setup: 12, steps: 30 });
        await account.endJob(job.request.TrainingJobName, {
          TrainingJobStatus: 'Stopped',
          SecondaryStatus: 'Evicted',
        });
      };
      const version = await settledOf(await startReader(account.host('api')));
      const [hold] = await listHolds(account.host('api').table, scope.userId);
      if (!hold || !needsReview(hold)) throw new Error('no hold stays');
      return { version, hold };
    }

    const budgetOf = async (version: ModelVersion) =>
      (await readBudget(account.host('api').table, scope.userId, periodOf(version.createdAt)))
        .value;

    test('nothing is charged, what was set aside stays, and an operator is told once', async () => {
      const { version, hold } = await reviewed();

      expect(version).toMatchObject({ status: 'failed', failure: { code: 'end-unknown' } });
      expect(await recordOf(version)).toBeUndefined();
      expect(await budgetOf(version)).toMatchObject({
        ...{ heldMicros: hold.amountMicros, postedMicros: 0 },
      });
      const told = account.aws.eventbridge.events.filter(
        ({ DetailType }) => DetailType === 'hold.needs-review',
      );
      expect(told.map(({ Detail }) => JSON.parse(Detail))).toMatchObject([
        { jobId: version.id, heldMicros: hold.amountMicros },
      ]);
    });

    test('given back: nothing is charged; a second time there is none', async () => {
      const { version } = await reviewed();
      const host = account.host('api');

      await voidHold(scope.userId, version.id, host);

      expect(await listHolds(host.table, scope.userId)).toEqual([]);
      expect(await recordOf(version)).toBeUndefined();
      expect(await budgetOf(version)).toMatchObject({ heldMicros: 0, postedMicros: 0 });
      await expect(voidHold(scope.userId, version.id, host)).rejects.toMatchObject({
        code: 'does-not-exist',
      });
    });

    test('charged: what was kept, or less, and never more', async () => {
      const { version, hold } = await reviewed();
      const host = account.host('api');
      const most = chargeMicrosOf(hold);
      expect(most).toBe(amountMicros(42, 4_000_000));

      const asked = { jobId: version.id, amountMicros: most + 1 };
      await expect(chargeHold(scope.userId, asked, host)).rejects.toMatchObject({
        code: 'invalid-request',
      });
      await chargeHold(scope.userId, { jobId: version.id, amountMicros: 1_000 }, host);

      expect(await recordOf(version)).toMatchObject({
        ...{ endReason: 'reviewed', billableSeconds: 42 },
        ...{ amountMicros: 1_000, maxAmountMicros: 1_000 },
      });
      expect(await budgetOf(version)).toMatchObject({ heldMicros: 0, postedMicros: 1_000 });
    });
  });
});
