import type { TrainingEstimate } from '../../../../core/api/wire/messages.ts';
import { dollars, duration } from '../../../parts/figures/in-words.ts';

/** An estimate as people read it. The only place that reads its fields. */
export interface EstimateWords {
  /** `23 s to 32 s`: half of such trainings take the first or less, nine of ten the second. */
  readonly time: string;
  /** Clarifai's own display: whole quarters of an hour. */
  readonly display: string;
  readonly price: string;
  /** The most that is ever billed. */
  readonly limit: string;
  /** After which it is stopped. */
  readonly stopsAfter: string;
  readonly rate: string;
  readonly epochs: string;
  readonly explanation: readonly string[];
  readonly warnings: TrainingEstimate['warnings'];
  /** Why what it makes could not be predicted with here. */
  readonly notPredictable: string | undefined;
  readonly exceedsLimit: boolean;
  readonly maxAmountMicros: number;
}

export function estimateInWords(estimate: TrainingEstimate): EstimateWords {
  const { p50Seconds, p90Seconds, displaySeconds, expectedEpochs, epochs } = estimate;
  const [half, most] = [duration(p50Seconds), duration(p90Seconds)];
  return {
    time: half === most ? half : `${half} to ${most}`,
    display: displaySeconds === 0 ? 'under 15 min' : duration(displaySeconds),
    price: dollars(estimate.amountMicros),
    limit: dollars(estimate.maxAmountMicros),
    stopsAfter: duration(estimate.maxRuntimeSeconds),
    rate: `${dollars(estimate.microsPerHour)} per hour`,
    epochs: expectedEpochs === epochs ? String(epochs) : `about ${expectedEpochs} of ${epochs}`,
    explanation: estimate.explanation,
    warnings: estimate.warnings,
    notPredictable: estimate.predictable ? undefined : (estimate.notPredictable ?? 'not here'),
    exceedsLimit: estimate.exceedsMaxRuntime,
    maxAmountMicros: estimate.maxAmountMicros,
  };
}
