import { changeLimit } from '../../../core/billing/budget/change-limit.ts';
import { readBudgetState } from '../../../core/billing/budget/budget-views.ts';
import type { BudgetTarget } from '../../../core/billing/budget/target.ts';
import { listHolds } from '../../../core/billing/hold.ts';
import { carryOutLimit } from '../../../core/job/budget-stop/carry-out.ts';
import { stoppedJobs } from '../../../core/job/budget-stop/stopped-job.ts';
import { startTraining } from '../../../core/job/request/start-training.ts';
import { stopTraining } from '../../../core/job/request/stop-training.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';
import { stopReasonOf } from '../../../core/model/model-version.ts';
import { getVersion, listVersions } from '../../../core/model/version-store.ts';
import { reconcile } from '../../../core/recovery/reconcile.ts';
import { keys } from '../../../core/records/keys.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import { quickened } from '../../differential/quickened.ts';
import { until } from '../../until.ts';
import { Account, interpreted, scope } from '../account.ts';
import { makeReader, modelId, order } from '../reader.ts';
import { arrive } from './arrive.ts';

let account: Account;
const host = () => account.host('api');
/** What serves budgets has permissions of its own. */
const billing = () => account.host('billing');
const ref = (versionId: string) => ({ scope, modelId, versionId });
const version = async (id: string) => (await getVersion(host().table, ref(id))).value;
const target: BudgetTarget = { level: 'app', ...scope };
const by = { userId: scope.userId, isOperator: false };

beforeEach(async () => {
  account = new Account({
    workflow: (tasks) => interpreted(tasks, quickened(120)),
    settings: { maxConcurrentTrainings: 2 },
  });
  // A trainer that is told to stop keeps 30 s of work, and ends.
  account.aws.sagemaker.jobs.onStop = (job: FakeTrainingJob) =>
    void account
      .writeExport(job, 30)
      .then(() => account.endJob(job.request.TrainingJobName, { TrainingJobStatus: 'Stopped' }));
  await makeReader(host());
});
afterEach(() => account.close());

const ended = (id: string) =>
  until(10, async () => {
    const value = await version(id);
    return ['stopped', 'trained', 'failed'].includes(value.status) ? value : undefined;
  });

async function limitTo(monthMicros: number | undefined) {
  const limit =
    monthMicros === undefined ? {} : { limit: { atLimit: 'stop', monthMicros } as const };
  await changeLimit({ target, ...limit, by }, billing());
}

const taken = async () => (await readBudgetState(target, host().now(), host())).counter.value;
const childrenOf = async (id: string) =>
  (await listVersions(host().table, scope, modelId)).filter(
    (each) => 'training' in each && each.training.parent?.versionId === id,
  );
const events = () =>
  account.aws.eventbridge.events
    .filter(({ DetailType }) => DetailType.startsWith('budget.'))
    .map(
      ({ DetailType, Detail }) =>
        [DetailType, JSON.parse(Detail) as Record<string, unknown>] as const,
    );

describe('a budget that is lowered below what is spent and held', () => {
  test('stops what waits and the newest, lets the rest run, and has them go on once it is raised', async () => {
    const [first, second, third] = [
      await arrive(account),
      await arrive(account),
      await arrive(account),
    ];
    const [{ amountMicros: oneHold } = { amountMicros: 0 }] = await listHolds(
      host().table,
      scope.userId,
    );
    // Room for one, and for what the other will have been charged.
    const lowered = Math.floor(oneHold * 1.9);

    await limitTo(lowered);
    const done = await carryOutLimit(target, billing());

    // The one that waits has cost nothing, then the one that was admitted last.
    expect(done).toEqual({ stopped: [third, second], resumed: [], isPending: true });
    const [stoppedSecond, stoppedThird] = [await ended(second), await ended(third)];
    expect([stoppedSecond.status, stoppedThird.status, (await version(first)).status]).toEqual([
      'stopped',
      'stopped',
      'training',
    ]);
    expect(stopReasonOf(stoppedSecond)).toMatchObject({
      code: 'budget-stopped',
      budgetId: `app:${scope.appId}`,
      message: expect.stringContaining(`The budget of app '${scope.appId}'`) as string,
    });
    expect((stoppedSecond as ModelVersion & { metrics?: object }).metrics).toBeDefined();
    expect((await listHolds(host().table, scope.userId)).map(({ versionId }) => versionId)).toEqual(
      [first],
    );

    // Nothing goes on while it is not raised, however often somebody looks.
    await reconcile(account.host('reconcile'));
    await limitTo(lowered);
    await carryOutLimit(target, billing());
    expect(await childrenOf(second)).toEqual([]);

    await limitTo(lowered * 10);
    const raised = await carryOutLimit(target, billing());
    expect(raised).toEqual({ stopped: [], resumed: [second, third], isPending: false });
    await carryOutLimit(target, billing());
    await reconcile(account.host('reconcile'));

    const children = await childrenOf(second);
    expect(children).toHaveLength(1);
    expect(await stoppedJobs(target, host().table)).toEqual([]);
    // The third had kept nothing: it is asked for as it was.
    expect(await listVersions(host().table, scope, modelId)).toHaveLength(5);
    const told = events().map(([type, { jobId }]) => [type, jobId]);
    for (const id of [second, third]) {
      expect(told.filter(([type, of]) => type === 'budget.stopped' && of === id)).toHaveLength(1);
      expect(told.filter(([type, of]) => type === 'budget.resumed' && of === id)).toHaveLength(1);
    }
  });

  test('where whoever lowered it died before anything stopped, the reconciler stops it', async () => {
    const first = await arrive(account);
    await limitTo(1);

    await reconcile(account.host('reconcile'));

    expect((await ended(first)).status).toBe('stopped');
    await reconcile(account.host('reconcile'));
    const { table } = host();
    const left = await table.query({ pk: keys.changedBudgets(), fromIndex: true });
    expect(left.items).toEqual([]);
    expect(await taken()).toMatchObject({ heldMicros: 0 });
  });

  test('what the budget still has no room for stays stopped until there is', async () => {
    const [first, second] = [await arrive(account), await arrive(account)];
    const before = await taken();
    await limitTo(1);
    await carryOutLimit(target, billing());
    await Promise.all([ended(first), ended(second)]);

    // Room for one of them.
    await limitTo((await taken()).postedMicros + before.heldMicros / 2);
    const once = await carryOutLimit(target, billing());
    expect(once.resumed).toEqual([first]);
    expect((await stoppedJobs(target, host().table)).map(({ jobId }) => jobId)).toEqual([second]);

    // Taken away, it limits nothing.
    await limitTo(undefined);
    const twice = await carryOutLimit(target, billing());
    expect(twice.resumed).toEqual([second]);
    expect(
      await host().table.get(keys.budgetLimit(`user#${scope.userId}`, `app:${scope.appId}`)),
    ).toBeUndefined();
  });

  test('one that its user resumed himself does not go on twice, and one that he stopped stays stopped', async () => {
    const [first, second] = [await arrive(account), await arrive(account)];
    await stopTraining(ref(first), host());
    await limitTo(1);
    expect((await carryOutLimit(target, billing())).stopped).toEqual([second]);
    await Promise.all([ended(first), ended(second)]);
    const resumeFrom = { scope, modelId, versionId: second };
    await limitTo(100_000_000);
    await startTraining({ order: { ...order, resumeFrom }, requestHash: 'r' }, host());

    expect((await carryOutLimit(target, billing())).resumed).toEqual([]);

    expect(await childrenOf(second)).toHaveLength(1);
    expect(await childrenOf(first)).toEqual([]);
  });
});
