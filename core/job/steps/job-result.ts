import { errors } from '../../errors.ts';
import type { TrainingJob } from '../../ports/jobs.ts';
import { maxAttempts } from '../workflow/limits.ts';
import type { TrainResult } from '../workflow/state.ts';
import type { Failure } from '../../errors.ts';

/** How a job ended, in the words that decide what comes next. */
export type JobEnd =
  | 'completed'
  | 'stopped'
  | 'out-of-time'
  | 'no-capacity'
  | 'interrupted'
  | 'service-error'
  | 'vanished'
  | 'refused'
  | 'user-fault'
  | 'passing-fault'
  | 'final-fault';

/**
 * What each end means for the training. `another-attempt` resumes from the newest checkpoint on
 * another instance, as long as there are attempts: only where that can help. Everything else ends
 * the training at once, no matter whose fault it was: the same job would fail again, and AWS would
 * be paid for it.
 */
export const meanings: Readonly<Record<JobEnd, TrainResult['outcome'] | 'another-attempt'>> = {
  completed: 'completed',
  stopped: 'stopped',
  'out-of-time': 'stopped',
  'no-capacity': 'another-attempt',
  /** A spot reclaim, or a process that was killed. */
  interrupted: 'another-attempt',
  /** SageMaker's own `InternalServerError`. */
  'service-error': 'another-attempt',
  /**
   * The container left no reason: it was killed, the host's memory ran out, or the instance went
   * away.
   */
  vanished: 'another-attempt',
  /**
   * SageMaker's `ClientError`: it could not start the job as it was asked to (an image, an object,
   * a permission).
   */
  refused: 'failed',
  'user-fault': 'failed',
  'passing-fault': 'another-attempt',
  'final-fault': 'failed',
};

/**
 * Faults of the platform, as the trainer writes them, that another attempt can be free of: data
 * that arrived broken is downloaded anew, and memory that something else had taken (on the laptop)
 * may be free. All other codes are final: the trainer and its input are the same the next time.
 */
export const passingFaults: readonly string[] = [
  'dataset-digest-mismatch',
  'dataset-object-corrupt',
  'parent-artifact-corrupt',
  'out-of-memory',
];

/**
 * What an ended job means for its training. Total over SageMaker's statuses: a status that we do
 * not know is the platform's fault, never a charge.
 * @param attempt from 1
 */
export function jobResult(job: TrainingJob, attempt: number): TrainResult {
  const end = endOf(job);
  const meaning = meanings[end];
  const failure = failureOf(job, end);
  if (meaning !== 'another-attempt') return { outcome: meaning, failure };
  return { outcome: attempt < maxAttempts ? 'interrupted' : 'failed', failure };
}

/** How the job ended. */
export function endOf(job: TrainingJob): JobEnd {
  if (job.status === 'Completed') return 'completed';
  if (job.status === 'Stopped') return stoppedEnds[job.secondaryStatus] ?? 'stopped';
  const reason = job.failureReason ?? '';
  const written = writtenFailure(reason);
  if (written?.fault === 'user') return 'user-fault';
  if (written) return passingFaults.includes(written.code) ? 'passing-fault' : 'final-fault';
  if (job.secondaryStatus === 'Interrupted') return 'interrupted';
  return serviceEnds.find(([pattern]) => pattern.test(reason))?.[1] ?? 'vanished';
}

const stoppedEnds: Readonly<Record<string, JobEnd>> = {
  MaxRuntimeExceeded: 'out-of-time',
  MaxWaitTimeExceeded: 'no-capacity',
};

/**
 * How SageMaker begins the reasons that are its own. A `ClientError` about memory comes when the
 * host's ran out (exit code 137).
 */
const serviceEnds: readonly (readonly [RegExp, JobEnd])[] = [
  [/^(CapacityError|InsufficientCapacity)/, 'no-capacity'],
  [/^InternalServerError/, 'service-error'],
  [/^ClientError.*more memory/s, 'vanished'],
  [/^ClientError/, 'refused'],
];

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
    default:
      return failureFrom(job);
  }
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

/**
 * What the trainer wrote to `output/failure`; undefined where it wrote nothing. SageMaker shows the
 * first 1,024 characters: a long line is cut.
 */
function writtenFailure(reason: string): Failure | undefined {
  const start = reason.indexOf('{');
  if (start < 0) return undefined;
  return parseFailure(reason.slice(start, reason.lastIndexOf('}') + 1)) ?? cutFailure(reason);
}

function parseFailure(json: string): Failure | undefined {
  try {
    const { code, fault, message, seconds } = JSON.parse(json) as Record<string, unknown>;
    const isWhole =
      typeof code === 'string' &&
      typeof message === 'string' &&
      (fault === 'user' || fault === 'platform');
    return isWhole ? { code, fault, message, ...ranFor(seconds) } : undefined;
  } catch {
    return undefined;
  }
}

/** Releases before 0.2.0 wrote no seconds. */
function ranFor(seconds: unknown): Pick<Failure, 'seconds'> {
  return typeof seconds === 'number' && seconds >= 0 ? { seconds } : {};
}

const cutPattern =
  /\{"code": "([a-z0-9-]+)", "fault": "(user|platform)"(?:, "seconds": ([0-9.]+))?, "message": "(.*)$/s;

function cutFailure(reason: string): Failure | undefined {
  const [, code, fault, seconds, rest] = cutPattern.exec(reason) ?? [];
  if (code === undefined || rest === undefined) return undefined;
  return {
    code,
    fault: fault === 'user' ? 'user' : 'platform',
    message: `${unescaped(rest)} …`,
    ...ranFor(seconds === undefined ? undefined : Number(seconds)),
  };
}

/** A broken-off JSON string, as far as it can be read. */
function unescaped(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\"', '"').replaceAll('\\\\', '\\').trim();
}
