import { forecastPhases } from '../phase.ts';
import type { ForecastPhase } from '../phase.ts';
import type { GradedJob } from './graded-jobs.ts';

/** What one phase has of the error: where a forecast goes wrong. */
export interface PhaseError {
  readonly name: ForecastPhase;
  /** Jobs that had the phase, or were promised it. */
  readonly jobCount: number;
  /**
   * Sums over those jobs: of the phase's P50, and of what it took. Not promised, or did not happen:
   * 0.
   */
  readonly predictedSeconds: number;
  readonly actualSeconds: number;
  /** Mean of `|predicted - actual|` over those jobs. */
  readonly meanErrorSeconds: number;
  /**
   * Its part of the sum of `|predicted - actual|` of all phases of all jobs: they add up to 1, and
   * are 0 where nothing was off.
   */
  readonly errorShare: number;
}

/**
 * In the phases' order; a phase that no job had or was promised is left out, and so are jobs whose
 * phases nobody measured.
 */
export function phaseErrorsOf(jobs: readonly GradedJob[]): readonly PhaseError[] {
  const measured = jobs.filter(({ phases }) => Object.keys(phases).length > 0);
  const sums = forecastPhases.flatMap((name) => sumsOf(name, measured));
  const total = sums.reduce((sum, { error }) => sum + error, 0);
  return sums.map(({ error, ...phase }) => ({
    ...phase,
    meanErrorSeconds: error / phase.jobCount,
    errorShare: total === 0 ? 0 : error / total,
  }));
}

function sumsOf(name: ForecastPhase, jobs: readonly GradedJob[]) {
  const pairs = jobs.flatMap(({ promised, phases }) => {
    const [predicted, actual] = [promised.phases[name]?.p50 ?? 0, phases[name]?.seconds ?? 0];
    return predicted === 0 && actual === 0 ? [] : [{ predicted, actual }];
  });
  if (pairs.length === 0) return [];
  const sum = (of: (pair: { predicted: number; actual: number }) => number) =>
    pairs.reduce((total, pair) => total + of(pair), 0);
  return [
    {
      name,
      jobCount: pairs.length,
      predictedSeconds: sum(({ predicted }) => predicted),
      actualSeconds: sum(({ actual }) => actual),
      error: sum(({ predicted, actual }) => Math.abs(predicted - actual)),
    },
  ];
}
