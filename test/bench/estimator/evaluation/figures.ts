import { accuracyOf } from '../../../../core/estimate/report/accuracy.ts';
import type { Accuracy } from '../../../../core/estimate/report/accuracy.ts';
import { coverageOf, intervalScore } from '../../../../core/estimate/report/coverage.ts';
import type { Coverage } from '../../../../core/estimate/report/coverage.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { intervalOf, levels } from './intervals.ts';
import type { Interval, Level } from './intervals.ts';
import type { Prediction } from './prediction.ts';

/** A training that was forecast, and what it took. */
export interface Outcome {
  readonly configurationId: string;
  /** Its template, by which outcomes belong together. */
  readonly cell: string;
  readonly prediction: Prediction;
  readonly actual: number;
}

export interface LevelFigures extends Coverage {
  /** Winkler's interval score in logs, mean. Smaller is better. */
  readonly score: number;
}

/** How good forecasts were. */
export interface Figures extends Accuracy {
  /** 95 % interval of the MAPE: templates drawn with replacement, each with all its trainings. */
  readonly mapeInterval: Interval;
  /** Absent where nothing is said of how sure the forecasts are. */
  readonly levels?: Readonly<Record<Level, LevelFigures>>;
}

/** @returns undefined of no outcomes */
export function figuresOf(outcomes: readonly Outcome[]): Figures | undefined {
  const accuracy = accuracyOf(outcomes.map(scored));
  if (!accuracy) return undefined;
  const mapeInterval = bootstrapInterval(
    outcomes,
    ({ cell }) => cell,
    (drawn) => accuracyOf(drawn.map(scored))?.mape ?? NaN,
  );
  const found = Object.fromEntries(
    levels.flatMap((level) => {
      const figures = levelFigures(outcomes, level);
      return figures ? [[level, figures]] : [];
    }),
  ) as Record<Level, LevelFigures>;
  const isSure = Object.keys(found).length === levels.length;
  return { ...accuracy, mapeInterval, ...(isSure ? { levels: found } : {}) };
}

const scored = ({ prediction, actual }: Outcome) => ({ predicted: prediction.seconds, actual });

function levelFigures(outcomes: readonly Outcome[], level: Level): LevelFigures | undefined {
  const intervals = outcomes.flatMap(({ prediction: { quantiles }, actual }) =>
    quantiles ? [{ ...intervalOf(quantiles, level), actual }] : [],
  );
  const coverage = coverageOf(intervals);
  return coverage && { ...coverage, score: intervalScore(intervals, level) };
}
