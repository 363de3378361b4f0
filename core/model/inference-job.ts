import type { Failure } from '../errors.ts';
import { fail } from '../errors.ts';
import type { Scope } from '../records/keys.ts';
import type { Reservation, Settlement, StopReason } from './model-version.ts';

export type InferenceJobStatus =
  'queued' | 'running' | 'stopping' | 'completed' | 'stopped' | 'failed';

/**
 * A job in which a trained version answers every row of a dataset version: to be evaluated, or to
 * predict. Part of the record that asked for it.
 */
export interface InferenceJob {
  /**
   * 32 hexadecimal digits; names the execution, the training jobs, the hold, the usage record and
   * the folder of its objects.
   */
  readonly id: string;
  readonly status: InferenceJobStatus;
  /**
   * Template of the version's training: with the kind and the instance type, what its time is
   * estimated by.
   */
  readonly templateId: string;
  readonly instanceType: string;
  /** How its images come to it, in SageMaker's words; absent: `File`. */
  readonly objectsInputMode?: 'FastFile';
  readonly reservation: Reservation;
  /** Of the newest attempt; absent: none has begun. */
  readonly trainingJobName?: string;
  readonly startedAt?: string;
  /** There once it is completed, stopped or failed. */
  readonly settlement?: Settlement;
  /** Why it was stopped, where nobody asked for it. */
  readonly stopReason?: StopReason;
  /** Why it failed, or ran out of its time. */
  readonly failure?: Failure;
}

/** What the records of evaluations and of batch predictions have in common. */
export interface InferenceRecord {
  readonly id: string;
  readonly scope: Scope;
  readonly modelId: string;
  readonly versionId: string;
  readonly modelTypeId: string;
  readonly createdAt: string;
  readonly job: InferenceJob;
  readonly isDeleted?: true;
}

/** The one transition table. `running -> running` is the next attempt of the same job. */
const transitions: Readonly<Record<InferenceJobStatus, readonly InferenceJobStatus[]>> = {
  queued: ['running', 'stopping', 'stopped', 'failed'],
  running: ['running', 'stopping', 'completed', 'stopped', 'failed'],
  stopping: ['completed', 'stopped', 'failed'],
  completed: [],
  stopped: [],
  failed: [],
};

/** True while a workflow owns the job. */
export function isOpenJob({ status }: InferenceJob): boolean {
  return transitions[status].length > 0;
}

/** The job in another status, with what is known then. @throws DeeptuneError illegal-transition */
export function movedJob(
  job: InferenceJob,
  status: InferenceJobStatus,
  more: Partial<InferenceJob> = {},
): InferenceJob {
  if (!transitions[job.status].includes(status))
    throw fail('illegalTransition', `Job '${job.id}' is ${job.status} and cannot become ${status}`);
  return { ...job, ...more, status };
}
