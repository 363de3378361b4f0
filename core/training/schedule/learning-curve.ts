import type { ExpectedGain } from './decision.ts';

/** What a version of the model had learnt, and how well it did. */
export interface CurvePoint {
  /** Contents that it had learnt, its ancestors' among them. */
  readonly inputs: number;
  /** Its held-out metric, 0 to 1. */
  readonly score: number;
}

export interface LearningCurve {
  readonly points: readonly CurvePoint[];
  /** Contents that the version knows which answers now, and that the next one would know. */
  readonly inputsNow: number;
  readonly inputsThen: number;
}

/** The points that a training should bring. */
export function expectedGain(_curve: LearningCurve): ExpectedGain {
  return { points: 0, low: 0, high: 0, versions: 0 };
}
