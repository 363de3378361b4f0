import { BusEvents } from '../../../lambda/events/eventbridge-events.ts';
import { SchedulerSchedules } from '../../../lambda/schedules/eventbridge-schedules.ts';
import { AwsNotifier } from '../../../lambda/notifier/aws-notifier.ts';
import { DynamoTable } from '../../../lambda/table/dynamo-table.ts';
import { S3Objects } from '../../../lambda/objects/s3-objects.ts';
import { ServerlessPredictor } from '../../../lambda/predictor/sagemaker-predictor.ts';
import { SageMakerTrainingJobs } from '../../../lambda/jobs/sagemaker-training-jobs.ts';
import { StepFunctionsWorkflow } from '../../../lambda/workflow/step-functions-workflow.ts';
import { EventBridgeTasks } from '../../../lambda/tasks/eventbridge-tasks.ts';
import { fakeClients } from '../../wire/clients.ts';
import type { FakeAws } from '../../wire/fake-aws.ts';
import type { ServiceName } from '../../wire/protocol/wire.ts';
import { endpointsOn } from '../predictor/endpoints.ts';
import { account, spec } from '../adapters/training-job-fixtures.ts';

/** Every adapter on one fake account. */
export function adaptersOn(fake: FakeAws) {
  const clients = fakeClients(fake);
  const { bucket, roleArn } = account;
  const runtime = clients.sagemakerRuntime;
  const arn = 'arn:aws:states:eu-central-1:111111111111:stateMachine:deeptune-training';
  return {
    table: new DynamoTable({ client: clients.dynamodb, tableName: 'deeptune' }),
    objects: new S3Objects({ client: clients.s3, bucket }),
    jobs: new SageMakerTrainingJobs({ ...clients, ...account }),
    workflow: new StepFunctionsWorkflow({ client: clients.sfn, stateMachineArn: arn }),
    schedules: new SchedulerSchedules({
      client: clients.scheduler,
      groupName: 'deeptune',
      targetArn: 'arn:aws:lambda:eu-central-1:111111111111:function:tick',
      roleArn,
      deadLetterArn: 'arn:aws:sqs:eu-central-1:111111111111:dead',
    }),
    events: new BusEvents({ client: clients.eventbridge, busName: 'deeptune' }),
    notifier: new AwsNotifier({
      ...{ sns: clients.sns, topicArn: 'arn:aws:sns:eu-central-1:111111111111:mail' },
      sha256: (text) => `hash of ${text}`,
    }),
    tasks: new EventBridgeTasks({ client: clients.eventbridge, busName: 'deeptune' }),
    predictor: new ServerlessPredictor({
      ...clients,
      ...{ runtime, bucket, roleArn },
      ...{ image: 'i', maxConcurrency: 5, timeLeft: () => Infinity },
      ...endpointsOn(clients),
    }),
  };
}

export type Adapters = ReturnType<typeof adaptersOn>;

/** One place where an adapter changes something in AWS. */
export interface Site {
  readonly name: string;
  readonly service: ServiceName;
  readonly operation: string;
  readonly before?: (adapters: Adapters, fake: FakeAws) => Promise<unknown>;
  readonly act: (adapters: Adapters) => Promise<unknown>;
  /**
   * What `act` may say where its first try was done and the answer lost; default: the same as
   * without a fault.
   */
  readonly afterLost?: unknown;
  /**
   * What a second `act` may say after a first that never had an answer; default: as `afterLost`.
   * Null: it is another write.
   */
  readonly again?: unknown;
}

function on(service: ServiceName, places: readonly Omit<Site, 'service'>[]): readonly Site[] {
  return places.map((site) => ({ ...site, service }));
}

const bytes = Buffer.from('body');
const event = { type: 'schedule.skipped', at: '2026-11-25T12:00:00.000Z', detail: {} } as const;
const nightly = { name: 'n', expression: 'rate(1 day)', timezone: 'UTC', payload: { v: 1 } };
const artifact = { modelVersionId: 'v1', prefix: 'v/export/', archiveKey: 'v/model.tar.gz' };
const put = (data: object) => ({ put: { pk: 'p', sk: 's', data: { ...data } } });

const tableSites = on('dynamodb', [
  {
    name: 'put if absent',
    operation: 'TransactWriteItems',
    act: ({ table }) => table.write([{ ...put({ n: 1 }), if: 'absent' }]),
    again: 'WriteRefusedError',
  },
  {
    name: 'put if unchanged',
    operation: 'TransactWriteItems',
    before: ({ table }) => table.write([put({ n: 1 })]),
    act: ({ table }) => table.write([{ ...put({ n: 2 }), if: { rev: 1 } }]),
    again: 'WriteRefusedError',
  },
  {
    name: 'put',
    operation: 'TransactWriteItems',
    before: ({ table }) => table.write([put({ n: 1 })]),
    act: ({ table }) => table.write([put({ n: 2 })]),
    again: null,
  },
  {
    name: 'delete if present',
    operation: 'TransactWriteItems',
    before: ({ table }) => table.write([put({ n: 1 })]),
    act: ({ table }) => table.write([{ delete: { pk: 'p', sk: 's' }, if: 'present' }]),
    again: 'WriteRefusedError',
  },
  {
    name: 'several writes',
    operation: 'TransactWriteItems',
    before: ({ table }) => table.write([put({ n: 1 })]),
    act: ({ table }) =>
      table.write([
        { ...put({ n: 2 }), if: { rev: 1 } },
        { put: { pk: 'p', sk: 'new', data: {} }, if: 'absent' },
        { check: { pk: 'q', sk: 's' }, if: 'absent' },
      ]),
    again: 'WriteRefusedError',
  },
]);

const copyInParts = {
  before: async ({ objects }: Adapters, fake: FakeAws) => {
    fake.s3.copyLimit = 2;
    await objects.put('a', bytes);
  },
  act: ({ objects }: Adapters) => objects.copy('a', 'b'),
};

const uploadInParts = {
  act: ({ objects }: Adapters) => objects.putChunks('a', twoParts()),
};

/** One part is 8 MiB. */
async function* twoParts(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(8 * 1024 * 1024);
  yield bytes;
}

const objectSites = on('s3', [
  { name: 'put', operation: 'PutObject', act: ({ objects }) => objects.put('a', bytes) },
  {
    name: 'put if absent',
    operation: 'PutObject',
    act: ({ objects }) => objects.put('a', bytes, { ifAbsent: true }),
    afterLost: 'exists',
  },
  {
    name: 'copy',
    operation: 'CopyObject',
    before: ({ objects }) => objects.put('a', bytes),
    act: ({ objects }) => objects.copy('a', 'b'),
  },
  { name: 'copy in parts: begin', operation: 'CreateMultipartUpload', ...copyInParts },
  { name: 'copy in parts: a part', operation: 'UploadPartCopy', ...copyInParts },
  { name: 'copy in parts: end', operation: 'CompleteMultipartUpload', ...copyInParts },
  { name: 'upload in parts: begin', operation: 'CreateMultipartUpload', ...uploadInParts },
  { name: 'upload in parts: a part', operation: 'UploadPart', ...uploadInParts },
  { name: 'upload in parts: end', operation: 'CompleteMultipartUpload', ...uploadInParts },
  {
    name: 'delete',
    operation: 'DeleteObject',
    before: ({ objects }) => objects.put('a', bytes),
    act: ({ objects }) => objects.delete('a'),
  },
]);

const deploy = ({ predictor }: Adapters) => predictor.predict(artifact, [{ text: 'a' }]);

const sageMakerSites = on('sagemaker', [
  {
    name: 'start a training job',
    operation: 'CreateTrainingJob',
    act: ({ jobs }) => jobs.start(spec),
    afterLost: 'adopted',
  },
  {
    name: 'stop a training job',
    operation: 'StopTrainingJob',
    before: ({ jobs }) => jobs.start(spec),
    act: ({ jobs }) => jobs.stop(spec.trainingJobName),
  },
  ...['CreateModel', 'CreateEndpointConfig', 'CreateEndpoint'].map((operation) => ({
    name: 'deploy a model',
    operation,
    act: deploy,
  })),
  ...['DeleteEndpoint', 'DeleteEndpointConfig', 'DeleteModel'].map((operation) => ({
    name: 'release a model',
    operation,
    before: (adapters: Adapters) => deploy(adapters).catch(() => undefined),
    act: ({ predictor }: Adapters) => predictor.release('v1'),
  })),
]);

const started = async ({ workflow }: Adapters, fake: FakeAws): Promise<void> => {
  await workflow.start('one', { n: 1 });
  fake.stepFunctions.giveToken('one');
};

const workflowSites = on('states', [
  {
    name: 'start an execution',
    operation: 'StartExecution',
    act: ({ workflow }) => workflow.start('one', { n: 1 }),
    again: 'exists',
  },
  {
    name: 'stop an execution',
    operation: 'StopExecution',
    before: started,
    act: ({ workflow }) => workflow.stop('one', 'enough'),
  },
  {
    name: 'end a task well',
    operation: 'SendTaskSuccess',
    before: started,
    act: ({ workflow }) => workflow.sendSuccess('token-1-one', { n: 1 }),
    afterLost: 'expired',
  },
  {
    name: 'end a task badly',
    operation: 'SendTaskFailure',
    before: started,
    act: ({ workflow }) => workflow.sendFailure('token-1-one', 'e', 'c'),
    afterLost: 'expired',
  },
]);

const scheduleSites = on('scheduler', [
  {
    name: 'make a schedule',
    operation: 'CreateSchedule',
    act: ({ schedules }) => schedules.put(nightly),
  },
  {
    name: 'change a schedule',
    operation: 'UpdateSchedule',
    before: ({ schedules }) => schedules.put(nightly),
    act: ({ schedules }) => schedules.put({ ...nightly, payload: { v: 2 } }),
  },
  {
    name: 'delete a schedule',
    operation: 'DeleteSchedule',
    before: ({ schedules }) => schedules.put(nightly),
    act: ({ schedules }) => schedules.delete('n'),
  },
]);

const eventSites = on('events', [
  {
    name: 'publish an event',
    operation: 'PutEvents',
    act: ({ events }) => events.publish(event),
  },
  {
    name: 'start a task',
    operation: 'PutEvents',
    act: ({ tasks }) => tasks.start({ name: 'freeze-dataset-version', payload: { id: 'v' } }),
  },
]);

const address = 'ada@example.com';
const subscribed = async ({ notifier }: Adapters, fake: FakeAws): Promise<string> => {
  const subscription = await notifier.subscribe(address);
  fake.sns.confirm(address);
  return subscription;
};
const subscription =
  'arn:aws:sns:eu-central-1:111111111111:mail:00000000-0000-0000-0000-000000000001';

const mailSites = on('sns', [
  {
    name: 'ask an address',
    operation: 'Subscribe',
    act: ({ notifier }) => notifier.subscribe(address),
  },
  {
    name: 'send a mail',
    operation: 'Publish',
    before: subscribed,
    act: ({ notifier }) => notifier.sendEmail({ subscription, address, subject: 's', text: 't' }),
  },
  {
    name: 'end a subscription',
    operation: 'Unsubscribe',
    before: subscribed,
    act: ({ notifier }) => notifier.unsubscribe(subscription),
  },
]);

/** Every mutating call of every adapter. */
export const sites: readonly Site[] = [
  ...tableSites,
  ...objectSites,
  ...sageMakerSites,
  ...workflowSites,
  ...scheduleSites,
  ...eventSites,
  ...mailSites,
];

/** All that the fake account holds, without what differs between two equal runs. */
export function stateOf(fake: FakeAws): object {
  const { jobs, hosting } = fake.sagemaker;
  return {
    items: fake.dynamodb.dump(),
    objects: fake.s3.dump(account.bucket),
    jobs: jobs.all().map((job) => [job.request.TrainingJobName, job.TrainingJobStatus]),
    hosting: [hosting.models, hosting.configs, hosting.endpoints].map((all) => [...all.keys()]),
    executions: fake.stepFunctions.executions().map((e) => [e.name, e.status, e.output, e.cause]),
    schedules: fake.scheduler.dump().map((s) => [s.Name, s.Target.Input]),
    // Delivery is at least once: one event twice is the same fact.
    events: [...new Set(fake.eventbridge.events.map((e) => JSON.stringify(e)))],
    mails: [...new Set(fake.sns.mails.map((mail) => JSON.stringify(mail)))],
    subscriptions: fake.sns.subscriptions,
  };
}
