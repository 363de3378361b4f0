import { newHold } from '../../core/billing/hold.ts';
import { readBooks, reserveWrites } from '../../core/billing/reserve.ts';
import { keys } from '../../core/records/keys.ts';
import { stopTraining } from '../../core/job/request/stop-training.ts';
import type { Step } from '../../core/job/workflow/definition.ts';
import type { Account } from '../lambda/account.ts';
import { scope } from '../lambda/account.ts';
import { modelId } from '../lambda/reader.ts';
import type { FakeTrainingJob } from '../wire/sagemaker/sagemaker-jobs.ts';

/** What happens around a step, each time before it runs; throwing is the step's own failure. */
export type Before = (about: {
  readonly step: Step;
  readonly account: Account;
  readonly versionId: string;
  /** How often this step was called, from 1. */
  readonly call: number;
}) => Promise<void> | void;

/** One way that a training can go. */
export interface Outcome {
  readonly name: string;
  readonly arrange?: (account: Account) => void;
  readonly before?: Before;
}

const nameOf = (job: FakeTrainingJob) => job.request.TrainingJobName;

async function succeed(job: FakeTrainingJob, account: Account): Promise<void> {
  await account.writeExport(job, 90);
  await account.endJob(nameOf(job), { TrainingJobStatus: 'Completed' });
}

const failWith = (code: string, fault: string) => (account: Account) => {
  const text = `{"code":"${code}","fault":"${fault}","message":"because"}`;
  const FailureReason = `AlgorithmError: ${text}, exit code: 1`;
  account.container = (job) =>
    account.endJob(nameOf(job), { TrainingJobStatus: 'Failed', FailureReason });
};

function reclaimOnce(account: Account): void {
  account.container = (job) =>
    nameOf(job).endsWith('-a1')
      ? account.endJob(nameOf(job), {
          TrainingJobStatus: 'Failed',
          SecondaryStatus: 'Interrupted',
          FailureReason: 'reclaimed',
        })
      : succeed(job, account);
}

const stop = (account: Account, versionId: string) =>
  stopTraining({ scope, modelId, versionId }, account.host('api'));

const stopBefore = (wanted: Step): Outcome => ({
  name: `a stop before ${wanted}`,
  before: async ({ step, account, versionId, call }) => {
    if (step === wanted && call === 1) await stop(account, versionId);
  },
});

const failing = (wanted: Step): Outcome => ({
  name: `${wanted} fails each time`,
  before: ({ step }) => {
    if (step === wanted) throw new Error(`${wanted} broke`);
  },
});

/** Money or places that others have taken since the version was queued. */
async function holdFor(
  account: Account,
  versionId: string,
  maxAmountMicros: number,
): Promise<void> {
  const host = account.host('admit');
  const hold = newHold(
    { id: versionId, appId: scope.appId, modelId },
    { maxAmountMicros, maxRuntimeSeconds: 60 },
    host.now(),
  );
  const books = await readBooks(scope.userId, hold, host);
  await host.table.write(reserveWrites(books, hold, host));
}

const budgetMicros = 50_000_000;
const others = ['other-1', 'other-2', 'other-3'];

/** As trainings of others would do it that go on while this one waits. */
const waitForSlot: Before = async ({ step, account, call }) => {
  if (step !== 'Admit') return;
  const { table } = account.host('admit');
  if (call === 1) for (const id of others) await holdFor(account, id, 1);
  if (call === 3) await table.write([{ delete: keys.hold(scope.userId, others[0] ?? '') }]);
};

/**
 * Every way that issue-like trouble can come to a training. A gate on evaluation is not among them:
 * what it measures is kept and refuses nothing.
 */
export const outcomes: readonly Outcome[] = [
  { name: 'success' },
  { name: 'the data is wrong', arrange: failWith('training-diverged', 'user') },
  { name: 'the platform fails for good', arrange: failWith('internal', 'platform') },
  {
    name: 'the inputs arrive broken four times',
    arrange: failWith('dataset-object-corrupt', 'platform'),
  },
  { name: 'spot capacity is reclaimed once', arrange: reclaimOnce },
  {
    name: 'no quota for the instance type',
    arrange: (account) => void account.aws.sagemaker.jobs.withoutQuota.add('ml.g5.xlarge'),
  },
  ...(['Prepare', 'Estimate', 'Admit', 'Train', 'VerifyArtifact', 'Settle'] as const).map(
    stopBefore,
  ),
  {
    name: 'a stop while the job runs',
    arrange: (account) => {
      account.container = async ({ request }) => {
        const [execution] = account.aws.stepFunctions.executions();
        if (request.TrainingJobName.endsWith('-a1')) await stop(account, execution?.name ?? '');
      };
    },
  },
  {
    name: 'the job never reports',
    arrange: (account) => void (account.container = () => undefined),
  },
  {
    name: 'the budget went to others meanwhile',
    before: async ({ step, account, call }) => {
      if (step === 'Admit' && call === 1) await holdFor(account, 'other', budgetMicros);
    },
  },
  { name: 'a place becomes free after two waits', before: waitForSlot },
  ...(['Prepare', 'Estimate', 'Admit', 'VerifyArtifact', 'Settle'] as const).map(failing),
  {
    name: 'VerifyArtifact fails once',
    before: ({ step, call }) => {
      if (step === 'VerifyArtifact' && call === 1) throw new Error('VerifyArtifact broke once');
    },
  },
];

/** Where an outcome says nothing else, jobs succeed. */
export function arrange(outcome: Outcome, account: Account): void {
  account.container = succeed;
  outcome.arrange?.(account);
}
