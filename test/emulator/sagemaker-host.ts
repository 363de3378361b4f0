import { Readable } from 'node:stream';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { listen } from '../wire/protocol/endpoint.ts';
import { FakeAws } from '../wire/fake-aws.ts';
import type { FakeTrainingJob } from '../wire/sagemaker/sagemaker-jobs.ts';
import type { Loose, WireReply, WireRequest } from '../wire/protocol/wire.ts';
import { jsonOf, jsonReply } from '../wire/protocol/wire.ts';
import type { BucketFolders } from './bucket-folders.ts';
import { HostedModels } from './hosted-models.ts';
import type { ContainerEnd } from './training-container.ts';
import { TrainingContainer } from './training-container.ts';

export interface SageMakerHostOptions {
  /** Of the jobs and models, each in a folder of its own. */
  readonly folder: string;
  /** With the trainer's packages. */
  readonly python: string;
  readonly folders: BucketFolders;
  readonly events: EventBridgeClient;
  readonly say: (line: string) => void;
}

/**
 * SageMaker: the control plane of the wire-level fake, with jobs that run the real trainer,
 * endpoints that serve the real archive, and the event that says a job ended. `open` comes first,
 * as MiniStack must know the address; `connect` when MiniStack is there.
 */
export class SageMakerHost {
  readonly #fake = new FakeAws({ now: () => Date.now() });
  readonly #containers = new Map<string, TrainingContainer>();
  #models: HostedModels | undefined;
  #server: { url: string; close(): Promise<void> } | undefined;

  async open(): Promise<string> {
    this.#server = await listen({ handle: (request) => this.#handle(request) });
    return this.#server.url;
  }

  connect(options: SageMakerHostOptions): void {
    const models = new HostedModels(options);
    this.#models = models;
    const { jobs, hosting } = this.#fake.sagemaker;
    jobs.onStart = (job) => void this.#train(job, options);
    jobs.onStop = ({ request }) => this.#containers.get(request.TrainingJobName)?.stop();
    hosting.onCreate = (name) => {
      const loading = models.load(name, hosting.models.get(name));
      void loading.then(
        () => hosting.move(name, { EndpointStatus: 'InService' }),
        (error: unknown) =>
          hosting.move(name, { EndpointStatus: 'Failed', FailureReason: String(error) }),
      );
    };
  }

  /** Names of all training jobs that were asked for. */
  jobNames(): string[] {
    return this.#fake.sagemaker.jobs.all().map(({ request }) => request.TrainingJobName as string);
  }

  async close(): Promise<void> {
    this.#models?.close();
    for (const container of this.#containers.values()) container.stop();
    await this.#server?.close();
  }

  async #train(job: FakeTrainingJob, options: SageMakerHostOptions): Promise<void> {
    const name = job.request.TrainingJobName as string;
    const { jobs } = this.#fake.sagemaker;
    const container = new TrainingContainer(job.request, options);
    this.#containers.set(name, container);
    const began = () =>
      jobs.move(name, { SecondaryStatus: 'Training', TrainingStartTime: Date.now() / 1000 });
    try {
      const end = await container.run(began);
      jobs.end(name, endOf(end));
    } catch (error) {
      jobs.end(name, { TrainingJobStatus: 'Failed', FailureReason: `InternalError: ${error}` });
    } finally {
      this.#containers.delete(name);
    }
    const { TrainingJobStatus, FailureReason = '' } = jobs.job(name);
    options.say(`SageMaker: ${name} ended as ${TrainingJobStatus} ${FailureReason}`.trimEnd());
    await announce(options.events, jobs.job(name));
  }

  /** The runtime answers when the model does; all else is the fake's. */
  async #handle(request: WireRequest): Promise<{ response: WireReply & { body: Readable } }> {
    const name = /^\/endpoints\/([^/]+)\/invocations$/.exec(request.path)?.[1];
    const status = name && this.#fake.sagemaker.hosting.endpoints.get(name)?.EndpointStatus;
    if (!name || status !== 'InService' || !this.#models) return this.#fake.handle(request);
    const outputs = await this.#models.invoke(name, (jsonOf(request) as Loose).inputs);
    const reply = jsonReply({ outputs });
    return { response: { ...reply, body: Readable.from([reply.body]) } as never };
  }
}

/** The container's end in SageMaker's words. */
function endOf(end: ContainerEnd) {
  const BillableTimeInSeconds = Math.ceil(end.seconds);
  if (end.stopReason) {
    const isLate = end.stopReason === 'MaxRuntimeExceeded';
    const SecondaryStatus = isLate ? 'MaxRuntimeExceeded' : 'Stopped';
    return { TrainingJobStatus: 'Stopped' as const, SecondaryStatus, BillableTimeInSeconds };
  }
  if (end.exitCode === 0) return { TrainingJobStatus: 'Completed' as const, BillableTimeInSeconds };
  const FailureReason = `AlgorithmError: ${end.failure}, exit code: ${end.exitCode}`;
  return { TrainingJobStatus: 'Failed' as const, FailureReason, BillableTimeInSeconds };
}

async function announce(client: EventBridgeClient, job: FakeTrainingJob): Promise<void> {
  const { request, arn, TrainingJobStatus, SecondaryStatus } = job;
  const detail = {
    TrainingJobName: request.TrainingJobName,
    TrainingJobArn: arn,
    TrainingJobStatus,
    SecondaryStatus,
  };
  const entry = {
    Source: 'aws.sagemaker',
    DetailType: 'SageMaker Training Job State Change',
    Detail: JSON.stringify(detail),
    Resources: [arn],
  };
  const { FailedEntryCount, Entries } = await client.send(
    new PutEventsCommand({ Entries: [entry] }),
  );
  if (FailedEntryCount) throw new Error(`the event was refused: ${JSON.stringify(Entries)}`);
}
