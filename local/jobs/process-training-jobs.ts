import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fail } from '../../core/errors.ts';
import type { LogPage, TrainingJob, TrainingJobs, TrainingJobSpec } from '../../core/ports/jobs.ts';
import { isEnded } from '../../core/ports/jobs.ts';
import { childEnvironment } from '../python/child-environment.ts';
import type { FileObjects } from '../objects/file-objects.ts';
import { JobFiles } from './job-files.ts';
import type { ExitRecord, ProcessRecord } from './job-files.ts';
import { layOutJob } from './job-folder.ts';
import { inContainer } from './places.ts';
import { readLog } from './job-log.ts';
import type { RunnerConfig } from './job-runner.ts';
import { trainingJobOf } from './job-state.ts';
import { birthOf, isAlive } from '../python/process-identity.ts';

/** What `ProcessTrainingJobs` needs to know. */
export interface ProcessTrainingJobsOptions {
  /**
   * Folder of the jobs, one each; created. Best on the file system of the objects: channels are
   * hard links then.
   */
  readonly root: string;
  readonly objects: FileObjects;
  /** Path of the Python that has the trainer's packages. */
  readonly python: string;
  /** Path of `container/train.py`. */
  readonly trainer: string;
  /** The present instant, ISO 8601 UTC. */
  readonly now: () => string;
  /** Told at least once for each job that has ended; asked again a moment later while it throws. */
  readonly onEnded?: (trainingJobName: string) => void | Promise<void>;
  /** Between SIGTERM and SIGKILL; 120 by default, as SageMaker. */
  readonly graceSeconds?: number;
  /**
   * Variables for the trainer, beside the few it inherits: PATH, HOME, LANG, LC_ALL, TMPDIR,
   * LD_LIBRARY_PATH.
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** How long a trainer may show no sign of life; 0: for ever; two hours by default. */
  readonly maxSilentSeconds?: number;
  /** Told of a job whose files cannot be used: the others go on. */
  readonly onError?: (error: unknown) => void;
}

const pollMilliseconds = 250;

/**
 * `TrainingJobs` as child processes under SageMaker's container contract. A job runs in a process
 * group of its own and outlives the server; all that is known about it lies in its folder, so a new
 * server takes it up with `resume`. A job whose processes vanish without a record of their end
 * (`kill -9`, a power cut) is Failed with `Interrupted`: what a spot reclaim looks like.
 */
export class ProcessTrainingJobs implements TrainingJobs {
  readonly #options: ProcessTrainingJobsOptions;
  readonly #root: string;
  readonly #python: string;
  readonly #trainer: string;
  readonly #starting = new Map<string, Promise<unknown>>();
  readonly #watched = new Map<string, NodeJS.Timeout>();
  #isClosed = false;

  constructor(options: ProcessTrainingJobsOptions) {
    this.#options = options;
    this.#root = resolve(options.root);
    // Jobs run in their own folders: a path that is relative here would be another one there.
    this.#python = options.python.includes('/') ? resolve(options.python) : options.python;
    this.#trainer = resolve(options.trainer);
  }

  async start(spec: TrainingJobSpec): Promise<'started' | 'adopted'> {
    const files = this.#filesOf(spec.trainingJobName);
    if (!files) {
      const shown = JSON.stringify(spec.trainingJobName);
      throw fail(
        'invalidRequest',
        `${shown} is not a valid job name: letters, digits and -, at most 63`,
      );
    }
    // Two starts of one name, one after the other: the second one then finds the job.
    const before = this.#starting.get(spec.trainingJobName) ?? Promise.resolve();
    const start = before.catch(() => undefined).then(() => this.#startNow(files, spec));
    this.#starting.set(spec.trainingJobName, start);
    return start.finally(() => {
      if (this.#starting.get(spec.trainingJobName) === start) {
        this.#starting.delete(spec.trainingJobName);
      }
    });
  }

  async describe(trainingJobName: string): Promise<TrainingJob | undefined> {
    const files = this.#filesOf(trainingJobName);
    if (files?.isTorn) return this.#endTorn(trainingJobName, files);
    const job = files?.readJob();
    if (!files || !job) return undefined;
    const started = files.readProcess();
    const exit = this.#exitOf(files, started);
    const described = trainingJobOf(files, { job, started, exit });
    const { failureReason } = described;
    if (failureReason === undefined) return described;
    return { ...described, failureReason: this.#inContainer(failureReason, files) };
  }

  #inContainer(text: string, { folder }: JobFiles): string {
    const objects = dirname(this.#options.objects.pathOf('x'));
    return inContainer(text, { folder, objects, trainer: this.#trainer, python: this.#python });
  }

  async stop(trainingJobName: string): Promise<void> {
    const files = this.#filesOf(trainingJobName);
    if (!files?.readJob() || files.readExit()) return;
    // Recorded first: a runner that has not begun reads it, and one that runs is told again after a
    // restart.
    files.requestStop('StopRequested');
    tellToStop(files.readProcess());
  }

  async logs(trainingJobName: string, after?: string): Promise<LogPage> {
    const files = this.#filesOf(trainingJobName);
    if (!files) return { lines: [] };
    const job = await this.describe(trainingJobName);
    const page = await readLog(files.logPath, after, job !== undefined && isEnded(job));
    return { ...page, lines: page.lines.map((line) => this.#inContainer(line, files)) };
  }

  /**
   * Takes up the jobs of an earlier server: watches them, repeats stops, starts what was only
   * recorded, tells of those that have ended.
   */
  async resume(): Promise<void> {
    if (!existsSync(this.#root)) return;
    for (const name of readdirSync(this.#root)) {
      const files = this.#filesOf(name);
      if (!files) continue;
      try {
        this.#resumeJob(name, files);
      } catch (error) {
        this.#options.onError?.(error);
        this.#watch(name, files);
      }
    }
  }

  #resumeJob(name: string, files: JobFiles): void {
    const job = files.readJob();
    if ((!job && !files.isTorn) || files.isTold || this.#watched.has(name)) return;
    const started = files.readProcess();
    if (job && !started && !files.readExit()) this.#launch(files, job.spec);
    else if (files.readStop()) tellToStop(started);
    this.#watch(name, files);
  }

  /** What came of a job lies among the objects: its folder keeps its log and its records. */
  async discardInputs(): Promise<void> {
    if (!existsSync(this.#root)) return;
    for (const name of readdirSync(this.#root)) {
      const files = this.#filesOf(name);
      if (!files?.readExit()) continue;
      for (const part of [['input', 'data'], ['model']])
        await rm(files.path(...part), { recursive: true, force: true });
    }
  }

  /**
   * Process id of a running job's group leader: `process.kill(-pid, 'SIGKILL')` is what a spot
   * reclaim looks like.
   */
  pidOf(trainingJobName: string): number | undefined {
    const started = this.#filesOf(trainingJobName)?.readProcess();
    return started && isAlive(started) ? started.pid : undefined;
  }

  /** Process ids of the group leaders of all jobs that run. */
  runningPids(): number[] {
    return [...this.#watched.keys()].flatMap((name) => this.pidOf(name) ?? []);
  }

  /** Whether a job is to start, runs, or its end was not told of yet. */
  get isRunningAny(): boolean {
    return this.#watched.size > 0;
  }

  /** Stops watching. Jobs run on. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#watched.values()) clearInterval(timer);
    this.#watched.clear();
  }

  #filesOf(name: string): JobFiles | undefined {
    const isName = /^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$/.test(name);
    return isName ? new JobFiles(join(this.#root, name)) : undefined;
  }

  async #startNow(files: JobFiles, spec: TrainingJobSpec): Promise<'started' | 'adopted'> {
    const name = spec.trainingJobName;
    // What an earlier try left and nobody can read is ended, and laid out anew below.
    if (files.isTorn) this.#endTorn(name, files);
    const job = files.readJob();
    if (job && !hasSameTags(job.spec, spec)) {
      throw fail('conflict', `training job ${name} is there already, with other tags`);
    }
    // Without `job.json` nothing was started: the folder of an earlier try is laid out anew.
    if (!job) {
      await layOutJob(files, spec, this.#options.objects);
      files.writeJob({ spec });
    }
    const isLaunched = this.#watched.has(name) || files.readProcess() || files.readExit();
    if (!isLaunched) this.#launch(files, job?.spec ?? spec);
    this.#watch(name, files);
    return job ? 'adopted' : 'started';
  }

  #launch(files: JobFiles, spec: TrainingJobSpec): void {
    const { graceSeconds = 120, maxSilentSeconds = 7_200, objects, environment } = this.#options;
    const [python, trainer] = [this.#python, this.#trainer];
    const name = spec.trainingJobName;
    const { folder } = files;
    const archive = objects.pathOf(`${spec.outputPrefix}${name}/output/model.tar.gz`);
    const { maxRuntimeSeconds } = spec;
    const order: RunnerConfig = {
      folder,
      python,
      trainer,
      maxRuntimeSeconds,
      graceSeconds,
      maxSilentSeconds,
      archive,
    };
    const log = openSync(files.logPath, 'a');
    const runner = spawn(process.execPath, [runnerPath, JSON.stringify(order)], {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: folder,
      env: childEnvironment({
        TRAINING_JOB_NAME: name,
        ...environment,
        DEEPTUNE_ML_ROOT: folder,
      }),
    });
    closeSync(log);
    runner.on('error', (error) => this.#recordNoStart(files, error.message));
    runner.on('exit', () => {
      if (!files.readProcess()) this.#recordNoStart(files, 'the runner ended before it began');
      void this.#check(name, files);
    });
    runner.unref();
  }

  /**
   * A job whose record cannot be read has failed as one that was interrupted: nothing is known of
   * what it was to do, so that what runs of it is ended.
   */
  #endTorn(trainingJobName: string, files: JobFiles): TrainingJob {
    const started = files.readProcess();
    if (started && isAlive(started)) process.kill(-started.pid, 'SIGKILL');
    const exit = files.readExit() ?? this.#vanished(files, started);
    const problem = 'its record, job.json, cannot be read: it was damaged';
    files.writeExit({ ...exit, hasVanished: true, problem });
    const spec = { trainingJobName, tags: {} };
    return trainingJobOf(files, { job: { spec }, started, exit: { ...exit, problem } });
  }

  #recordNoStart(files: JobFiles, problem: string): void {
    const endedAt = this.#options.now();
    if (this.#isClosed || files.readExit()) return;
    files.writeExit({ exitCode: null, signal: null, problem, endedAt, seconds: 0 });
  }

  /** How the job ended; undefined while it runs. Records an end that nobody saw. */
  #exitOf(files: JobFiles, started: ProcessRecord | undefined): ExitRecord | undefined {
    if (!started || isAlive(started)) return files.readExit();
    // Read after it was found dead: the runner may have written it as its last act.
    const exit = files.readExit();
    if (exit) return exit;
    killGroup(started.pid);
    const vanished = this.#vanished(files, started);
    files.writeExit(vanished);
    return vanished;
  }

  #vanished(files: JobFiles, started: ProcessRecord | undefined): ExitRecord {
    const now = Date.parse(this.#options.now());
    const start = started ? Date.parse(started.startedAt) : now;
    // A job that is watched has vanished just now; else its last sign of life is the best that is
    // known.
    const isWatched = this.#watched.has(basename(files.folder));
    const end = Math.max(start, isWatched ? now : lastWritten(files.logPath));
    const limit = files.readJob()?.spec.maxRuntimeSeconds ?? Infinity;
    const seconds = Math.min((end - start) / 1_000, limit);
    const stop = files.readStop();
    return {
      exitCode: null,
      signal: null,
      ...(stop ? { stopReason: stop.reason } : {}),
      hasVanished: true,
      endedAt: new Date(end).toISOString(),
      seconds,
    };
  }

  #watch(name: string, files: JobFiles): void {
    if (this.#isClosed || this.#watched.has(name) || files.isTold) return;
    const timer = setInterval(() => void this.#check(name, files), pollMilliseconds);
    timer.unref();
    this.#watched.set(name, timer);
  }

  async #check(name: string, files: JobFiles): Promise<void> {
    const timer = this.#watched.get(name);
    if (!timer) return;
    try {
      if (files.isTorn) this.#endTorn(name, files);
      else if (!this.#exitOf(files, files.readProcess())) return;
      clearInterval(timer);
      this.#watched.delete(name);
      await this.#options.onEnded?.(name);
      files.markTold();
    } catch {
      // Whoever wanted to know could not take it in, or a file could not be read: looked at again
      // in a moment.
      this.#watch(name, files);
    }
  }
}

/** Milliseconds since 1970; 0 for a file that is not there. */
function lastWritten(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const runnerPath = join(import.meta.dirname, 'job-runner.ts');

function hasSameTags(one: TrainingJobSpec, other: TrainingJobSpec): boolean {
  const sorted = ({ tags }: TrainingJobSpec): string => JSON.stringify(Object.entries(tags).sort());
  return sorted(one) === sorted(other);
}

function tellToStop(started: ProcessRecord | undefined): void {
  if (!started || !isAlive(started)) return;
  try {
    process.kill(started.pid, 'SIGTERM');
  } catch {
    // It has just ended.
  }
}

/** Ends what a vanished runner left behind in its group. */
function killGroup(pid: number): void {
  // A process of this number is a stranger by now, and no number is given anew while a group still
  // bears it.
  if (birthOf(pid) !== undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody was left.
  }
}
