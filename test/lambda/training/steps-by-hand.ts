import { admit } from '../../../core/job/steps/admit.ts';
import { estimate } from '../../../core/job/steps/estimate.ts';
import { prepare } from '../../../core/job/steps/prepare.ts';
import { settle } from '../../../core/job/steps/settle.ts';
import { train } from '../../../core/job/steps/train.ts';
import { verifyArtifact } from '../../../core/job/steps/verify-artifact.ts';
import type { JobState } from '../../../core/job/workflow/state.ts';
import { initialState } from '../../../core/job/workflow/state.ts';
import { startTraining } from '../../../core/job/request/start-training.ts';
import type { TrainingRequest } from '../../../core/job/request/training-request.ts';
import type { Settings } from '../../../core/ports/host.ts';
import { getVersion } from '../../../core/model/version-store.ts';
import type { AwsHost } from '../../../lambda/compose.ts';
import type { HandlerName } from '../../../lambda/environment.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import { Account, scope } from '../account.ts';
import { makeReader, modelId, order } from '../reader.ts';

/** A deployed account whose workflow stands still: a test calls each step, when it likes. */
export class StepsByHand {
  readonly account: Account;
  /** ISO 8601; absent: the real clock. */
  now: string | undefined;
  /** Of the training that was asked for last. */
  state!: JobState;

  private constructor(settings: Partial<Settings>) {
    this.account = new Account({ runsWorkflow: false, settings });
  }

  static async make(settings: Partial<Settings> = {}): Promise<StepsByHand> {
    const steps = new StepsByHand(settings);
    await makeReader(steps.account.host('api'));
    await steps.ask();
    return steps;
  }

  host(handler: HandlerName): AwsHost {
    const host = this.account.host(handler);
    const { now } = this;
    return now === undefined ? host : Object.defineProperty(host, 'now', { value: () => now });
  }

  /** Asks for another training, of which `state` is then. */
  async ask(training: TrainingRequest = order): Promise<void> {
    const asked = { order: training, requestHash: 'r' };
    const { id: versionId } = await startTraining(asked, this.host('api'));
    this.state = initialState({ ...scope, modelId, versionId });
  }

  get ref() {
    return { scope, modelId, versionId: this.state.versionId };
  }

  async version() {
    return (await getVersion(this.account.host('api').table, this.ref)).value;
  }

  /** Prepare, Estimate, Admit: what the last of them answered. */
  async admitted(): Promise<JobState> {
    this.state = await prepare(this.state, this.host('prepare'));
    this.state = await estimate(this.state, this.host('estimate'));
    this.state = await admit(this.state, this.host('admit'));
    return this.state;
  }

  /** These, and Train. */
  async running(): Promise<FakeTrainingJob> {
    await this.admitted();
    const taskToken = this.account.aws.stepFunctions.giveToken(this.state.versionId);
    await train({ state: this.state, taskToken }, this.host('train'));
    return this.account.aws.sagemaker.jobs.all().at(-1)!;
  }

  /** The job ends as the service would tell, having kept `seconds` of work. */
  async ends(job: FakeTrainingJob, how: Partial<FakeTrainingJob>, seconds = 90): Promise<void> {
    await this.account.writeExport(job, seconds);
    const at = Date.parse(this.now ?? new Date().toISOString()) / 1000;
    const status = { TrainingJobStatus: 'Completed' as const, SecondaryStatus: 'Completed' };
    const times = { TrainingStartTime: at - 120, TrainingEndTime: at };
    this.account.aws.sagemaker.jobs.end(job.request.TrainingJobName as string, {
      ...{ ...status, ...times, BillableTimeInSeconds: 120 },
      ...how,
    });
  }

  async verified(): Promise<void> {
    this.state = await verifyArtifact(this.state, this.host('verifyArtifact'));
  }

  settle(state: Partial<JobState> = {}): Promise<JobState> {
    return settle({ ...this.state, ...state }, this.host('settle'));
  }

  /** What was told, by name. */
  told(): string[] {
    return this.account.aws.eventbridge.events.map(({ DetailType }) => DetailType);
  }
}
