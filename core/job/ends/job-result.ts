import { errors } from '../../errors.ts';
import type { Failure } from '../../errors.ts';
import type { TrainingJob } from '../../ports/jobs.ts';
import { maxAttempts } from '../workflow/limits.ts';
import type { TrainResult } from '../workflow/state.ts';
import { endByClass, endTable, meanings } from './end-table.ts';
import type { EndedStatus, JobEnd, SecondaryStatus } from './end-table.ts';
import { failureClassOf, writtenFailure } from './failure-class.ts';

/**
 * What an ended job means for its training. An end that nobody foresaw is no charge: an operator
 * looks at it.
 * @param attempt from 1
 */
export function jobResult(job: TrainingJob, attempt: number): TrainResult {
  const end = endOf(job);
  const { next } = meanings[end];
  const failure = failureOf(job, end);
  if (next !== 'another-attempt') return { outcome: next, failure };
  return { outcome: attempt < maxAttempts ? 'interrupted' : 'failed', failure };
}

/** How the job ended, by the table; a word that is not in it: nobody knows. */
export function endOf({ status, secondaryStatus, failureReason = '' }: TrainingJob): JobEnd {
  const ends = endTable[status as EndedStatus] as (typeof endTable)[EndedStatus] | undefined;
  const end = ends?.[secondaryStatus as SecondaryStatus] as JobEnd | 'by-reason' | undefined;
  if (end !== 'by-reason') return end ?? 'unknown';
  const byClass = endByClass[failureClassOf(failureReason)];
  const isWritten = writtenFailure(failureReason) !== undefined;
  return secondaryStatus === 'Interrupted' && !isWritten ? 'interrupted' : byClass;
}

function failureOf(job: TrainingJob, end: JobEnd): Failure | null {
  switch (end) {
    case 'completed':
    case 'stopped':
      return null;
    case 'out-of-time':
      return {
        code: errors.trainingTimedOut.code,
        fault: 'user',
        message:
          'The reserved time was used up; the newest checkpoint is kept and can be resumed from',
      };
    case 'no-capacity':
      return {
        code: errors.capacity.code,
        fault: 'platform',
        message: job.failureReason ?? 'No spot capacity within the waiting time',
      };
    case 'unknown':
      return {
        code: errors.endUnknown.code,
        fault: 'platform',
        message: `The service says '${job.status}', '${job.secondaryStatus}'${reasonWords(job)}: what that means for its charge is not known. Nothing is charged until an operator has looked at it`,
      };
    default:
      return failureFrom(job);
  }
}

function reasonWords({ failureReason }: TrainingJob): string {
  return failureReason ? ` and '${failureReason}'` : '';
}

/**
 * The container leaves one JSON line as its reason (`container/README.md`); SageMaker wraps it:
 * `AlgorithmError: {…}, exit code: 2`.
 */
export function failureFrom(job: TrainingJob): Failure {
  const reason = job.failureReason ?? job.secondaryStatus;
  return (
    writtenFailure(reason) ?? {
      code: errors.trainingFailed.code,
      fault: 'platform',
      message: reason || `Training job ended as ${job.status}`,
    }
  );
}
