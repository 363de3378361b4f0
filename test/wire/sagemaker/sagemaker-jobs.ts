import type { Loose } from '../protocol/wire.ts';
import { WireError } from '../protocol/wire.ts';

/** A training job: the request it was made with, and how it stands. Times in seconds since 1970. */
export interface FakeTrainingJob {
  readonly request: Loose;
  readonly arn: string;
  TrainingJobStatus: 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped' | 'Deleting';
  SecondaryStatus: string;
  FailureReason?: string;
  TrainingStartTime?: number;
  TrainingEndTime?: number;
  TrainingTimeInSeconds?: number;
  BillableTimeInSeconds?: number;
  SecondaryStatusTransitions?: readonly {
    readonly Status: string;
    readonly StatusMessage?: string;
    readonly StartTime: number;
    readonly EndTime?: number;
  }[];
}

const ended = ['Completed', 'Failed', 'Stopped'];
const arnPrefix = 'arn:aws:sagemaker:eu-central-1:111111111111:training-job/';

/** Training jobs. Nothing runs: a test moves a job on with `move`. */
export class FakeTrainingJobs {
  /** Instance types that are out of quota: their jobs are refused. */
  readonly withoutQuota = new Set<string>();
  onStart: (job: FakeTrainingJob) => void = () => undefined;
  onStop: (job: FakeTrainingJob) => void = () => undefined;
  readonly #now: () => number;
  readonly #jobs = new Map<string, FakeTrainingJob>();

  constructor(now: () => number) {
    this.#now = now;
  }

  all(): readonly FakeTrainingJob[] {
    return [...this.#jobs.values()];
  }

  job(name: string): FakeTrainingJob {
    return this.#existing(name);
  }

  /** Sets where a job stands: the container began, was interrupted, ended. */
  move(name: string, to: Partial<FakeTrainingJob>): FakeTrainingJob {
    return Object.assign(this.#existing(name), to);
  }

  operations() {
    return {
      CreateTrainingJob: (input: Loose) => this.#create(input),
      DescribeTrainingJob: (input: Loose) => this.#describe(input.TrainingJobName),
      StopTrainingJob: (input: Loose) => this.#stop(input.TrainingJobName),
      ListTags: (input: Loose) => this.#tags(input),
    };
  }

  #create(request: Loose): object {
    const name: string = request.TrainingJobName;
    check(request);
    if (this.#jobs.has(name)) {
      const message = `Training job names must be unique within an AWS account and region, and ${name} is taken`;
      throw new WireError('ResourceInUse', message);
    }
    const type = request.ResourceConfig.InstanceType;
    if (this.withoutQuota.has(type)) {
      const message = `The account-level service limit '${type} for training job usage' is 0 Instances`;
      throw new WireError('ResourceLimitExceeded', message);
    }
    const job: FakeTrainingJob = {
      request,
      arn: `${arnPrefix}${name}`,
      TrainingJobStatus: 'InProgress',
      SecondaryStatus: 'Starting',
    };
    this.#jobs.set(name, job);
    this.onStart(job);
    return { TrainingJobArn: job.arn };
  }

  #describe(name: string): object {
    const { request, arn, ...state } = this.#existing(name);
    return { ...request, Tags: undefined, TrainingJobArn: arn, CreationTime: 0, ...state };
  }

  #stop(name: string): object {
    const job = this.#existing(name);
    if (job.TrainingJobStatus === 'Stopping') return {};
    if (job.TrainingJobStatus !== 'InProgress') {
      const message = `The request was rejected because the training job is in status ${job.TrainingJobStatus}.`;
      throw new WireError('ValidationException', message);
    }
    job.TrainingJobStatus = 'Stopping';
    job.SecondaryStatus = 'Stopping';
    this.onStop(job);
    return {};
  }

  /** A job ends: the service reports when, and what it bills. */
  end(name: string, how: Partial<FakeTrainingJob> & { TrainingJobStatus: string }): void {
    if (!ended.includes(how.TrainingJobStatus))
      throw new Error(`not an end: ${how.TrainingJobStatus}`);
    const TrainingEndTime = this.#now() / 1000;
    this.move(name, { SecondaryStatus: how.TrainingJobStatus, TrainingEndTime, ...how });
  }

  #tags({ ResourceArn, NextToken }: Loose): object {
    const all: Loose[] = this.#existing(ResourceArn.slice(arnPrefix.length)).request.Tags ?? [];
    // Two pages where there are two tags: whoever forgets to page loses one.
    const start = Number(NextToken ?? 0);
    const end = start + Math.max(1, Math.ceil(all.length / 2));
    const next = end < all.length ? { NextToken: String(end) } : {};
    return { Tags: all.slice(start, end), ...next };
  }

  #existing(name: string): FakeTrainingJob {
    const job = this.#jobs.get(name);
    if (job) return job;
    throw new WireError('ValidationException', 'Requested resource not found.');
  }
}

/** Refuses a request that SageMaker would refuse. */
function check(request: Loose): void {
  const { ResourceConfig, StoppingCondition, EnableManagedSpotTraining } = request;
  const { MaxRuntimeInSeconds, MaxWaitTimeInSeconds } = StoppingCondition;
  const names = Object.keys(request.HyperParameters ?? {});
  const isSpot = EnableManagedSpotTraining === true;
  const rules: [boolean, string][] = [
    [/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(request.TrainingJobName), 'TrainingJobName'],
    [names.length <= 100, 'at most 100 hyperparameters'],
    [names.every((n) => request.HyperParameters[n].length <= 2500), 'hyperparameter too long'],
    [MaxRuntimeInSeconds >= 1 && MaxRuntimeInSeconds <= 2_419_200, 'MaxRuntimeInSeconds'],
    [isSpot === (MaxWaitTimeInSeconds !== undefined), 'MaxWaitTime goes with spot'],
    [!isSpot || MaxWaitTimeInSeconds >= MaxRuntimeInSeconds, 'MaxWaitTime below MaxRuntime'],
    [!isOnNvme(ResourceConfig) || !ResourceConfig.VolumeKmsKeyId, 'no KMS key on local storage'],
    [isOnNvme(ResourceConfig) || ResourceConfig.VolumeSizeInGB >= 1, 'VolumeSizeInGB'],
    [(request.AlgorithmSpecification.ContainerEntrypoint ?? []).every(isShort), 'entrypoint'],
    [(request.Tags ?? []).length <= 50, 'at most 50 tags'],
  ];
  for (const [holds, message] of rules) {
    if (!holds) throw new WireError('ValidationException', `1 validation error: ${message}`);
  }
}

function isOnNvme({ InstanceType }: Loose): boolean {
  return /^ml\.(g5|g6|g6e|g4dn|p4d|p5)\./.test(InstanceType);
}

function isShort(text: string): boolean {
  return text.length <= 256;
}
