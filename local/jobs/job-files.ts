import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
  /** Why the trainer could not be started. */
  readonly problem?: string;
  readonly endedAt: string;
  /** How long the trainer ran, time asleep not counted. */
  readonly seconds: number;
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

  readJob(): JobRecord | undefined {
    return readJson(this.path('job.json')) as JobRecord | undefined;
  }

  writeJob(record: JobRecord): void {
    writeJson(this.path('job.json'), record);
  }

  readProcess(): ProcessRecord | undefined {
    return readJson(this.processPath) as ProcessRecord | undefined;
  }

  readStop(): StopRecord | undefined {
    return readJson(this.path('stop.json')) as StopRecord | undefined;
  }

  /** The first reason stays. */
  requestStop(reason: StopReason): void {
    if (!this.readStop()) writeJson(this.path('stop.json'), { reason } satisfies StopRecord);
  }

  readExit(): ExitRecord | undefined {
    return readJson(this.path('exit.json')) as ExitRecord | undefined;
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
}
