import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment } from '../../local/python/child-environment.ts';
import { writeJson } from '../../local/file-system.ts';
import { JobFiles } from '../../local/jobs/job-files.ts';
import type { ExitRecord } from '../../local/jobs/job-files.ts';
import type { RunnerConfig } from '../../local/jobs/job-runner.ts';
import type { Loose } from '../wire/protocol/wire.ts';
import type { BucketFolders } from './bucket-folders.ts';
import { changedFiles } from './bucket-folders.ts';

const runnerPath = join(import.meta.dirname, '..', '..', 'local', 'jobs', 'job-runner.ts');
const archiveName = 'model.tar.gz';

/** How a container ended. */
export interface ContainerEnd extends ExitRecord {
  /** What it left in `output/failure`; empty where it left nothing. */
  readonly failure: string;
}

/**
 * One training job as SageMaker runs it, without the GPU: channels and checkpoints come from S3,
 * the trainer is the one in the channel `code`, checkpoints go to S3 while it runs, the archive at
 * its end. The time limit and the signals are the laptop's runner's.
 */
export class TrainingContainer {
  readonly #request: Loose;
  readonly #files: JobFiles;
  readonly #folders: BucketFolders;
  readonly #python: string;

  constructor(
    request: Loose,
    on: { readonly folder: string; readonly folders: BucketFolders; readonly python: string },
  ) {
    this.#request = request;
    this.#files = new JobFiles(join(on.folder, request.TrainingJobName));
    this.#folders = on.folders;
    this.#python = on.python;
  }

  /** Runs it to its end. `began` is called when the data is there and the trainer starts. */
  async run(began: () => void): Promise<ContainerEnd> {
    await this.#layOut();
    began();
    const checkpoints = this.#files.path('checkpoints');
    const seen = new Map<string, number>();
    const save = async () => {
      const changed = await changedFiles(checkpoints, seen);
      await this.#folders.upload(checkpoints, changed, this.#request.CheckpointConfig.S3Uri);
    };
    const exit = await this.#runTrainer(save);
    await save();
    await this.#saveArchive();
    return { ...exit, failure: await this.#failure() };
  }

  stop(): void {
    this.#files.requestStop('StopRequested');
    const started = this.#files.readProcess();
    if (started) process.kill(started.pid, 'SIGTERM');
  }

  async #layOut(): Promise<void> {
    const { InputDataConfig, CheckpointConfig, HyperParameters, ResourceConfig } = this.#request;
    for (const name of [['input', 'config'], ['model'], ['output'], ['checkpoints']])
      await mkdir(this.#files.path(...name), { recursive: true });
    for (const { ChannelName, DataSource } of InputDataConfig) {
      const { S3DataType, S3Uri } = DataSource.S3DataSource;
      const folder = this.#files.path('input', 'data', ChannelName);
      if (S3DataType === 'ManifestFile') await this.#folders.downloadListed(S3Uri, folder);
      else await this.#folders.download(S3Uri, folder);
    }
    await this.#folders.download(CheckpointConfig.S3Uri, this.#files.path('checkpoints'));
    writeJson(this.#files.path('input', 'config', 'hyperparameters.json'), HyperParameters);
    const hosts = { current_host: 'algo-1', hosts: ['algo-1'] };
    writeJson(this.#files.path('input', 'config', 'resourceconfig.json'), {
      ...hosts,
      current_instance_type: ResourceConfig.InstanceType,
    });
  }

  /** @param save called now and then while it runs, one call after the other */
  async #runTrainer(save: () => Promise<void>): Promise<ExitRecord> {
    const order: RunnerConfig = {
      folder: this.#files.folder,
      python: this.#python,
      trainer: this.#files.path('input', 'data', 'code', 'train.py'),
      maxRuntimeSeconds: this.#request.StoppingCondition.MaxRuntimeInSeconds,
      maxSilentSeconds: 0,
      graceSeconds: 120,
      archive: this.#files.path('output', archiveName),
    };
    let isRunning = true;
    const ended = this.#spawn(order).finally(() => (isRunning = false));
    while (isRunning) {
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1000))]);
      await save();
    }
    return ended;
  }

  #spawn(order: RunnerConfig): Promise<ExitRecord> {
    const log = openSync(this.#files.logPath, 'a');
    const runner = spawn(process.execPath, [runnerPath, JSON.stringify(order)], {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: this.#files.folder,
      env: childEnvironment({
        ...this.#request.Environment,
        TRAINING_JOB_NAME: this.#request.TrainingJobName,
        // There is no GPU here, whatever the instance type.
        DEEPTUNE_REQUIRES_GPU: '0',
        // The model is too small to share between cores.
        OMP_NUM_THREADS: '1',
        DEEPTUNE_ML_ROOT: this.#files.folder,
      }),
    });
    closeSync(log);
    return new Promise((resolve, reject) => {
      runner.on('error', reject);
      runner.on('exit', () => {
        const exit = this.#files.readExit();
        if (exit) resolve(exit);
        else reject(new Error(`the runner left no exit.json, see ${this.#files.logPath}`));
      });
    });
  }

  async #saveArchive(): Promise<void> {
    const { OutputDataConfig, TrainingJobName } = this.#request;
    const path = this.#files.path('output', archiveName);
    if (!existsSync(path)) return;
    const uri = `${OutputDataConfig.S3OutputPath}/${TrainingJobName}/output/${archiveName}`;
    await this.#folders.write(uri, await readFile(path));
  }

  async #failure(): Promise<string> {
    return readFile(this.#files.failurePath, 'utf8').catch(() => '');
  }
}
