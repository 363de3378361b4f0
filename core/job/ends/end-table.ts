import type { EndReason } from '../../billing/usage/usage-record.ts';
import type { TrainResult } from '../workflow/state.ts';

/* The one table of ends: how a job ended, from what the service says of it, and who pays. Total
   over every status, secondary status and class of failure; docs/billing.md shows it. */

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
  | 'final-fault'
  | 'unknown';

/** Statuses of a training job that can change no more. */
export const endedStatuses = ['Completed', 'Failed', 'Stopped'] as const;
export type EndedStatus = (typeof endedStatuses)[number];

/** SageMaker's secondary statuses, all of them, as its API has them. */
export const secondaryStatuses = [
  'Starting',
  'LaunchingMLInstances',
  'PreparingTrainingStack',
  'Pending',
  'Downloading',
  'DownloadingTrainingImage',
  'Training',
  'Uploading',
  'Updating',
  'Restarting',
  'Interrupted',
  'Stopping',
  'Stopped',
  'MaxRuntimeExceeded',
  'MaxWaitTimeExceeded',
  'Completed',
  'Failed',
] as const;
export type SecondaryStatus = (typeof secondaryStatuses)[number];

/** What a failure reason says, see `failureClassOf`. */
export const failureClasses = [
  'written-user',
  'written-passing',
  'written-final',
  'none',
  'algorithm-error',
  'host',
  'capacity',
  'service-error',
  'host-memory',
  'client-error',
  'other',
] as const;
export type FailureClass = (typeof failureClasses)[number];

/** `by-reason`: the failure's class decides. */
type Ends = Readonly<Record<SecondaryStatus, JobEnd | 'by-reason'>>;

/** All that begins: what ended before it trained. */
const beforeTraining = (end: JobEnd | 'by-reason') => ({
  Starting: end,
  LaunchingMLInstances: end,
  PreparingTrainingStack: end,
  Pending: end,
  Downloading: end,
  DownloadingTrainingImage: end,
});

/** All that goes on: the stage that a job was in when it ended may be what is told last. */
const underWay = (end: JobEnd | 'by-reason') => ({
  Training: end,
  Uploading: end,
  Updating: end,
  Restarting: end,
});

/**
 * By status and secondary status. `unknown` are those that contradict each other: nobody is charged
 * by guess.
 */
export const endTable: Readonly<Record<EndedStatus, Ends>> = {
  Completed: {
    ...beforeTraining('unknown'),
    ...underWay('completed'),
    Interrupted: 'unknown',
    Stopping: 'unknown',
    Stopped: 'unknown',
    MaxRuntimeExceeded: 'out-of-time',
    MaxWaitTimeExceeded: 'unknown',
    Completed: 'completed',
    Failed: 'unknown',
  },
  Stopped: {
    ...beforeTraining('stopped'),
    ...underWay('stopped'),
    Interrupted: 'stopped',
    Stopping: 'stopped',
    Stopped: 'stopped',
    MaxRuntimeExceeded: 'out-of-time',
    MaxWaitTimeExceeded: 'no-capacity',
    Completed: 'unknown',
    Failed: 'unknown',
  },
  Failed: {
    ...beforeTraining('by-reason'),
    ...underWay('by-reason'),
    Interrupted: 'by-reason',
    Stopping: 'by-reason',
    Stopped: 'unknown',
    MaxRuntimeExceeded: 'by-reason',
    MaxWaitTimeExceeded: 'no-capacity',
    Completed: 'unknown',
    Failed: 'by-reason',
  },
};

/** By the class of its failure. Of an interrupted one, what its trainer wrote counts first. */
export const endByClass: Readonly<Record<FailureClass, JobEnd>> = {
  'written-user': 'user-fault',
  'written-passing': 'passing-fault',
  'written-final': 'final-fault',
  /** It left no reason: it was killed, or the instance went away. */
  none: 'vanished',
  /** The container ended badly and wrote nothing: killed, or its memory ran out. */
  'algorithm-error': 'vanished',
  /** The laptop's own words for the same. */
  host: 'vanished',
  capacity: 'no-capacity',
  'service-error': 'service-error',
  /** SageMaker says a `ClientError` where the host's memory ran out (exit code 137). */
  'host-memory': 'vanished',
  'client-error': 'refused',
  other: 'unknown',
};

/** What an end means for the job, and what it is settled as. */
export interface Meaning {
  /**
   * `another-attempt` resumes from the newest checkpoint on another instance, as long as there are
   * attempts: only where that can help. Everything else ends the job at once, no matter whose fault
   * it was: the same job would fail again, and AWS would be paid for it.
   */
  readonly next: TrainResult['outcome'] | 'another-attempt';
  /**
   * How the job is settled where no attempt is left. `review`: not settled with money at all, its
   * hold stays until an operator ends it.
   */
  readonly endReason: EndReason | 'review';
}

export const meanings: Readonly<Record<JobEnd, Meaning>> = {
  /** Once its export was verified; without one it is our fault. */
  completed: { next: 'completed', endReason: 'trained' },
  stopped: { next: 'stopped', endReason: 'stopped' },
  'out-of-time': { next: 'stopped', endReason: 'stopped' },
  'no-capacity': { next: 'another-attempt', endReason: 'failed-platform' },
  /** A spot reclaim, or a process that was killed. */
  interrupted: { next: 'another-attempt', endReason: 'failed-platform' },
  /** SageMaker's own `InternalServerError`. */
  'service-error': { next: 'another-attempt', endReason: 'failed-platform' },
  vanished: { next: 'another-attempt', endReason: 'failed-platform' },
  /** SageMaker could not start it as asked: an image, an object of ours, a permission. */
  refused: { next: 'failed', endReason: 'failed-platform' },
  'user-fault': { next: 'failed', endReason: 'failed-user' },
  'passing-fault': { next: 'another-attempt', endReason: 'failed-platform' },
  'final-fault': { next: 'failed', endReason: 'failed-platform' },
  unknown: { next: 'failed', endReason: 'review' },
};
