import type { Device } from './device.ts';
import type { Events } from './events.ts';
import type { Fetcher } from './fetcher.ts';
import type { Notifier } from './notifier.ts';
import type { Objects } from './objects.ts';
import type { Predictor } from './predictor.ts';
import type { Schedules } from './schedules.ts';
import type { Table } from './table.ts';
import type { Tasks } from './tasks.ts';
import type { TrainingJobs } from './jobs.ts';
import type { Workflow } from './workflow.ts';

/** What a training has on an instance: `InstanceType` of the catalog is one. */
export interface Capacity {
  readonly name: string;
  readonly gpuName: string;
  readonly gpuMemoryMiB: number;
  readonly hostMemoryGiB: number;
  readonly diskGiB: number;
}

/**
 * What is frozen within the request that asks for a dataset version; more is frozen by a task
 * (`Tasks`).
 */
export interface FreezingLimits {
  /** Of the whole app: all of its inputs are read to find a dataset's. */
  readonly inputs: number;
  /** Of their records, as JSON. */
  readonly bytes: number;
}

/**
 * What the account decided; the same names stand in `deeptune.config.json` and in the environment
 * of the Lambdas.
 */
export interface Settings {
  /** Rate charged for training on `instanceType`, micro-dollars per hour. */
  readonly microsPerHour: number;
  /** Rates of single instance types; of one that is not here see `rateOf`. */
  readonly ratesMicrosPerHour?: Readonly<Record<string, number>>;
  /**
   * Most that one user may have held and posted in a calendar month (UTC), micro-dollars, where no
   * budget of his own says otherwise; absent: as much as he likes.
   */
  readonly budgetMicrosPerMonth?: number | undefined;
  /** Most trainings of one user that hold a reservation at the same time. */
  readonly maxConcurrentTrainings: number;
  /** `laptop`: this machine, by child processes; `aws`: SageMaker. */
  readonly host: 'laptop' | 'aws';
  /** What trainings run on. */
  readonly accelerator: 'gpu' | 'cpu';
  /**
   * Small architectures with random weights are trained in place of base models, and every answer
   * says so.
   */
  readonly usesStandIns: boolean;
  /** What a training runs on that names none. */
  readonly instanceType: string;
  /** What that holds, where it is no instance type of the table: the laptop's own GPU. */
  readonly capacity?: Capacity | undefined;
  /**
   * What computes here, as it was calibrated; absent: an instance's GPU, or a machine of which
   * nothing is known yet. Its `id` stays while its machine is the same.
   */
  readonly device?: Device | undefined;
  /** What a training may name; absent: `instanceType` alone. */
  readonly allowedInstanceTypes?: readonly string[] | undefined;
  /** Longest stopping condition of a training job, seconds. */
  readonly maxRuntimeSeconds: number;
  readonly useSpot: boolean;
  /**
   * What the names of training jobs begin with; absent: `ft-`. Several deployments in one account
   * differ in it.
   */
  readonly namePrefix?: string;
  /** Largest artifact that can be predicted with here, bytes; absent: any. */
  readonly maxServedBytes?: number;
  /** How much is frozen within a request; absent: `freezingInOneRequest`. */
  readonly freezing?: FreezingLimits;
}

/** SHA-256 of bytes that come one after the other. */
export interface Sha256 {
  update(data: Uint8Array | string): void;
  /** Of all that came; the last call. 64 lower-case hexadecimal digits. */
  digest(): string;
}

/**
 * Everything a host provides. A use case names the few it needs:
 * `Pick<Dependencies, 'table' | 'now'>`.
 */
export interface Dependencies {
  readonly table: Table;
  readonly objects: Objects;
  readonly jobs: TrainingJobs;
  readonly workflow: Workflow;
  readonly schedules: Schedules;
  readonly events: Events;
  readonly predictor: Predictor;
  readonly fetcher: Fetcher;
  readonly notifier: Notifier;
  readonly tasks: Tasks;
  readonly settings: Settings;
  /**
   * What else uses this machine now, in machines: 0 nothing, 1 as much again as it has. Absent:
   * nobody else can, as on an instance of one's own.
   */
  load?(): number;
  /** The present instant, ISO 8601 UTC with milliseconds. */
  now(): string;
  /** 32 random lower-case hexadecimal digits. */
  newId(): string;
  /** 64 lower-case hexadecimal digits. */
  sha256(this: void, data: Uint8Array | string): string;
  newSha256(this: void): Sha256;
}
