import type { ForecastPhase } from '../phase.ts';

/* What of a job's phases the price counts, and what its stopping condition. */

/**
 * Phases that are charged for, in a forecast and in a bill alike: what serves the customer of what
 * he keeps (docs/decisions/0060). Not charged is what brings a job to its instance: `wait`, `pull`,
 * `download`.
 */
export const chargedPhases = [
  'setup',
  'steps',
  'validation',
  'evaluation',
  'saving',
] as const satisfies readonly ForecastPhase[];

/**
 * Seconds that led to what is kept, by phase, over all attempts, as the trainer carries them from
 * checkpoint to checkpoint. One set-up is among them, whatever the attempts.
 */
export type ServedSeconds = Readonly<Partial<Record<(typeof chargedPhases)[number], number>>>;

/** Whether a phase is charged for. */
export function isChargedPhase(phase: ForecastPhase): boolean {
  return (chargedPhases as readonly ForecastPhase[]).includes(phase);
}

/** Seconds of all charged phases together, not rounded. */
export function totalServed(served: ServedSeconds): number {
  return chargedPhases.reduce((sum, phase) => sum + (served[phase] ?? 0), 0);
}

/**
 * Phases before a job's own time begins: SageMaker's MaxRuntimeInSeconds does not count the wait
 * for an instance, nor the image.
 */
const beforeItRuns: readonly ForecastPhase[] = ['wait', 'pull'];

/** Whether a phase counts towards the stopping condition. */
export function isStoppable(phase: ForecastPhase): boolean {
  return !beforeItRuns.includes(phase);
}
