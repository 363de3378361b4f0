import { baseModelIds } from '../../core/catalog/catalog.ts';
import type { JsonObject } from '../../core/json.ts';
import { createApiKey } from '../../core/access/authenticate.ts';
import { parseTrainingJobName } from '../../core/records/job-names.ts';
import { jobKeys, objectKeys } from '../../core/records/object-keys.ts';
import { admit } from '../../core/job/steps/admit.ts';
import { estimate } from '../../core/job/steps/estimate.ts';
import type { Settings } from '../../core/ports/host.ts';
import { decide } from '../../core/job/steps/decide.ts';
import { gate } from '../../core/job/steps/gate.ts';
import { verifyArtifact } from '../../core/job/steps/verify-artifact.ts';
import { trainingJobEnded } from '../../core/job/steps/job-ended.ts';
import { prepare } from '../../core/job/steps/prepare.ts';
import { freezeVersion } from '../../core/dataset/version/freezing/freeze-version.ts';
import { deliver } from '../../core/notification/deliver.ts';
import type { DeliveryRef } from '../../core/notification/delivery-store.ts';
import type { Task } from '../../core/ports/tasks.ts';
import { taskOf } from '../../lambda/tasks/eventbridge-tasks.ts';
import type { FakeEvent } from '../wire/eventbridge.ts';
import { settle } from '../../core/job/steps/settle.ts';
import { train } from '../../core/job/steps/train.ts';
import { stepFunction, trainingWorkflow } from '../../core/job/workflow/definition.ts';
import { executionOf } from '../bench/execution-of.ts';
import type { TrainTask, JobState } from '../../core/job/workflow/state.ts';
import type { Workflow } from '../../core/ports/workflow.ts';
import { AwsHost } from '../../lambda/compose.ts';
import type { HandlerName, VariableName } from '../../lambda/environment.ts';
import { environments, taskSource } from '../../lambda/environment.ts';
import type { TaskFunction } from '../../local/workflow/asl-thread.ts';
import { InterpretedWorkflow } from '../../local/workflow/workflow-interpreter.ts';
import { answerFiles, exportFiles, goodAnswers, goodHeldOut, scope } from './export-files.ts';
import type { Answers } from './export-files.ts';
import { fakeClients } from '../wire/clients.ts';
import type { FakeAwsOptions } from '../wire/fake-aws.ts';
import { FakeAws } from '../wire/fake-aws.ts';
import type { FakeTrainingJob } from '../wire/sagemaker/sagemaker-jobs.ts';

export { exportFiles, scope } from './export-files.ts';

const stateMachineArn = 'arn:aws:states:eu-central-1:111111111111:stateMachine:deeptune-training';

/** What the stack sets. */
export const variables: Readonly<Record<VariableName, string>> = {
  TABLE_NAME: 'records',
  BUCKET_NAME: 'artifacts',
  KMS_KEY_ARN: 'arn:aws:kms:eu-central-1:111111111111:key/1',
  BUS_NAME: 'deeptune',
  RATE_MICROS_PER_HOUR: '4000000',
  RATES_MICROS_PER_HOUR: '{}',
  BUDGET_MICROS_PER_MONTH: '50000000',
  MAX_CONCURRENT_TRAININGS: '3',
  INSTANCE_TYPE: 'ml.g5.xlarge',
  ALLOWED_INSTANCE_TYPES: 'ml.g5.xlarge,ml.g5.2xlarge,ml.g6.xlarge',
  MAX_RUNTIME_SECONDS: '432000',
  USE_SPOT: 'true',
  NAME_PREFIX: 'ft-',
  TRAINING_IMAGE: `763104351884.dkr.ecr.eu-central-1.amazonaws.com/huggingface-pytorch-training@sha256:${'0'.repeat(64)}`,
  TRAINING_ROLE_ARN: 'arn:aws:iam::111111111111:role/training',
  SOURCE_PREFIX: 'code/0/',
  TRAINING_VPC: 'none',
  INFERENCE_IMAGE: `763104351884.dkr.ecr.eu-central-1.amazonaws.com/huggingface-pytorch-inference@sha256:${'0'.repeat(64)}`,
  INFERENCE_ROLE_ARN: 'arn:aws:iam::111111111111:role/inference',
  MAX_ENDPOINTS: '20',
  ENDPOINT_CONCURRENCY: '5',
  ENDPOINT_IDLE_HOURS: '24',
  SCHEDULE_GROUP: 'deeptune',
  SCHEDULE_TARGET_ARN: 'arn:aws:lambda:eu-central-1:111111111111:function:schedule-fired',
  SCHEDULE_ROLE_ARN: 'arn:aws:iam::111111111111:role/scheduler',
  SCHEDULE_DLQ_ARN: 'arn:aws:sqs:eu-central-1:111111111111:dead-letters',
  REQUESTS_PER_SECOND: '0',
  EMAIL_TOPIC_ARN: 'arn:aws:sns:eu-central-1:111111111111:mail',
  API_URL: 'https://api.example.com',
  CONSOLE_URL: 'https://console.example.com',
  FETCH_HOSTS: 'none',
  FETCH_BUCKETS: 'none',
  STATE_MACHINE_ARN: stateMachineArn,
};

/** What runs the state machine. */
export type AccountWorkflow = Workflow & {
  historyEvents?(name: string): number | undefined;
  close(): void;
};

/** Our own interpreter. */
export function interpreted(
  tasks: Readonly<Record<string, TaskFunction>>,
  definition = trainingWorkflow,
): InterpretedWorkflow {
  return new InterpretedWorkflow({
    definition,
    tasks,
    store: ':memory:',
    now: () => new Date().toISOString(),
    random: () => 0,
    newToken: () => crypto.randomUUID(),
  });
}

/** What stands in for the container: called when a job starts, decides how it ends. */
export type Container = (job: FakeTrainingJob, account: Account) => void | Promise<void>;

/**
 * A deployed account in memory: the AWS host's real adapters and SDK clients on the wire-level
 * fake, each step with exactly its own environment, the deployed state machine run by our
 * interpreter, and the event rule that tells of ended jobs.
 */
export class Account {
  readonly aws: FakeAws;
  /** What happens in a started job; by default nothing: a test moves it on. */
  container: Container = () => undefined;
  /** `heldOut` of what the trainer measures. */
  heldOut = goodHeldOut;
  /** What the trainer leaves of an evaluation or a batch prediction. */
  answers: Answers = goodAnswers;
  /** What stands beside it in `metrics.json`; nothing, as from a trainer of an earlier release. */
  otherMetrics: JsonObject = {};
  /** False: state-change events are lost. */
  deliversEvents = true;
  readonly workflow: AccountWorkflow;
  readonly #tokens = new Map<string, string>();
  #isClosed = false;
  readonly #variables: Readonly<Record<VariableName, string>>;
  readonly #settings: Partial<Settings> | undefined;

  /**
   * @param options.runsWorkflow false: a test calls the steps itself
   * @param options.workflow another interpreter, or another definition, for the same functions
   * @param options.decide which calls meet which fault
   * @param options.variables those that a configuration sets otherwise
   * @param options.settings what of the deployed settings is another here
   */
  constructor(
    options: {
      runsWorkflow?: boolean;
      workflow?: (tasks: Readonly<Record<string, TaskFunction>>) => AccountWorkflow;
      decide?: FakeAwsOptions['decide'];
      variables?: Partial<Record<VariableName, string>>;
      settings?: Partial<Settings> | undefined;
    } = {},
  ) {
    this.#variables = { ...variables, ...options.variables };
    this.#settings = options.settings;
    this.aws = new FakeAws({ now: Date.now, ...(options.decide && { decide: options.decide }) });
    for (const hubId of baseModelIds()) this.stageBaseModel(hubId, true);
    this.aws.eventbridge.onEvent = (event) => this.#deliverTask(event);
    this.workflow = (options.workflow ?? interpreted)(this.#tasks());
    if (options.runsWorkflow !== false) this.#connect();
  }

  /**
   * As the rule does it: each task of the bus to its function. What it throws is kept in
   * `taskErrors`.
   */
  readonly #tasksUnderWay = new Set<Promise<unknown>>();
  /** False: tasks are lost. */
  deliversTasks = true;
  readonly taskErrors: unknown[] = [];

  /** Runs a task as its function would. */
  async runTask(task: Task): Promise<unknown> {
    if (task.name === 'deliver-notification')
      return deliver(task.payload as unknown as DeliveryRef, this.host('deliver'));
    return freezeVersion(task, () => true, this.host('freeze'));
  }

  /** Once every task that was started has ended. */
  async tasksDone(): Promise<void> {
    while (this.#tasksUnderWay.size > 0) await Promise.all(this.#tasksUnderWay);
  }

  #deliverTask({ Source, DetailType, Detail }: FakeEvent): void {
    if (Source !== taskSource || !this.deliversTasks) return;
    const event = { 'detail-type': DetailType, detail: JSON.parse(Detail) as JsonObject };
    const run = this.runTask(taskOf(event))
      .catch((error: unknown) => this.taskErrors.push(error))
      .finally(() => this.#tasksUnderWay.delete(run));
    this.#tasksUnderWay.add(run);
  }

  #connect(): void {
    const { stepFunctions, sagemaker } = this.aws;
    stepFunctions.onStart = ({ name, input }) =>
      void this.workflow.start(name, JSON.parse(input) as JsonObject);
    stepFunctions.onResult = ({ name }, result) =>
      void this.#answer(name, result as { output: string });
    sagemaker.jobs.onStop = ({ request }) =>
      void Promise.resolve().then(() =>
        this.endJob(request.TrainingJobName, { TrainingJobStatus: 'Stopped' }),
      );
    sagemaker.jobs.onStart = (job) => void Promise.resolve().then(() => this.container(job, this));
  }

  /** The host as this handler sees it. */
  host(handler: HandlerName): AwsHost {
    const names: readonly VariableName[] = environments[handler];
    const host = new AwsHost(
      handler,
      Object.fromEntries(names.map((name) => [name, this.#variables[name]])),
      fakeClients(this.aws),
    );
    if (!this.#settings || !names.includes('RATE_MICROS_PER_HOUR')) return host;
    const settings = { ...host.settings, ...this.#settings };
    return Object.defineProperty(host, 'settings', { value: settings });
  }

  /** Every base model of the catalog is staged from the start. */
  stageBaseModel(hubId: string, isThere: boolean): void {
    const key = objectKeys.baseModelManifest(hubId);
    this.aws.s3.plant(variables.BUCKET_NAME, key, isThere ? '{}' : undefined);
  }

  /** A key for the tester, as an operator makes the first one. */
  async newKey(): Promise<string> {
    return (
      await createApiKey(
        { userId: scope.userId, description: 'test', scopes: ['All'] },
        this.host('api'),
      )
    ).key;
  }

  /** What the trainer leaves: an export with metrics, complete. */
  async writeExport(
    job: FakeTrainingJob,
    trainedSeconds: number,
    host: AwsHost = this.host('api'),
  ): Promise<void> {
    const jobId = parseTrainingJobName(job.request.TrainingJobName)?.jobId ?? '';
    const { objects, sha256 } = host;
    const { heldOut, otherMetrics } = this;
    const state = this.#stateOf(jobId);
    const made =
      (state.kind ?? 'train') === 'train'
        ? exportFiles(jobId, { trainedSeconds, heldOut, otherMetrics }, sha256)
        : answerFiles(state, { trainedSeconds, answers: this.answers }, sha256);
    for (const [key, body] of made) await objects.put(key, new TextEncoder().encode(body));
  }

  /** Where a job's time went, as the trainer leaves it: one entry for each of its starts. */
  async writeTimes(job: FakeTrainingJob, attempts: readonly object[]): Promise<void> {
    const { jobId = '' } = parseTrainingJobName(job.request.TrainingJobName) ?? {};
    const isTraining = (this.#stateOf(jobId).kind ?? 'train') === 'train';
    const prefixOf = isTraining ? objectKeys.versionPrefix : objectKeys.jobPrefix;
    const body = JSON.stringify({ schemaVersion: 1, attempts });
    const key = jobKeys.times(prefixOf(scope, jobId));
    await this.host('api').objects.put(key, new TextEncoder().encode(body));
  }

  /** What a job was started with; a test that calls the steps itself starts trainings only. */
  #stateOf(jobId: string): Partial<JobState> {
    const execution = this.aws.stepFunctions.executions().find(({ name }) => name === jobId);
    return execution ? (JSON.parse(execution.input) as JobState) : {};
  }

  /** Ends a job, and tells of it as EventBridge does (unless events are lost). */
  async endJob(
    name: string,
    how: Partial<FakeTrainingJob> & { TrainingJobStatus: string },
  ): Promise<void> {
    this.aws.sagemaker.jobs.end(name, {
      BillableTimeInSeconds: 120,
      TrainingStartTime: Date.now() / 1000 - 120,
      ...how,
    });
    if (this.deliversEvents) await trainingJobEnded(name, this.host('trainingJobEvent'));
  }

  historyEvents(jobId: string): number | undefined {
    return this.workflow.historyEvents?.(jobId);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.workflow.close();
  }

  #tasks(): Record<string, TaskFunction> {
    const state = (payload: unknown) => payload as JobState;
    const tasks: Record<string, (payload: unknown) => Promise<unknown>> = {
      [stepFunction('Decide')]: (payload) => decide(state(payload), this.host('decide')),
      [stepFunction('Gate')]: (payload) => gate(state(payload), this.host('gate')),
      [stepFunction('Prepare')]: (payload) => prepare(state(payload), this.host('prepare')),
      [stepFunction('Estimate')]: (payload) => estimate(state(payload), this.host('estimate')),
      [stepFunction('Admit')]: (payload) => admit(state(payload), this.host('admit')),
      [stepFunction('Train')]: (payload) => this.#train(payload as TrainTask),
      [stepFunction('VerifyArtifact')]: (payload) =>
        verifyArtifact(state(payload), this.host('verifyArtifact')),
      [stepFunction('Settle')]: (payload) => this.#settle(state(payload)),
    };
    return tasks as Record<string, TaskFunction>;
  }

  /** The interpreter's token is kept; the handler gets one that the fake Step Functions knows. */
  async #train(task: TrainTask): Promise<null> {
    const name = executionOf(task.state);
    this.#tokens.set(name, task.taskToken);
    await train({ ...task, taskToken: this.aws.stepFunctions.giveToken(name) }, this.host('train'));
    return null;
  }

  async #settle(state: JobState): Promise<JobState> {
    const settled = await settle(state, this.host('settle'));
    const execution = this.aws.stepFunctions
      .executions()
      .find(({ name }) => name === executionOf(state));
    if (execution)
      this.aws.stepFunctions.end(execution, {
        status: 'SUCCEEDED',
        output: JSON.stringify(settled),
      });
    return settled;
  }

  /** A job that ends when its test has ended tells nobody. */
  async #answer(name: string, result: { output: string }): Promise<void> {
    if (this.#isClosed) return;
    await this.workflow.sendSuccess(
      this.#tokens.get(name) ?? '',
      JSON.parse(result.output) as JsonObject,
    );
  }
}
