import type { JsonObject } from '../json.ts';
import { assertCount } from '../money.ts';
import type { DataTransfer } from './data-transfer.ts';
import { explainForecast } from './explain-forecast.ts';
import type { Forecast } from './forecast/forecast.ts';
import type { ForecastFields } from './forecast/forecast-fields.ts';
import { forecastFields, sourceOf } from './forecast/job-forecast.ts';
import type { JobToForecast } from './forecast/job-forecast.ts';
import { trainingSeconds } from './formula.ts';
import { inputSizeOf } from './input-size.ts';
import { displaySeconds, formatDuration, fourDigits } from './price.ts';
import type { Coefficients } from './priors/coefficients.ts';
import { atSize } from './priors/coefficients.ts';
import { maxRuntimeSecondsOf } from './stopping-condition.ts';

/**
 * Share of a training's seconds per input and epoch that an answer takes. A training step is one
 * forward pass and a backward pass of twice its operations (Kaplan et al. 2020, arXiv:2001.08361,
 * section 2.1: 2 and 4 operations per parameter and token), so a forward pass is a third.
 */
const forwardShare = 1 / 3;

/**
 * A text generator writes its answer token by token, each a pass that reads all weights: for up to
 * 64 tokens (the trainer's default) six times a forward pass over the prompt in batches. A
 * judgement.
 */
const generationShare = 2;

export interface ForwardPassInput {
  /** Of the version's training. */
  readonly hyperparameters: JsonObject;
  readonly inputCount: number;
  /** Of answering, see `answerCoefficients`. */
  readonly coefficients: Coefficients;
  readonly microsPerHour: number;
  /** The least that it costs where it is charged at all; absent: no minimum. */
  readonly minimumMicrosPerJob?: number;
  readonly rateDerivation?: string | undefined;
  /** Longest stopping condition that is allowed, seconds. */
  readonly maxRuntimeSeconds: number;
  readonly transfer?: DataTransfer | undefined;
  /** Its work as it is counted, and what does it. */
  readonly job: JobToForecast;
}

/**
 * Forecast of an evaluation's or a batch prediction's time and price. Seconds and micro-dollars;
 * the fields mean what those of `TrainingEstimate` do.
 */
export interface ForwardPassEstimate extends ForecastFields {
  readonly seconds: number;
  readonly displaySeconds: number;
  readonly maxRuntimeSeconds: number;
  readonly exceedsMaxRuntime: boolean;
  readonly maxAmountMicros: number;
  readonly maxChargedSeconds: number;
  readonly microsPerHour: number;
  /** Inputs, scaled by their size against the template's default one. */
  readonly inputEpochs: number;
  /**
   * Seconds that bring the inputs to the job; absent: they are there, or nothing is known of them.
   */
  readonly transferSeconds?: number;
  readonly explanation: readonly string[];
  readonly source: string;
  /** Unrounded, as it is promised. */
  readonly forecast: Forecast;
}

/**
 * A and B of answering, from those of training: A is a share of it, B (start of the container,
 * set-up, saving) the same.
 */
export function answerCoefficients(training: Coefficients, modelTypeId: string): Coefficients {
  const share = modelTypeId === 'text-to-text' ? generationShare : forwardShare;
  const secondsPerUnit = training.secondsPerUnit * share;
  return {
    ...training,
    secondsPerUnit,
    secondsPerInput: Math.max(training.minSecondsPerInput, secondsPerUnit * training.size),
    derivation: `${training.derivation}; an answer takes ${share.toFixed(2)} of an input's training`,
  };
}

/**
 * How long answering so many inputs takes, and what it may cost: the forecast of its phases, beside
 * it `A x inputs + B`, each input once.
 */
export function estimateForwardPass(input: ForwardPassInput): ForwardPassEstimate {
  const { microsPerHour, minimumMicrosPerJob = 0, transfer, job } = input;
  const { maxRuntimeSeconds: allowed } = input;
  const formula = formulaOf(input);
  const fields = forecastFields(job, { microsPerHour, minimumMicrosPerJob, transfer });
  const seconds = fields.p50Seconds;
  const stoppable = Math.round(fields.forecast.runSeconds.p50);
  const maxRuntimeSeconds = maxRuntimeSecondsOf(stoppable, allowed);
  const { maxPrice, ...shown } = fields;
  const { maxChargedSeconds, maxPriceMicros: maxAmountMicros } = maxPrice;
  const { secondsPerInput, fixedSeconds, inputCount } = formula;
  return {
    ...shown,
    seconds,
    displaySeconds: displaySeconds(seconds),
    maxRuntimeSeconds,
    exceedsMaxRuntime: stoppable > allowed,
    maxAmountMicros,
    maxChargedSeconds,
    microsPerHour,
    inputEpochs: (inputCount * secondsPerInput) / formula.reference.secondsPerInput,
    formula: { secondsPerInput, fixedSeconds, inputCount, epochs: 1, seconds: formula.seconds },
    ...(transfer ? { transferSeconds: transfer.seconds } : {}),
    explanation: [
      ...explainForecast(job, fields),
      ...explainFormula(formula, transfer),
      ...(input.rateDerivation === undefined ? [] : [input.rateDerivation]),
      `Stopped after ${formatDuration(maxRuntimeSeconds)}, which bounds its time, not its price`,
    ],
    source: sourceOf(fields),
  };
}

type AnswerFormula = ReturnType<typeof formulaOf>;

function formulaOf({ coefficients: reference, inputCount, ...input }: ForwardPassInput) {
  assertCount('The number of inputs', inputCount);
  const { transfer } = input;
  const sized = atSize(reference, inputSizeOf(input.hyperparameters) ?? reference.size);
  const secondsPerInput = Math.max(sized.secondsPerInput, transfer?.minSecondsPerInput ?? 0);
  const fixedSeconds = sized.fixedSeconds + (transfer?.seconds ?? 0);
  const coefficients = { secondsPerInput, fixedSeconds };
  const seconds = trainingSeconds({ coefficients, inputCount, epochs: 1 });
  return { reference, secondsPerInput, fixedSeconds, inputCount, seconds };
}

function explainFormula(formula: AnswerFormula, transfer: DataTransfer | undefined): string[] {
  const { secondsPerInput, fixedSeconds, inputCount, seconds, reference } = formula;
  return [
    `A = ${fourDigits(secondsPerInput)} s per input, B = ${fourDigits(fixedSeconds)} s: ${reference.derivation}`,
    `A x ${inputCount} inputs + B = ${seconds} s`,
    ...(transfer ? [transfer.explanation] : []),
  ];
}
