import type { RunRecord } from '../records/records.ts';
import type { Figures, Outcome } from './figures.ts';
import { figuresOf } from './figures.ts';
import type { Measure, Predictor } from './prediction.ts';
import { actualSeconds, cellOf } from './prediction.ts';
import type { Protocol } from './protocols.ts';

/** What one predictor came to under one protocol. */
export interface Evaluation {
  readonly outcomes: readonly Outcome[];
  /** Trainings that it could not forecast. */
  readonly withoutForecast: number;
  /** Undefined: it could forecast none. */
  readonly figures: Figures | undefined;
}

/**
 * Forecasts every training that the protocol asks for, from what the protocol lets it learn from.
 * The same records give the same figures.
 */
export function evaluate(
  protocol: Protocol,
  { measure, predictor }: { readonly measure: Measure; readonly predictor: Predictor },
  runs: readonly RunRecord[],
): Evaluation {
  const tasks = protocol.tasksOf(runs).flatMap((task) => {
    const actual = actualSeconds(measure, task.target.graded);
    return actual === undefined ? [] : [{ ...task, actual }];
  });
  const outcomes = tasks.flatMap(({ target, history, actual }): Outcome[] => {
    const { configurationId, graded } = target;
    const prediction = predictor(measure, graded, history);
    return prediction ? [{ configurationId, cell: cellOf(graded), prediction, actual }] : [];
  });
  return {
    outcomes,
    withoutForecast: tasks.length - outcomes.length,
    figures: figuresOf(outcomes),
  };
}
