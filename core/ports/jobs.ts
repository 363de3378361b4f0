/**
 * Longest stopping condition of one training job: SageMaker's default quota, five days. A
 * deployment may allow less (`maxRuntimeSeconds`).
 */
export const maxJobRuntimeSeconds = 432_000;

/** Input of a training job, seen by the container as a folder `input/data/<name>/`. */
export interface Channel {
  readonly name: 'train' | 'objects' | 'model' | 'candidate' | 'base-model';
  /**
   * Every object under this prefix (ends with `/`); or, with `manifestKey`, only those the manifest
   * names.
   */
  readonly prefix: string;
  /** An object in SageMaker's manifest format: `[{"prefix": "<uri of prefix>"}, "name", …]`. */
  readonly manifestKey?: string;
  /**
   * `FastFile`: the objects are fetched when they are read, instead of before the container starts.
   */
  readonly inputMode?: 'FastFile';
}

/** What we ask for: one to one what `CreateTrainingJob` needs, without the account's own names. */
export interface TrainingJobSpec {
  /** `ft-<versionId>-a<attempt>`: the idempotency key of the whole training. */
  readonly trainingJobName: string;
  /** One with disks of its own: no volume is asked for. */
  readonly instanceType: string;
  readonly instanceCount: number;
  /** The money limit, from the reservation. */
  readonly maxRuntimeSeconds: number;
  readonly isSpot: boolean;
  /** Spot only: run time plus the wait for capacity; at least `maxRuntimeSeconds`. */
  readonly maxWaitSeconds?: number;
  /**
   * Name to JSON-encoded value, for people: long ones are cut, `job.json` has them whole. At most
   * 100; never a secret.
   */
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly channels: readonly Channel[];
  /**
   * Objects under it are restored into the job's `checkpoints/` and mirrored back while it runs.
   */
  readonly checkpointPrefix: string;
  readonly outputPrefix: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** SageMaker's own words. */
export type TrainingJobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

/** One stage of a job, in the service's words. */
export interface JobStage {
  /** `Starting`, `Downloading`, `Training`, `Uploading` … */
  readonly status: string;
  /** What it says of it last: `Downloading the training image` … */
  readonly message?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Absent while it lasts. */
  readonly endedAt?: string;
}

export interface TrainingJob {
  readonly trainingJobName: string;
  readonly status: TrainingJobStatus;
  /** `Starting`, `Downloading`, `Training`, `Interrupted`, `MaxRuntimeExceeded` … */
  readonly secondaryStatus: string;
  /** Content of `output/failure`, or the service's own reason. */
  readonly failureReason?: string;
  /** ISO 8601; when the container began, absent before. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Wall seconds of training by the service's clock; absent: it does not say. */
  readonly trainingSeconds?: number;
  /** Absent until the service has reported it. */
  readonly billableSeconds?: number;
  /** Whether it ran on spot capacity; absent: there is none on this host. */
  readonly isSpot?: boolean;
  /** In their order; absent where the host has no stages around the container. */
  readonly stages?: readonly JobStage[];
  /** As given in the spec: tells our job from a foreign one of the same name. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogPage {
  readonly lines: readonly string[];
  /** There while lines came. To follow a running job, ask again with the same cursor. */
  readonly next?: string;
}

/** Runs the trainer's container. SageMaker on AWS, child processes on the laptop. */
export interface TrainingJobs {
  /**
   * Idempotent by name. `adopted`: a job of this name with these tags is there already.
   * @throws DeeptuneError capacity-unavailable (quota, instances), conflict (the name belongs to
   *   something else)
   */
  start(spec: TrainingJobSpec): Promise<'started' | 'adopted'>;
  describe(trainingJobName: string): Promise<TrainingJob | undefined>;
  /** SIGTERM, then 120 s of grace. Stopping an ended or unknown job is no error. */
  stop(trainingJobName: string): Promise<void>;
  /** What the container printed, oldest first. Unknown job: an empty page. */
  logs(trainingJobName: string, after?: string): Promise<LogPage>;
  /**
   * Removes what jobs that have ended were given and made, where the host keeps copies of it: after
   * inputs were erased. Absent: it keeps none.
   */
  discardInputs?(): Promise<void>;
}

/** True once nothing more will happen to the job. */
export function isEnded(job: TrainingJob): boolean {
  return job.status === 'Completed' || job.status === 'Failed' || job.status === 'Stopped';
}
