import { newHold } from '../../core/billing/hold.ts';
import { readBooks, reserveWrites } from '../../core/billing/reserve.ts';
import { keys } from '../../core/records/keys.ts';
import { stopTraining } from '../../core/job/request/stop-training.ts';
import type { Step } from '../../core/job/workflow/definition.ts';
import type { Account } from '../lambda/account.ts';
import { scope } from '../lambda/account.ts';
import { modelId } from '../lambda/reader.ts';
import type { Firing } from './firings.ts';
import { gateAnswers } from './firings.ts';
import type { FakeTrainingJob } from '../wire/sagemaker/sagemaker-jobs.ts';

/** What happens around a step, each time it is called; throwing is the step's own failure. */
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
  /** The same for what happens behind a step: throwing loses its answer. */
  readonly after?: Before;
  /** It is a schedule's firing, and what stood there before; absent: somebody asked for it. */
  readonly firing?: Firing;
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

const failingOnce = (wanted: Step): Outcome => ({
  name: `${wanted} fails once`,
  before: ({ step, call }) => {
    if (step === wanted && call === 1) throw new Error(`${wanted} broke once`);
  },
});

/** How many times, from the first, the answer of a step that did its work is lost. */
const losing = (wanted: Step, times: number): Pick<Outcome, 'after'> => ({
  after: ({ step, call }) => {
    if (step === wanted && call <= times) throw new Error(`the answer of ${wanted} was lost`);
  },
});

/** A trainer that asks parent and candidate: of 40 inputs each, the candidate has so many wrong. */
const comparing = (lost: number) => (account: Account) => {
  account.container = async (job) => {
    await gateAnswers(account, nameOf(job), lost);
    await succeed(job, account);
  };
};

const budgetMicros = 50_000_000;
const others = ['other-1', 'other-2', 'other-3'];

/** As trainings of others would do it that go on while this one waits. */
const waitForSlot: Before = async ({ step, account, call }) => {
  if (step !== 'Admit') return;
  const { table } = account.host('admit');
  if (call === 1) for (const id of others) await holdFor(account, id, 1);
  if (call === 3) await table.write([{ delete: keys.hold(scope.userId, others[0] ?? '') }]);
};

/** What becomes of a schedule's slot: decided, trained and gated in one execution. */
const firings: readonly Outcome[] = [
  { name: 'a firing: too little is new', firing: { minNewInputs: 1_000 } },
  { name: 'a firing: the schedule is gone', firing: { isDeleted: true } },
  { name: 'a firing: what it asks for is refused', firing: { template: 'none' } },
  { name: 'a firing trains the first version', firing: {} },
  { name: 'a firing: the child is promoted', firing: { child: {} }, arrange: comparing(0) },
  { name: 'a firing: the child is held back', firing: { child: {} }, arrange: comparing(40) },
  {
    name: 'a firing: the child awaits approval',
    firing: { child: { requiresApproval: true } },
    arrange: comparing(0),
  },
  { name: 'a firing: nothing could be compared', firing: { child: {} } },
  { ...failingOnce('Decide'), firing: {} },
  { ...failing('Decide'), firing: {} },
  {
    name: 'Decide stores a version and its answer is lost once',
    firing: {},
    ...losing('Decide', 1),
  },
  {
    name: 'Decide stores a version and none of its answers arrives',
    firing: {},
    ...losing('Decide', 9),
  },
  {
    name: 'Decide skips and its answer is lost once',
    firing: { minNewInputs: 1_000 },
    ...losing('Decide', 1),
  },
  { ...stopBefore('Prepare'), name: 'a firing: a stop before Prepare', firing: {} },
  {
    ...failing('Gate'),
    name: 'a firing: Gate fails each time',
    firing: { child: {} },
    arrange: comparing(0),
  },
  {
    ...failingOnce('Gate'),
    name: 'a firing: Gate fails once',
    firing: { child: {} },
    arrange: comparing(0),
  },
  {
    name: 'a firing: the answer of Gate is lost once',
    firing: { child: {} },
    arrange: comparing(40),
    ...losing('Gate', 1),
  },
  {
    name: 'a firing: the answer of Settle is lost once',
    firing: { child: {} },
    arrange: comparing(0),
    ...losing('Settle', 1),
  },
  { ...failing('Settle'), name: 'a firing: Settle fails each time', firing: {} },
];

/** Every way that trouble can come to a training, and to a schedule's firing. */
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
  ...(['Prepare', 'Estimate', 'Admit', 'Train', 'VerifyArtifact', 'Gate', 'Settle'] as const).map(
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
  ...(['Prepare', 'Estimate', 'Admit', 'VerifyArtifact', 'Gate', 'Settle'] as const).map(failing),
  failingOnce('VerifyArtifact'),
  ...firings,
];

/** Where an outcome says nothing else, jobs succeed. */
export function arrange(outcome: Outcome, account: Account): void {
  account.container = succeed;
  outcome.arrange?.(account);
}
