import { isObject } from '../catalog/hyperparameters/hyperparameter-value.ts';
import type { JsonObject } from '../json.ts';

/**
 * Whether a model is worth anything: `verdict` of the trainer's `metrics.json`. What could not be
 * measured is null.
 */
export interface Verdict {
  /** Name of the held-out metric, such as `accuracy`. */
  readonly metric: string;
  readonly heldOut: number | null;
  /** 95 % confidence interval. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Held-out inputs that were measured. */
  readonly count: number;
  /** The metric of an answer that ignores the input, on the same inputs. */
  readonly trivial: number | null;
  /** The metric before training, on the same inputs. */
  readonly untrained: number | null;
  /** Absent: an earlier release did not say. */
  readonly greaterIsBetter?: boolean;
  readonly isBetterThanTrivial: boolean;
  /** All of it in one sentence. */
  readonly text: string;
}

/** Undefined for a version of an earlier release. */
export function verdictOf(metrics: JsonObject): Verdict | undefined {
  const found = metrics['verdict'];
  return isObject(found) && typeof found['text'] === 'string'
    ? (found as unknown as Verdict)
    : undefined;
}
