/** Why a firing trained or did not, in the order in which it is asked. */
export type DecisionReason =
  | 'deleted'
  | 'paused'
  | 'training-open'
  | 'awaits-approval'
  | 'too-little-new'
  | 'budget'
  | 'not-worth-it'
  | 'cannot-be-done-by'
  | 'refused'
  | 'enough-new'
  | 'drift'
  | 'worth-it';

/** The numbers that a decision was made by; what was not looked at is absent. */
export interface DecisionNumbers {
  /** Contents of the dataset that the line does not know. */
  readonly newInputs?: number;
  readonly relabelledInputs?: number;
  readonly drift?: {
    /** Inputs that were asked about. */
    readonly sample: number;
    /** Population stability index of the predictions against the evaluation set's. */
    readonly score: number;
    readonly threshold: number;
  };
  /** Points (0 to 100) that it should bring, by the learning curve of earlier versions. */
  readonly expectedGain?: {
    readonly points: number;
    readonly low: number;
    readonly high: number;
    /** Versions that the curve was fitted to. */
    readonly versions: number;
  };
  readonly quote?: {
    readonly priceMicros: number;
    readonly maxPriceMicros: number;
    /** Until it is done, seconds: median and 90 %. */
    readonly p50Seconds: number;
    readonly p90Seconds: number;
  };
  readonly worthPerPointMicros?: number;
  readonly budgetLeftMicros?: number;
  /** How it is bought, where a time to be done by was asked for. */
  readonly purchase?: 'spot' | 'on-demand';
  readonly doneBy?: string;
}
