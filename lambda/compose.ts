import { createHash, randomUUID } from 'node:crypto';
import type { RequestLimit } from '../core/access/rate-limit.ts';
import { maxServerlessArtifactBytes } from '../core/estimate/serving.ts';
import type { Dependencies, Settings, Sha256 } from '../core/ports/host.ts';
import { parseBucketPlaces } from '../net/bucket-place.ts';
import { parseHostPatterns } from '../net/host-pattern.ts';
import { HttpFetcher } from '../net/http-fetcher.ts';
import { SchemeFetcher } from '../net/scheme-fetcher.ts';
import { awsClients } from './aws/aws-clients.ts';
import type { AwsClients } from './aws/aws-clients.ts';
import { DynamoRequestLimit } from './table/dynamo-request-limit.ts';
import { DynamoTable } from './table/dynamo-table.ts';
import { EndpointRecords } from './predictor/endpoint-records.ts';
import { EndpointRoom } from './predictor/endpoint-room.ts';
import { AwsNotifier } from './notifier/aws-notifier.ts';
import { BusEvents } from './events/eventbridge-events.ts';
import { SchedulerSchedules } from './schedules/eventbridge-schedules.ts';
import { S3Fetcher } from './fetcher/s3-fetcher.ts';
import { S3Objects } from './objects/s3-objects.ts';
import { ServerlessPredictor } from './predictor/sagemaker-predictor.ts';
import { SageMakerTrainingJobs } from './jobs/sagemaker-training-jobs.ts';
import { EventBridgeTasks } from './tasks/eventbridge-tasks.ts';
import { StepFunctionsWorkflow } from './workflow/step-functions-workflow.ts';
import type { Addresses } from '../core/notification/links.ts';
import { readTrainingVpc } from './jobs/training-vpc.ts';
import { readEnvironment } from './environment.ts';
import type { HandlerName, VariableName } from './environment.ts';

type Source = Readonly<Record<string, string | undefined>>;
type Need = (name: VariableName) => string;

/**
 * The AWS host for one handler, put together once per cold start. A port is built where it is used:
 * a handler whose contract lacks a port's variables has no permission for it either, and asking for
 * it is an error of ours.
 */
export class AwsHost implements Dependencies {
  readonly #clients: AwsClients;
  readonly #need: Need;
  #endpoints: EndpointRecords | undefined;
  #ends = Infinity;

  /** @throws Error where the environment breaks the handler's contract */
  constructor(handler: HandlerName, source: Source, clients: AwsClients = awsClients(source)) {
    const variables: Partial<Record<VariableName, string>> = readEnvironment(handler, source);
    this.#clients = clients;
    this.#need = (name) => {
      const value = variables[name];
      if (value === undefined)
        throw new Error(
          `'${handler}' uses ${name}, which its contract in environment.ts does not name`,
        );
      return value;
    };
  }

  /** An invocation begins, whose answer is wanted within so many milliseconds. */
  begin(milliseconds: number): void {
    this.#ends = performance.now() + milliseconds;
  }

  /** Milliseconds that the invocation still has. */
  timeLeft(): number {
    return this.#ends - performance.now();
  }

  get table() {
    return new DynamoTable({ client: this.#clients.dynamodb, tableName: this.#need('TABLE_NAME') });
  }

  /** Undefined where requests are not counted. */
  get requestLimit(): RequestLimit | undefined {
    const perSecond = Number(this.#need('REQUESTS_PER_SECOND'));
    if (perSecond === 0) return undefined;
    const tableName = this.#need('TABLE_NAME');
    return new DynamoRequestLimit({ client: this.#clients.dynamodb, tableName, perSecond });
  }

  get objects() {
    return new S3Objects({
      client: this.#clients.s3,
      bucket: this.#need('BUCKET_NAME'),
      kmsKeyId: this.#need('KMS_KEY_ARN'),
    });
  }

  get jobs() {
    const bucket = this.#need('BUCKET_NAME');
    return new SageMakerTrainingJobs({
      sagemaker: this.#clients.sagemaker,
      logs: this.#clients.logs,
      roleArn: this.#need('TRAINING_ROLE_ARN'),
      image: this.#need('TRAINING_IMAGE'),
      bucket,
      sourcePrefix: this.#need('SOURCE_PREFIX'),
      kmsKeyArn: this.#need('KMS_KEY_ARN'),
      vpc: readTrainingVpc(this.#need('TRAINING_VPC')),
    });
  }

  get workflow() {
    return new StepFunctionsWorkflow({
      client: this.#clients.sfn,
      stateMachineArn: this.#need('STATE_MACHINE_ARN'),
    });
  }

  get schedules() {
    return new SchedulerSchedules({
      client: this.#clients.scheduler,
      groupName: this.#need('SCHEDULE_GROUP'),
      targetArn: this.#need('SCHEDULE_TARGET_ARN'),
      roleArn: this.#need('SCHEDULE_ROLE_ARN'),
      deadLetterArn: this.#need('SCHEDULE_DLQ_ARN'),
    });
  }

  get events() {
    return new BusEvents({ client: this.#clients.eventbridge, busName: this.#need('BUS_NAME') });
  }

  get tasks() {
    const busName = this.#need('BUS_NAME');
    return new EventBridgeTasks({ client: this.#clients.eventbridge, busName });
  }

  get predictor() {
    return new ServerlessPredictor({
      sagemaker: this.#clients.sagemaker,
      runtime: this.#clients.sagemakerRuntime,
      bucket: this.#need('BUCKET_NAME'),
      image: this.#need('INFERENCE_IMAGE'),
      roleArn: this.#need('INFERENCE_ROLE_ARN'),
      namePrefix: this.#need('NAME_PREFIX'),
      maxConcurrency: Number(this.#need('ENDPOINT_CONCURRENCY')),
      records: this.#endpointRecords,
      room: this.endpointRoom,
      timeLeft: () => this.timeLeft(),
    });
  }

  get endpointRoom() {
    return new EndpointRoom({
      sagemaker: this.#clients.sagemaker,
      records: this.#endpointRecords,
      limits: {
        maxEndpoints: Number(this.#need('MAX_ENDPOINTS')),
        idleHours: Number(this.#need('ENDPOINT_IDLE_HOURS')),
      },
      namePrefix: this.#need('NAME_PREFIX'),
      now: () => this.now(),
    });
  }

  /** One for all invocations: it remembers what was used. */
  get #endpointRecords(): EndpointRecords {
    this.#endpoints ??= new EndpointRecords({ table: this.table, now: () => this.now() });
    return this.#endpoints;
  }

  get fetcher() {
    const hosts = this.#need('FETCH_HOSTS');
    const buckets = this.#need('FETCH_BUCKETS');
    return new SchemeFetcher({
      s3: new S3Fetcher({
        client: this.#clients.s3,
        places: buckets === 'none' ? [] : parseBucketPlaces(buckets),
        ownBucket: this.#need('BUCKET_NAME'),
      }),
      others: new HttpFetcher({
        hosts: hosts === 'none' ? [] : parseHostPatterns(hosts),
        setting: 'fetchHosts of deeptune.config.json',
      }),
    });
  }

  get notifier() {
    return new AwsNotifier({
      sns: this.#clients.sns,
      topicArn: this.#need('EMAIL_TOPIC_ARN'),
      sha256: (text) => this.sha256(text),
    });
  }

  /** Where notifications lead. */
  get addresses(): Addresses {
    const console = this.#need('CONSOLE_URL');
    return { api: this.#need('API_URL'), ...(console === 'none' ? {} : { console }) };
  }

  get settings(): Settings {
    const need = this.#need;
    return {
      microsPerHour: Number(need('RATE_MICROS_PER_HOUR')),
      budgetMicrosPerMonth: Number(need('BUDGET_MICROS_PER_MONTH')),
      maxConcurrentTrainings: Number(need('MAX_CONCURRENT_TRAININGS')),
      host: 'aws',
      accelerator: 'gpu',
      usesStandIns: false,
      ratesMicrosPerHour: JSON.parse(need('RATES_MICROS_PER_HOUR')) as Record<string, number>,
      instanceType: need('INSTANCE_TYPE'),
      allowedInstanceTypes: need('ALLOWED_INSTANCE_TYPES').split(','),
      maxRuntimeSeconds: Number(need('MAX_RUNTIME_SECONDS')),
      useSpot: need('USE_SPOT') === 'true',
      namePrefix: need('NAME_PREFIX'),
      maxServedBytes: maxServerlessArtifactBytes,
    };
  }

  now(): string {
    return new Date().toISOString();
  }

  newId(): string {
    return randomUUID().replaceAll('-', '');
  }

  sha256(data: Uint8Array | string): string {
    return createHash('sha256').update(data).digest('hex');
  }

  newSha256(): Sha256 {
    const hash = createHash('sha256');
    return { update: (data) => void hash.update(data), digest: () => hash.digest('hex') };
  }
}
