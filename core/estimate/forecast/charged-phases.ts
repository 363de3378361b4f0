import type { ForecastPhase } from '../phase.ts';

/* What of a job's phases the price counts, and what its stopping condition. */

/**
 * Phases that are paid for: what moves a durable checkpoint (docs/decisions/0004). The trainer
 * counts its steps there, of an evaluation or a batch prediction its answers; comparing epochs
 * (0023), measuring and saving it does not count.
 */
const chargedPhases: readonly ForecastPhase[] = ['steps'];

/** Whether a phase is paid for. */
export function isChargedPhase(phase: ForecastPhase): boolean {
  return chargedPhases.includes(phase);
}

/**
 * Phases before a job's own time begins: SageMaker's MaxRuntimeInSeconds does not count the wait
 * for an instance, and neither wait nor image was ever part of what a hold is for.
 */
const beforeItRuns: readonly ForecastPhase[] = ['wait', 'pull'];

/** Whether a phase counts towards the stopping condition, and so towards what is held. */
export function isStoppable(phase: ForecastPhase): boolean {
  return !beforeItRuns.includes(phase);
}
