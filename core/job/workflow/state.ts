import type { Failure } from '../../errors.ts';

/** What a step reports; the Choice after it decides on this word alone. */
export type Outcome =
  | 'started'
  /** A schedule's firing trains. */
  | 'retrain'
  /** A schedule's firing does not train; also what its execution ends as. */
  | 'skipped'
  | 'prepared'
  | 'estimated'
  | 'admitted'
  | 'wait'
  | 'completed'
  | 'interrupted'
  | 'verified'
  /** What Gate decided is on the version; Settle carries it out. */
  | 'gated'
  /** `verified`, as the previous release said it. */
  | 'evaluated'
  | 'stopped'
  | 'failed'
  /** A training that is settled with a model. */
  | 'trained'
  /** The same, whose version answers its model's predictions now. */
  | 'promoted'
  /** The same, which the gate does not let answer. */
  | 'held-back'
  /** The same, which a person is to promote. */
  | 'awaits-approval'
  /** An evaluation or a batch prediction that is settled with its answers. */
  | 'done';

/**
 * `train`: makes a model version. `evaluate`: measures one on a dataset version. `predict`: has one
 * answer every input of a dataset version.
 */
export type Kind = 'train' | 'evaluate' | 'predict';

/**
 * The whole state of one execution: ids only, data lies in the table and the bucket (Step Functions
 * carries 256 KiB at most). Every field is always there, so that no expression can meet a missing
 * one; but for `kind`, `jobId` and `recordId` in executions that the previous release started:
 * those are trainings.
 */
export interface JobState {
  readonly schemaVersion: 1;
  readonly userId: string;
  readonly appId: string;
  readonly modelId: string;
  /** Of a training the version that it makes, else the one that is evaluated or predicts. */
  readonly versionId: string;
  /** Absent: `train`. */
  readonly kind?: Kind;
  /**
   * 32 hexadecimal digits; names the execution, its training jobs, its hold and its usage record.
   * Absent: `versionId`.
   */
  readonly jobId?: string;
  /**
   * Id of the evaluation or the batch prediction in its app; of a training `versionId`, as where it
   * is absent.
   */
  readonly recordId?: string;
  /** From 1; each attempt has its own training job name. */
  readonly attempt: number;
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  /** How long Train may wait for its token, seconds. */
  readonly trainTimeoutSeconds: number;
  /** Pause before asking Admit again, seconds. */
  readonly waitSeconds: number;
  /** How often Admit has answered `wait`. */
  readonly waits: number;
  /**
   * The schedule whose firing this is; empty, or absent in executions that the previous release
   * began: somebody asked for the job.
   */
  readonly scheduleId?: string;
  /** Of a firing the slot that it is for, ISO 8601; empty as `scheduleId` is. */
  readonly scheduledAt?: string;
}

/** What the Train step receives. */
export interface TrainTask {
  readonly state: JobState;
  readonly taskToken: string;
}

/** What ends the Train step's wait. */
export interface TrainResult {
  readonly outcome: 'completed' | 'interrupted' | 'stopped' | 'failed';
  readonly failure: Failure | null;
}

/** What a state names: by these its job is found. */
export type JobIds = Pick<
  JobState,
  'userId' | 'appId' | 'modelId' | 'versionId' | 'kind' | 'jobId' | 'recordId'
>;

/** The job's id, also of a stored state that does not say. */
export function jobIdOf({ jobId, versionId }: JobIds): string {
  return jobId ?? versionId;
}

/**
 * State at the start of an execution. @param ids those of a training need no more than its version
 */
export function initialState(ids: JobIds): JobState {
  const { versionId } = ids;
  return {
    schemaVersion: 1,
    kind: 'train',
    jobId: versionId,
    recordId: versionId,
    ...ids,
    attempt: 1,
    outcome: 'started',
    failure: null,
    trainTimeoutSeconds: 0,
    waitSeconds: 0,
    waits: 0,
    scheduleId: '',
    scheduledAt: '',
  };
}
