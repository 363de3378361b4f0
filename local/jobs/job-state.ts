import { readFileSync } from 'node:fs';
import type { TrainingJob, TrainingJobStatus } from '../../core/ports/jobs.ts';
import { codeOf } from '../file-system.ts';
import type { ExitRecord, JobFiles, JobRecord, ProcessRecord } from './job-files.ts';

/** What is recorded about a job. */
export interface JobRecords {
  readonly job: { readonly spec: Pick<JobRecord['spec'], 'trainingJobName' | 'tags'> };
  readonly started: ProcessRecord | undefined;
  readonly exit: ExitRecord | undefined;
}

/** A job in SageMaker's words. */
export function trainingJobOf(files: JobFiles, { job, started, exit }: JobRecords): TrainingJob {
  const { trainingJobName, tags } = job.spec;
  const startedAt = started ? { startedAt: started.startedAt } : {};
  if (!exit) {
    const state = runningState(files, started);
    return { trainingJobName, tags, ...state, ...startedAt };
  }
  const { status, secondaryStatus } = endState(exit);
  const failureReason = status === 'Failed' ? { failureReason: reasonOf(files, exit) } : {};
  return {
    trainingJobName,
    tags,
    status,
    secondaryStatus,
    ...failureReason,
    ...startedAt,
    endedAt: exit.endedAt,
    billableSeconds: Math.ceil(exit.seconds),
  };
}

interface State {
  readonly status: TrainingJobStatus;
  readonly secondaryStatus: string;
}

function runningState(files: JobFiles, started: ProcessRecord | undefined): State {
  if (files.readStop()) return { status: 'Stopping', secondaryStatus: 'Stopping' };
  return { status: 'InProgress', secondaryStatus: started ? 'Training' : 'Starting' };
}

function endState({ stopReason, hasVanished, exitCode }: ExitRecord): State {
  if (stopReason === 'MaxRuntimeExceeded') {
    return { status: 'Stopped', secondaryStatus: 'MaxRuntimeExceeded' };
  }
  if (stopReason) return { status: 'Stopped', secondaryStatus: 'Stopped' };
  if (hasVanished) return { status: 'Failed', secondaryStatus: 'Interrupted' };
  return exitCode === 0
    ? { status: 'Completed', secondaryStatus: 'Completed' }
    : { status: 'Failed', secondaryStatus: 'Failed' };
}

/** SageMaker shows so much of it. */
const maxReasonLength = 1_024;

function reasonOf(files: JobFiles, exit: ExitRecord): string {
  if (exit.hasVanished && exit.problem) return exit.problem;
  if (exit.hasVanished)
    return 'the training process vanished: it was killed, or the machine went down';
  const left = readFailure(files.failurePath).slice(0, maxReasonLength).trim();
  if (left) return left;
  if (exit.isHung && exit.problem) return exit.problem;
  if (exit.problem) return `the trainer could not be started: ${exit.problem}`;
  return exit.signal ? `the trainer was ended by ${exit.signal}` : `exit code ${exit.exitCode}`;
}

function readFailure(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
