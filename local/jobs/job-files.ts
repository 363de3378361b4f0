import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../core/json.ts';
import type { TrainingJobSpec } from '../../core/ports/jobs.ts';
import { readJson, writeJson } from '../file-system.ts';
import type { ProcessIdentity } from '../python/process-identity.ts';

/** `job.json`: the job exists from here on. Written before anything is started. */
export interface JobRecord {
  readonly spec: TrainingJobSpec;
}

/** `process.json`: written once by the runner that won the job, before it starts the trainer. */
export interface ProcessRecord extends ProcessIdentity {
  /** ISO 8601, as all times here. */
  readonly startedAt: string;
}

export type StopReason = 'StopRequested' | 'MaxRuntimeExceeded';

/** `stop.json`: the job is to be stopped. */
export interface StopRecord {
  readonly reason: StopReason;
}

/** `exit.json`: how it ended, written by the runner, or by the host that finds the runner gone. */
export interface ExitRecord {
  /** Null: killed by `signal`, or never started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The trainer was told to stop before it ended. */
  readonly stopReason?: StopReason;
  /** Nobody saw the end: the whole process group vanished. */
  readonly hasVanished?: boolean;
  /** The runner ended it, as it showed no sign of life. */
  readonly isHung?: boolean;
  /** Why the trainer could not be started, or was ended. */
  readonly problem?: string;
  readonly endedAt: string;
  /** How long the trainer ran, time asleep not counted. */
  readonly seconds: number;
}

function tornUnlessAbsent(value: Json | undefined): 'torn' | undefined {
  return value === undefined ? undefined : 'torn';
}

/**
 * The folder of one job: the container's root (`input/`, `checkpoints/`, `model/`, `output/`) and
 * beside it what is recorded about the job.
 */
export class JobFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  get logPath(): string {
    return this.path('output.log');
  }

  get failurePath(): string {
    return this.path('output', 'failure');
  }

  get processPath(): string {
    return this.path('process.json');
  }

  /** Undefined for a job that was never there; what is torn is `isTorn`. */
  readJob(): JobRecord | undefined {
    const record = this.#read<JobRecord>('job.json');
    return record === 'torn' ? undefined : record;
  }

  /** There is a record of the job that cannot be read: after a power cut, or a slip of the hand. */
  get isTorn(): boolean {
    return this.#read('job.json') === 'torn';
  }

  writeJob(record: JobRecord): void {
    writeJson(this.path('job.json'), record);
  }

  readProcess(): ProcessRecord | undefined {
    const record = this.#read<ProcessRecord>('process.json');
    return record === 'torn' ? undefined : record;
  }

  /** A torn one is a request to stop as well. */
  readStop(): StopRecord | undefined {
    const record = this.#read<StopRecord>('stop.json');
    return record === 'torn' ? { reason: 'StopRequested' } : record;
  }

  /** The first reason stays. */
  requestStop(reason: StopReason): void {
    if (!this.readStop()) writeJson(this.path('stop.json'), { reason } satisfies StopRecord);
  }

  /** A torn one says nothing: whoever looks finds the process gone, and writes another. */
  readExit(): ExitRecord | undefined {
    const record = this.#read<ExitRecord>('exit.json');
    return record === 'torn' ? undefined : record;
  }

  writeExit(record: ExitRecord): void {
    writeJson(this.path('exit.json'), record);
  }

  /** Somebody was told that the job has ended. */
  get isTold(): boolean {
    return existsSync(this.path('told.json'));
  }

  markTold(): void {
    writeJson(this.path('told.json'), {});
  }

  /** The records of a job are its own matter: none that is torn stops anything else. */
  #read<T extends object>(name: string): T | 'torn' | undefined {
    try {
      const value = readJson(this.path(name));
      return typeof value === 'object' && value !== null
        ? (value as unknown as T)
        : tornUnlessAbsent(value);
    } catch (error) {
      if (error instanceof SyntaxError) return 'torn';
      throw error;
    }
  }
}
