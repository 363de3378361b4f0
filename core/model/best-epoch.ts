import { isObject } from '../catalog/hyperparameters/hyperparameter-value.ts';
import type { JsonObject } from '../json.ts';

/** Which epoch's weights a version has: `bestEpoch` of the trainer's `metrics.json`. */
export interface BestEpoch {
  /** From 1. */
  readonly epoch: number;
  /** Epochs asked for. */
  readonly of: number;
  /** Epochs that were run; not whole where a stop came within one. */
  readonly epochsRun: number;
  /** Validation metric of the epoch; null where it was not measured. */
  readonly metric: number | null;
  readonly validationCount: number;
  readonly stoppedEarly: boolean;
}

/** Undefined for a version of an earlier release, and where no epochs are compared. */
export function bestEpochOf(metrics: JsonObject): BestEpoch | undefined {
  const found = metrics['bestEpoch'];
  const isWhole =
    isObject(found) && typeof found['of'] === 'number' && typeof found['epochsRun'] === 'number';
  return isWhole ? (found as unknown as BestEpoch) : undefined;
}
