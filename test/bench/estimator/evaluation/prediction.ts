import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { Quantiles } from '../../../../core/estimate/phase.ts';

/** What is compared: the whole job, or its steps alone. Seconds. */
export const measures = ['job', 'steps'] as const;
export type Measure = (typeof measures)[number];

/** What was forecast of one training. A baseline gives no interval. */
export interface Prediction {
  readonly seconds: number;
  /** Absent: it says nothing of how sure it is. */
  readonly quantiles?: Quantiles;
}

/**
 * Forecasts a training from others that have ended. It sees of `target` what is known before it
 * begins: `planned` and the counts, never its phases.
 * @param history in the order in which they ended
 * @returns undefined where it cannot say anything
 */
export type Predictor = (
  measure: Measure,
  target: GradedEstimate,
  history: readonly GradedEstimate[],
) => Prediction | undefined;

/** What it took. Undefined: the job has no such phase. */
export function actualSeconds(measure: Measure, job: GradedEstimate): number | undefined {
  const seconds = measure === 'job' ? job.seconds : job.phases.steps?.seconds;
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}

/** Jobs of a cell are told apart from others by it: what is trained, on what. */
export function cellOf({ planned, deviceId }: GradedEstimate): string {
  return [planned.kind, planned.modelTypeId, planned.templateId, deviceId].join(' ');
}
