import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, writeJson } from '../file-system.ts';
import { JobFiles } from './job-files.ts';
import type { ProcessRecord, StopReason } from './job-files.ts';
import { birthOf } from '../python/process-identity.ts';

/** What the runner is told on its command line, as JSON. */
export interface RunnerConfig {
  readonly folder: string;
  readonly python: string;
  readonly trainer: string;
  readonly maxRuntimeSeconds: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceSeconds: number;
  /** How long the trainer may show no sign of life before it is ended; 0: for ever. */
  readonly maxSilentSeconds: number;
  /** Where `model/` is packed to after a good end. */
  readonly archive: string;
}

// A timer cannot wait longer: 24 days.
const maxTimerMilliseconds = 2 ** 31 - 1;

/**
 * Runs one trainer to its end: `node job-runner.ts '<RunnerOrder>'`, as the leader of a process
 * group of its own. It survives the server, keeps the time limit and the grace itself, and records
 * how the trainer ended; what a SageMaker instance does around a container.
 */
function runJob(order: RunnerConfig): void {
  const files = new JobFiles(order.folder);
  const stopping = new AbortController();
  // Before the claim: whoever finds `process.json` may send SIGTERM.
  process.on('SIGTERM', () => stopping.abort('StopRequested' satisfies StopReason));
  const claim = claimJob(files);
  if (!claim) return;
  if (files.readStop()) stopping.abort('StopRequested' satisfies StopReason);
  const started = performance.now();
  const end = (exit: TrainerEnd): void => {
    const seconds = (performance.now() - started) / 1_000;
    const stopReason = stopping.signal.reason as StopReason | undefined;
    if (exit.exitCode === 0 && !stopReason) packModel(files, order.archive);
    const endedAt = new Date().toISOString();
    files.writeExit({ ...exit, ...(stopReason ? { stopReason } : {}), endedAt, seconds });
    // Takes along what the trainer left running, and itself.
    process.kill(-process.pid, 'SIGKILL');
  };
  if (stopping.signal.aborted) return end({ exitCode: 0, signal: null });
  const trainer = spawn(order.python, [order.trainer], { stdio: 'inherit', cwd: order.folder });
  trainer.on('error', (error) => end({ exitCode: null, signal: null, problem: error.message }));
  const hung = endWhenSilent(trainer, files, order.maxSilentSeconds);
  trainer.on('exit', (exitCode, signal) => end({ exitCode, signal, ...hung() }));
  stopWhenAsked(trainer, { order, files, stopping });
}

interface TrainerEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly isHung?: boolean;
  readonly problem?: string;
}

/**
 * Ends a trainer that hangs: one that neither writes to its log, nor a checkpoint, a model or a
 * result, for so long. Time that the machine sleeps does not count.
 * @returns what to record of it; nothing where it was not ended
 */
function endWhenSilent(
  trainer: ChildProcess,
  files: JobFiles,
  maxSilentSeconds: number,
): () => Pick<TrainerEnd, 'isHung' | 'problem'> {
  if (maxSilentSeconds === 0) return () => ({});
  let hung = {};
  let last = '';
  let silent = 0;
  const every = Math.min(10, maxSilentSeconds / 4);
  setInterval(() => {
    const now = signOfLife(files);
    silent = now === last ? silent + every : 0;
    last = now;
    if (silent < maxSilentSeconds) return;
    const problem = `the trainer showed no progress for ${maxSilentSeconds} s and was ended (DEEPTUNE_MAX_SILENT_SECONDS)`;
    hung = { isHung: true, problem };
    // What hangs hears no request to save.
    trainer.kill('SIGKILL');
  }, every * 1_000);
  return () => hung;
}

/** Changes with whatever a trainer writes. */
function signOfLife(files: JobFiles): string {
  const places = [files.path('checkpoints'), files.path('model'), files.path('output')];
  const folders = places.flatMap((place) => [
    place,
    ...namesIn(place).map((name) => join(place, name)),
  ]);
  return [files.logPath, ...folders]
    .map((path) => statSync(path, { throwIfNoEntry: false }))
    .map((stat) => `${stat?.mtimeMs} ${stat?.size}`)
    .join();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Of two runners of one job (a server killed in between starts a second one) only the first goes
 * on.
 */
function claimJob(files: JobFiles): ProcessRecord | undefined {
  const { pid } = process;
  const record = { pid, birth: birthOf(pid) ?? '', startedAt: new Date().toISOString() };
  const own = files.path(`process.${pid}.json`);
  writeJson(own, record);
  try {
    linkSync(own, files.processPath);
    return record;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

interface Stopping {
  readonly order: RunnerConfig;
  readonly files: JobFiles;
  readonly stopping: AbortController;
}

function stopWhenAsked(trainer: ChildProcess, { order, files, stopping }: Stopping): void {
  const milliseconds = Math.min(order.maxRuntimeSeconds * 1_000, maxTimerMilliseconds);
  setTimeout(() => {
    files.requestStop('MaxRuntimeExceeded');
    stopping.abort('MaxRuntimeExceeded' satisfies StopReason);
  }, milliseconds);
  stopping.signal.addEventListener('abort', () => {
    // The trainer alone, as in a container: its helpers stay alive while it saves.
    trainer.kill('SIGTERM');
    setTimeout(() => trainer.kill('SIGKILL'), order.graceSeconds * 1_000);
  });
}

/**
 * `model/` as model.tar.gz, as SageMaker leaves it. The laptop itself predicts from the export: a
 * machine without tar only lacks the archive.
 */
function packModel(files: JobFiles, archive: string): void {
  const temporary = files.path('model.tar.gz');
  try {
    execFileSync('tar', ['-czf', temporary, '-C', files.path('model'), '.'], { stdio: 'inherit' });
    mkdirSync(dirname(archive), { recursive: true });
    renameSync(temporary, archive);
  } catch (error) {
    process.stderr.write(`model.tar.gz was not made: ${String(error)}\n`);
  }
}

runJob(JSON.parse(process.argv[2] ?? '') as RunnerConfig);
