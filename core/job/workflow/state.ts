import type { Failure } from '../../errors.ts';

/** What a step reports; the Choice after it decides on this word alone. */
export type Outcome =
  | 'started'
  | 'prepared'
  | 'admitted'
  | 'wait'
  | 'completed'
  | 'interrupted'
  | 'evaluated'
  | 'stopped'
  | 'failed'
  | 'trained';

/**
 * The whole state of one execution: ids only, data lies in the table and the bucket (Step Functions carries 256 KiB at most).
 * Every field is always there, so that no expression can meet a missing one.
 */
export interface TrainingState {
  readonly schemaVersion: 1;
  readonly userId: string;
  readonly appId: string;
  readonly modelId: string;
  readonly versionId: string;
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
}

/** What the Train step receives. */
export interface TrainTask {
  readonly state: TrainingState;
  readonly taskToken: string;
}

/** What ends the Train step's wait. */
export interface TrainResult {
  readonly outcome: 'completed' | 'interrupted' | 'stopped' | 'failed';
  readonly failure: Failure | null;
}

/** State at the start of an execution. */
export function initialState(ids: {
  userId: string;
  appId: string;
  modelId: string;
  versionId: string;
}): TrainingState {
  return {
    schemaVersion: 1,
    ...ids,
    attempt: 1,
    outcome: 'started',
    failure: null,
    trainTimeoutSeconds: 0,
    waitSeconds: 0,
    waits: 0,
  };
}
