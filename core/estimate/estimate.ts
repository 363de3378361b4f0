import type { Forecast } from './forecast/forecast.ts';
import type { ForecastFields } from './forecast/forecast-fields.ts';
import { forecastFields, sourceOf } from './forecast/job-forecast.ts';
import type { JobToForecast } from './forecast/job-forecast.ts';
import { explainTraining } from './explain-training.ts';
import { roundToThousandth } from './round-to-thousandth.ts';
import { formulaEstimate } from './formula-estimate.ts';
import type { FormulaEstimate, FormulaInput } from './formula-estimate.ts';
import { displaySeconds } from './price.ts';
import { maxRuntimeSecondsOf } from './stopping-condition.ts';
import { maxJobRuntimeSeconds } from '../ports/jobs.ts';

export interface EstimateInput extends FormulaInput {
  readonly microsPerHour: number;
  /** The least that it costs where it is charged at all; absent: no minimum. */
  readonly minimumMicrosPerJob?: number;
  /** Longest stopping condition that is allowed; absent: `maxJobRuntimeSeconds`. */
  readonly maxRuntimeSeconds?: number;
  /** How the rate came about, where it is not the configured one. */
  readonly rateDerivation?: string | undefined;
  /** Why the model could not be predicted with on this host; absent: it can be. */
  readonly notPredictable?: string | undefined;
  /** Its work as it is counted, and what does it. */
  readonly job: JobToForecast;
}

/**
 * Forecast of one training's time and price. Seconds and micro-dollars. Money is of what is charged
 * for, time of the whole job.
 */
export interface TrainingEstimate extends ForecastFields {
  /** The median of the forecast. */
  readonly seconds: number;
  /** Of `seconds`, those that do not grow with the steps: start, data, evaluation, saving. */
  readonly fixedSeconds: number;
  /** Stopping condition: training ends here, finished or not. */
  readonly maxRuntimeSeconds: number;
  /**
   * True where even the longest stopping condition is shorter than all epochs should take: do not
   * start this.
   */
  readonly exceedsMaxRuntime: boolean;
  readonly displaySeconds: number;
  /** The maximum price, of `maxChargedSeconds`: no bill is above it, and a hold is of so much. */
  readonly maxAmountMicros: number;
  /** Most seconds that are charged for, see `maxChargedSecondsOf`. */
  readonly maxChargedSeconds: number;
  readonly microsPerHour: number;
  /** Epochs asked for: what `maxRuntimeSeconds` has room for. */
  readonly epochs: number;
  /** Epochs that should run: fewer where early stopping is on. */
  readonly expectedEpochs: number;
  /** Inputs x all epochs, in inputs of the template's default size. */
  readonly inputEpochs: number;
  /** How it was reckoned, for a person. */
  readonly explanation: readonly string[];
  /** False: what comes of it cannot be predicted with on this host. */
  readonly predictable: boolean;
  /** Why not, and what to do; absent: it is predictable. */
  readonly notPredictable?: string;
  /** `prior`, or what it has learnt from. */
  readonly source: string;
  /** Unrounded, as it is promised. */
  readonly forecast: Forecast;
}

/**
 * Estimates one training: the forecast of its phases, with Clarifai's formula of the same training
 * beside it.
 */
export function estimateTraining(input: EstimateInput): TrainingEstimate {
  const { microsPerHour, minimumMicrosPerJob = 0, job, transfer } = input;
  const { maxRuntimeSeconds: allowed = maxJobRuntimeSeconds } = input;
  const formula = formulaEstimate(input);
  const fields = forecastFields(job, { microsPerHour, minimumMicrosPerJob, transfer });
  const seconds = fields.p50Seconds;
  const allSeconds = allEpochsSeconds(seconds, fields, job);
  const stoppable = allEpochsSeconds(fields.forecast.runSeconds.p50, fields, job);
  const maxRuntimeSeconds = maxRuntimeSecondsOf(stoppable, allowed);
  const { maxPrice, ...shown } = fields;
  const { maxChargedSeconds, maxPriceMicros: maxAmountMicros } = maxPrice;
  const stop = { allowed, allSeconds, maxRuntimeSeconds, exceedsMaxRuntime: stoppable > allowed };
  return {
    ...shown,
    ...{ maxAmountMicros, maxChargedSeconds, microsPerHour },
    seconds,
    fixedSeconds: fixedSecondsOf(fields),
    maxRuntimeSeconds,
    exceedsMaxRuntime: stop.exceedsMaxRuntime,
    displaySeconds: displaySeconds(seconds),
    epochs: formula.epochs,
    expectedEpochs: formula.expected.epochs,
    inputEpochs: inputEpochsOf(formula),
    formula: formulaFields(formula),
    explanation: explainTraining(input, { formula, fields, stop }),
    predictable: input.notPredictable === undefined,
    ...(input.notPredictable === undefined ? {} : { notPredictable: input.notPredictable }),
    source: sourceOf(fields),
  };
}

/** What takes `seconds` with the epochs that are expected, with all of them. */
function allEpochsSeconds(
  seconds: number,
  { phases }: Pick<ForecastFields, 'phases'>,
  { epochsSpread }: JobToForecast,
): number {
  const more = (epochsSpread?.most ?? 1) - 1;
  const perEpoch = phases.filter(({ name }) => name === 'steps' || name === 'validation');
  return Math.round(seconds + perEpoch.reduce((sum, { p50 }) => sum + more * p50, 0));
}

function fixedSecondsOf({ p50Seconds, phases }: Pick<ForecastFields, 'p50Seconds' | 'phases'>) {
  const growing = phases.filter(({ name }) => name === 'steps' || name === 'validation');
  const fixed = growing.reduce((left, { p50 }) => left - p50, p50Seconds);
  return Math.max(0, roundToThousandth(fixed));
}

function inputEpochsOf({ inputCount, epochs, chosen, reference }: FormulaEstimate): number {
  return (inputCount * epochs * chosen.secondsPerInput) / reference.secondsPerInput;
}

function formulaFields({ chosen, inputCount, expected, seconds }: FormulaEstimate) {
  const { secondsPerInput, fixedSeconds } = chosen;
  return { secondsPerInput, fixedSeconds, inputCount, epochs: expected.epochs, seconds };
}
