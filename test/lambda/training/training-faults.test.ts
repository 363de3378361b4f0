import { createHash } from 'node:crypto';
import { readBudget } from '../../../core/billing/budget/budget.ts';
import { listHolds } from '../../../core/billing/hold.ts';
import { listUsage } from '../../../core/billing/usage/usage-record.ts';
import { periodOf } from '../../../core/records/keys.ts';
import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import type { Dependencies } from '../../../core/ports/host.ts';
import { reconcile } from '../../../core/recovery/reconcile.ts';
import { stopTraining } from '../../../core/job/request/stop-training.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';
import { isSettled } from '../../../core/model/model-version.ts';
import { listVersions } from '../../../core/model/version-store.ts';
import type { Call } from '../../wire/fake-aws.ts';
import type { Fault } from '../../wire/protocol/faults.ts';
import { faultKinds } from '../../wire/protocol/faults.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import { Account, exportFiles, scope, variables } from '../account.ts';
import { makeReader, modelId, startReader } from '../reader.ts';
import type { Script } from './training-calls.ts';
import { trainingCalls } from './training-calls.ts';

/** Calls that change nothing. */
const reads = /^(Get|Head|List|Describe|Query|Filter)/;

/** The n-th mutating call of one operation, from the order on. */
interface Site {
  readonly operation: string;
  readonly nth: number;
}

/** One training from order to settlement, with a fault at one of its mutating calls. */
class Run {
  readonly account: Account;
  readonly sites: Site[] = [];
  readonly #script: Script;
  readonly #fault: { readonly at: Site; readonly kind: Fault } | undefined;
  /**
   * What happens to the job a little after its start: a job takes longer than the call that starts
   * it.
   */
  readonly #due: (() => void)[] = [];
  #isOn = false;
  isHit = false;

  constructor(script: Script, fault?: { at: Site; kind: Fault }) {
    this.#script = script;
    this.#fault = fault;
    this.account = new Account({ decide: (call) => this.#decide(call) });
    this.account.container = (job) => this.#contain(job);
    this.account.aws.sagemaker.jobs.onStop = (job) => this.#end(job, 'Stopped');
  }

  /**
   * Until the version is settled; whoever calls asks again, the reconciler comes by as it does on
   * AWS.
   */
  async toTheEnd(): Promise<ModelVersion> {
    await makeReader(this.account.host('api'));
    this.#isOn = true;
    await persist(() => startReader(this.account.host('api')));
    for (let tries = 0; tries < 400; tries += 1) {
      const [version] = await listVersions(this.account.host('api').table, scope, modelId);
      if (version && isSettled(version)) return this.#finish(version);
      if (tries % 4 === 3) this.#due.splice(0).forEach((happen) => happen());
      if (tries % 10 === 9) await reconcile(this.#later()).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`not settled: ${JSON.stringify(this.#fault)}`);
  }

  async #finish(version: ModelVersion): Promise<ModelVersion> {
    this.#isOn = false;
    // What was still under way when the version was settled must not change the books either.
    await reconcile(this.#later());
    await this.account.close();
    return version;
  }

  #decide({ operation }: Call): Fault | undefined {
    if (!this.#isOn || reads.test(operation)) return undefined;
    const nth = this.sites.filter((site) => site.operation === operation).length;
    this.sites.push({ operation, nth });
    const { at, kind } = this.#fault ?? {};
    if (this.isHit || at?.operation !== operation || at.nth !== nth) return undefined;
    this.isHit = true;
    return kind;
  }

  /**
   * The container learns, and (where it is not to be stopped) completes. It writes past the wire:
   * its own faults are another test's.
   */
  #contain(job: FakeTrainingJob): void {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const { jobId: versionId = '' } = parseTrainingJobName(job.request.TrainingJobName) ?? {};
    for (const [key, body] of exportFiles(versionId, { trainedSeconds: 90 }, sha256)) {
      this.account.aws.s3.plant(variables.BUCKET_NAME, key, body);
    }
    const ref = { scope, modelId, versionId };
    this.#due.push(
      this.#script === 'trained'
        ? () => this.#end(job, 'Completed')
        : () => void persist(() => stopTraining(ref, this.account.host('api'))),
    );
  }

  /** An event that a handler could not take is lost here: the reconciler finds the job. */
  #end(job: FakeTrainingJob, TrainingJobStatus: 'Completed' | 'Stopped'): void {
    const name = job.request.TrainingJobName;
    void Promise.resolve()
      .then(() => this.account.endJob(name, { TrainingJobStatus }))
      .catch(() => undefined);
  }

  /** The reconciler a while later, when a version without a workflow is old enough to be helped. */
  #later(): Dependencies {
    const host = this.account.host('reconcile');
    host.now = () => new Date(Date.now() + 120_000).toISOString();
    return host;
  }
}

/** Somebody who asks again when he is told of an error. */
async function persist<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch(ask).catch(ask);
}

async function booksOf({ account }: Run, version: ModelVersion) {
  const { table } = account.host('api');
  const period = periodOf(version.createdAt);
  return {
    usage: await listUsage(table, scope.userId, period),
    holds: await listHolds(table, scope.userId),
    budget: (await readBudget(table, scope.userId, period)).value,
    versions: await listVersions(table, scope, modelId),
    running: account.aws.sagemaker.jobs
      .all()
      .filter((job) => ['InProgress', 'Stopping'].includes(job.TrainingJobStatus)),
  };
}

const amountOf90Seconds = 100_000;

async function expectSoundBooks(run: Run, version: ModelVersion): Promise<void> {
  const { usage, holds, budget, versions, running } = await booksOf(run, version);
  const charged = usage.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
  expect(versions).toHaveLength(1);
  expect(running).toEqual([]);
  expect(holds).toEqual([]);
  expect(usage.length).toBeLessThanOrEqual(1);
  expect(charged).toBe(version.status === 'failed' ? 0 : amountOf90Seconds);
  expect(budget).toMatchObject({ heldMicros: 0, postedMicros: charged });
}

async function sitesOf(script: Script): Promise<readonly Site[]> {
  const run = new Run(script);
  const version = await run.toTheEnd();
  expect(version.status).toBe(script);
  await expectSoundBooks(run, version);
  return run.sites;
}

describe.each(['trained', 'stopped'] as const)('a training that ends %s', (script) => {
  test('makes the calls that are disturbed below', async () => {
    const counts: Record<string, number> = {};
    for (const { operation } of await sitesOf(script)) {
      counts[operation] = (counts[operation] ?? 0) + 1;
    }

    expect(Object.keys(counts).sort()).toEqual(Object.keys(trainingCalls[script]).sort());
    for (const [operation, least] of Object.entries(trainingCalls[script])) {
      expect(counts[operation]).toBeGreaterThanOrEqual(least);
    }
  });

  const sites = Object.entries(trainingCalls[script]).flatMap(([operation, count]) =>
    Array.from({ length: count }, (_, nth) => ({ operation, nth })),
  );

  test.each(sites)(
    '$operation, call $nth: no orphan, no double charge, no lost charge',
    async (at) => {
      await Promise.all(
        faultKinds.map(async (kind) => {
          const run = new Run(script, { at, kind });

          const version = await run.toTheEnd();

          expect(run.isHit).toBe(true);
          await expectSoundBooks(run, version);
          // What passes by itself costs nobody the training.
          if (kind !== 'access-denied') expect(version.status).toBe(script);
          expect(run.account.aws.sagemaker.jobs.all().length).toBeLessThanOrEqual(1);
        }),
      );
    },
  );
});
