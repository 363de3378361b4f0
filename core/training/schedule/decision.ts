/** Why a firing trained or did not, in the order in which it is asked. */
export type DecisionReason =
  | 'deleted'
  /** A later slot of the schedule was decided before. */
  | 'superseded'
  | 'paused'
  | 'training-open'
  | 'awaits-approval'
  | 'too-little-new'
  | 'budget'
  | 'above-max-price'
  | 'not-worth-it'
  | 'cannot-be-done-by'
  /** The training would be refused, or was. */
  | 'refused'
  /** It could not be decided: a failure of ours. */
  | 'failed'
  | 'enough-new'
  | 'drift'
  | 'worth-it';

/** How its training is bought: of spot capacity, or on demand. */
export type Purchase = 'spot' | 'on-demand';

/** The numbers that a decision was made by; what was not looked at is absent. */
export interface DecisionNumbers {
  /** Contents of the dataset that the line does not know. */
  readonly newInputs?: number;
  /** Contents that it knows with other labels. */
  readonly relabelledInputs?: number;
  /** Less than this of both together is too little. */
  readonly minNewInputs?: number;
  readonly drift?: Drift;
  readonly expectedGain?: ExpectedGain;
  readonly quote?: RetrainingQuote;
  readonly worthPerPointMicros?: number;
  readonly maxPriceMicros?: number;
  readonly budgetLeftMicros?: number;
  /** How it is bought, where a time to be done by was asked for. */
  readonly purchase?: Purchase;
  /** When it has to be done, ISO 8601. */
  readonly doneBy?: string;
  /** What could not be looked at, and why: a sentence each. */
  readonly notes?: readonly string[];
}

/** How far the predictions on what is new have moved from those on the evaluation set. */
export interface Drift {
  /** Inputs that were asked about. */
  readonly sample: number;
  /** Answers to the evaluation set that they are compared with. */
  readonly reference: number;
  /** Population stability index of the predictions against the evaluation set's. */
  readonly score: number;
  readonly threshold: number;
}

/** Points (0 to 100) that a training should bring, by the learning curve of earlier versions. */
export interface ExpectedGain {
  readonly points: number;
  /** Between both lie 8 of 10. */
  readonly low: number;
  readonly high: number;
  /** Versions that the curve was fitted to; 0: it is the prior alone. */
  readonly versions: number;
}

/** What a training is quoted at. */
export interface RetrainingQuote {
  readonly priceMicros: number;
  readonly maxPriceMicros: number;
  /** Until it is done, seconds: median and 90 %, the waiting for an instance with it. */
  readonly p50Seconds: number;
  readonly p90Seconds: number;
}

/** What a firing decided, and why. */
export interface Decision {
  readonly result: 'started' | 'skipped';
  readonly reason: DecisionReason;
  /** For people: the version that was started, or why none was. */
  readonly detail: string;
  readonly numbers: DecisionNumbers;
}
