import type { JsonObject } from '../json.ts';
import { assertCount, amountMicros, formatDollars } from '../money.ts';
import type { DataTransfer } from './data-transfer.ts';
import { maxRuntimeSecondsOf } from './estimate.ts';
import { trainingSeconds } from './formula.ts';
import { inputSizeOf } from './input-size.ts';
import { displaySeconds, formatDuration, fourDigits } from './price.ts';
import type { Coefficients } from './priors/coefficients.ts';
import { atSize } from './priors/coefficients.ts';

/**
 * Share of a training's seconds per input and epoch that an answer takes. A training step is one
 * forward pass and a backward pass of twice its operations (Kaplan et al. 2020, arXiv:2001.08361,
 * section 2.1: 2 and 4 operations per parameter and token), so a forward pass is a third.
 */
const forwardShare = 1 / 3;

/**
 * A text generator writes its answer token by token, each a pass that reads all weights: for up to
 * 64 tokens (the trainer's default) six times a forward pass over the prompt in batches. A
 * judgement, corrected by finished jobs like every prior.
 */
const generationShare = 2;

export interface ForwardPassInput {
  /** Of the version's training. */
  readonly hyperparameters: JsonObject;
  readonly inputCount: number;
  /**
   * Of the same template's training: the priors, see `answerCoefficients` for those that finished
   * jobs are compared with.
   */
  readonly coefficients: Coefficients;
  readonly microsPerHour: number;
  readonly rateDerivation?: string | undefined;
  /** Longest stopping condition that is allowed, seconds. */
  readonly maxRuntimeSeconds: number;
  readonly transfer?: DataTransfer | undefined;
}

/**
 * Forecast of an evaluation's or a batch prediction's time and price. Seconds and micro-dollars;
 * the fields mean what those of `TrainingEstimate` do.
 */
export interface ForwardPassEstimate {
  readonly seconds: number;
  readonly displaySeconds: number;
  readonly maxRuntimeSeconds: number;
  readonly exceedsMaxRuntime: boolean;
  readonly amountMicros: number;
  readonly maxAmountMicros: number;
  readonly microsPerHour: number;
  /** Inputs, scaled by their size against the template's default one: what calibration compares. */
  readonly inputEpochs: number;
  /**
   * Seconds that bring the inputs to the job; absent: they are there, or nothing is known of them.
   */
  readonly transferSeconds?: number;
  readonly explanation: readonly string[];
  readonly source: string;
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
 * How long answering so many inputs takes, and what it may cost: `A x inputs + B`, each input once.
 * @param input.coefficients of answering, calibrated or not
 */
export function estimateForwardPass(input: ForwardPassInput): ForwardPassEstimate {
  const { coefficients: reference, inputCount, microsPerHour, transfer } = input;
  assertCount('The number of inputs', inputCount);
  const sized = atSize(reference, inputSizeOf(input.hyperparameters) ?? reference.size);
  const secondsPerInput = Math.max(sized.secondsPerInput, transfer?.minSecondsPerInput ?? 0);
  const fixedSeconds = sized.fixedSeconds + (transfer?.seconds ?? 0);
  const coefficients = { secondsPerInput, fixedSeconds };
  const seconds = trainingSeconds({ coefficients, inputCount, epochs: 1 });
  const maxRuntimeSeconds = maxRuntimeSecondsOf(seconds, input.maxRuntimeSeconds);
  const maxAmountMicros = amountMicros(maxRuntimeSeconds, microsPerHour);
  return {
    seconds,
    displaySeconds: displaySeconds(seconds),
    maxRuntimeSeconds,
    exceedsMaxRuntime: seconds > input.maxRuntimeSeconds,
    amountMicros: amountMicros(seconds, microsPerHour),
    maxAmountMicros,
    microsPerHour,
    inputEpochs: (inputCount * secondsPerInput) / reference.secondsPerInput,
    ...(transfer ? { transferSeconds: transfer.seconds } : {}),
    explanation: [
      `A = ${fourDigits(secondsPerInput)} s per input, B = ${fourDigits(fixedSeconds)} s: ${reference.derivation}`,
      `A x ${inputCount} inputs + B = ${seconds} s`,
      ...(transfer ? [transfer.explanation] : []),
      ...(input.rateDerivation === undefined ? [] : [input.rateDerivation]),
      `Stopped after ${formatDuration(maxRuntimeSeconds)}: never more than ${formatDollars(maxAmountMicros)}`,
    ],
    source: reference.source,
  };
}
