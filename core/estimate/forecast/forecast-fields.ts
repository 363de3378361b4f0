import type { Evidence } from '../graded/graded-estimate.ts';
import type { ForecastPhase, Quantiles } from '../phase.ts';

/** One phase of an estimate. Seconds. */
export interface EstimatedPhase extends Quantiles {
  readonly name: ForecastPhase;
  /** Whether its seconds are charged for. */
  readonly isCharged: boolean;
}

/** What would change the time of a job most: one setting, all else as it is. */
export interface Driver {
  /** As the request names it: `num_epochs`, `image_size`, `inputs`. */
  readonly setting: string;
  /** For a person: `10 -> 20`. */
  readonly change: string;
  /** What the job would then take more (or, negative, less), by the median. */
  readonly seconds: number;
}

/** What Clarifai's formula says of the same job. */
export interface FormulaFields {
  readonly secondsPerInput: number;
  readonly fixedSeconds: number;
  readonly inputCount: number;
  readonly epochs: number;
  readonly seconds: number;
}

/**
 * What an estimate of a job of any kind says of its forecast. Seconds and micro-dollars, whole ones
 * but for those of the phases.
 */
export interface ForecastFields {
  readonly p10Seconds: number;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  readonly p10AmountMicros: number;
  /** Of the price: its median. */
  readonly amountMicros: number;
  readonly p90AmountMicros: number;
  /** Those that the job has, in the order in which it goes through them. */
  readonly phases: readonly EstimatedPhase[];
  readonly evidence: Evidence;
  /** Finished jobs of the same kind and template on the same device that it has learnt from. */
  readonly jobCount: number;
  /** False: too few estimates were scored to say how wide the range must be. */
  readonly isCalibrated: boolean;
  /** For a person, a sentence each, without a full stop. */
  readonly assumptions: readonly string[];
  /** The greatest first. */
  readonly drivers: readonly Driver[];
  readonly formula: FormulaFields;
}
