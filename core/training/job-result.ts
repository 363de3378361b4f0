import { errors } from '../errors.ts';
import type { TrainingJob } from '../ports/training-jobs.ts';
import type { Failure, TrainResult } from '../workflow/state.ts';

/** Attempts of one training: spot, spot, then on demand. Each resumes from the checkpoint of the one before. */
export const mostAttempts = 4;

/**
 * What an ended job means for its training. Total over SageMaker's statuses: a status that we do not know is the platform's fault, never a charge.
 * @param attempt from 1
 */
export function jobResult(job: TrainingJob, attempt: number): TrainResult {
  if (job.status === 'Completed') return { outcome: 'completed', failure: null };
  if (job.status === 'Stopped') return stoppedResult(job, attempt);
  const failure = failureFrom(job);
  if (failure.fault === 'user' || attempt >= mostAttempts) return { outcome: 'failed', failure };
  return { outcome: 'interrupted', failure };
}

function stoppedResult(job: TrainingJob, attempt: number): TrainResult {
  if (job.secondaryStatus === 'MaxRuntimeExceeded') {
    const message =
      'The reserved time was used up; the newest checkpoint is kept and can be resumed from';
    return {
      outcome: 'stopped',
      failure: { code: errors.trainingTimedOut.code, fault: 'user', message },
    };
  }
  if (job.secondaryStatus === 'MaxWaitTimeExceeded') {
    const failure: Failure = {
      code: errors.capacity.code,
      fault: 'platform',
      message: 'No spot capacity within the waiting time',
    };
    return { outcome: attempt < mostAttempts ? 'interrupted' : 'failed', failure };
  }
  return { outcome: 'stopped', failure: null };
}

/** The container leaves one JSON line as its reason (`container/README.md`); SageMaker wraps it: `AlgorithmError: {…}, exit code: 2`. */
export function failureFrom(job: TrainingJob): Failure {
  const reason = job.failureReason ?? job.secondaryStatus;
  const json = reason.slice(reason.indexOf('{'), reason.lastIndexOf('}') + 1);
  const parsed = json === '' ? undefined : parseFailure(json);
  return (
    parsed ?? {
      code: errors.trainingFailed.code,
      fault: 'platform',
      message: reason || `Training job ended as ${job.status}`,
    }
  );
}

function parseFailure(json: string): Failure | undefined {
  try {
    const { code, fault, message } = JSON.parse(json) as Record<string, unknown>;
    const isWhole =
      typeof code === 'string' &&
      typeof message === 'string' &&
      (fault === 'user' || fault === 'platform');
    return isWhole ? { code, fault, message } : undefined;
  } catch {
    return undefined;
  }
}
