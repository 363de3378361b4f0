import { patienceOf } from '../catalog/hyperparameters/best-epoch-fields.ts';
import { epochsOf } from '../catalog/hyperparameters/hyperparameters.ts';
import type { GpuName } from '../catalog/instance-types.ts';
import type { Template } from '../catalog/model-type.ts';
import type { JsonObject } from '../json.ts';
import type { StartingWeights } from '../catalog/base-models/starting-weights.ts';
import { describeStartingWeights } from '../catalog/base-models/starting-weights.ts';
import { maxJobRuntimeSeconds } from '../ports/jobs.ts';
import type { Accelerator, Coefficients } from './priors/coefficients.ts';
import { atSize, coefficientsOf } from './priors/coefficients.ts';
import type { DataTransfer } from './data-transfer.ts';
import { expectedEpochs, improvingShare } from './expected-epochs.ts';
import type { EpochsRun, ExpectedEpochs } from './expected-epochs.ts';
import { trainingSeconds } from './formula.ts';
import { assertCount } from '../money.ts';
import { frozenShareOf, shareOfA } from './priors/frozen-layers.ts';
import type { FrozenShare } from './priors/frozen-layers.ts';
import { inputSizeOf } from './input-size.ts';
import { displaySeconds, formatDuration, fourDigits } from './price.ts';
import { amountMicros, formatDollars } from '../money.ts';

export interface EstimateInput {
  readonly modelTypeId: string;
  readonly template: Template;
  /** Resolved ones: defaults filled in. */
  readonly hyperparameters: JsonObject;
  /** Ignored where `incremental` is given. */
  readonly inputCount: number;
  /** Incremental training sees the new inputs and a replayed sample of the parent's. */
  readonly incremental?: { readonly newCount: number; readonly replayCount: number };
  readonly microsPerHour: number;
  readonly accelerator: Accelerator;
  /** What the weights begin with; absent: as the template says. */
  readonly startsFrom?: StartingWeights;
  /** What the instance has; absent: the GPU that the priors are of. */
  readonly gpu?: GpuName;
  /** Calibrated ones, see `calibrate`; absent: the priors. */
  readonly coefficients?: Coefficients;
  /** Longest stopping condition that is allowed; absent: `maxJobRuntimeSeconds`. */
  readonly maxRuntimeSeconds?: number;
  /** How the inputs come to the trainer; absent: they are there, or nothing is known of them. */
  readonly transfer?: DataTransfer | undefined;
  /** How the rate came about, where it is not the configured one. */
  readonly rateDerivation?: string | undefined;
  /** Why the model could not be predicted with on this host; absent: it can be. */
  readonly notPredictable?: string | undefined;
  /** Finished trainings of the template that could end early. */
  readonly epochsRun?: readonly EpochsRun[];
}

/** Forecast of one training's time and price. */
export interface TrainingEstimate {
  /** Clarifai's `time_estimate`, and the median of the forecast. */
  readonly seconds: number;
  readonly p50Seconds: number;
  /** Of `seconds`, those that do not grow with the steps: start, data, evaluation, saving. */
  readonly fixedSeconds: number;
  /** Nine of ten trainings should take less. */
  readonly p90Seconds: number;
  /** Stopping condition: training ends here, finished or not. */
  readonly maxRuntimeSeconds: number;
  /**
   * True where even the longest stopping condition is shorter than all epochs should take: do not
   * start this.
   */
  readonly exceedsMaxRuntime: boolean;
  readonly displaySeconds: number;
  readonly amountMicros: number;
  /** Price of `maxRuntimeSeconds`: what a reservation holds. */
  readonly maxAmountMicros: number;
  readonly microsPerHour: number;
  /** Epochs asked for: what `maxRuntimeSeconds` has room for. */
  readonly epochs: number;
  /** Epochs that should run: fewer where early stopping is on. */
  readonly expectedEpochs: number;
  /** Inputs x all epochs, in inputs of the template's default size: kept for `calibrate`. */
  readonly inputEpochs: number;
  /** How it was reckoned, for a person. */
  readonly explanation: readonly string[];
  /** False: what comes of it cannot be predicted with on this host. */
  readonly predictable: boolean;
  /** Why not, and what to do; absent: it is predictable. */
  readonly notPredictable?: string;
  readonly source: string;
}

/** A job that starts slowly must not be cut off while it starts. */
export const minStopSeconds = 900;
/** Three times the median: with the prior's spread (0.42 in logs) 1 job of 200 takes longer. */
const stopFactor = 3;
const z90 = 1.2816;
/**
 * Four fifths of the inputs are trained on, and of fewer than 100 of those none is kept to compare
 * epochs by: nothing can end early.
 */
const minForEarlyStopping = 125;

/**
 * Clarifai's formula, with the chosen epochs and input size where Clarifai's counts the template's
 * defaults only: an estimate that does not see a tenfold `num_epochs` would be worth nothing. With
 * the defaults both agree.
 */
export function estimateTraining(input: EstimateInput): TrainingEstimate {
  const { template, hyperparameters, microsPerHour } = input;
  const reference = input.coefficients ?? coefficientsOf(input);
  const whole = atSize(reference, inputSizeOf(hyperparameters) ?? reference.size);
  const inputCount = countOf(input);
  const epochs = epochsOf(template, hyperparameters);
  const frozen = frozenShareOf(template, hyperparameters);
  const patience = inputCount < minForEarlyStopping ? 0 : patienceOf(hyperparameters);
  const expected = expectedEpochs({ planned: epochs, patience }, input.epochsRun);
  const chosenFor = (count: number) => {
    const learning = frozen ? withFrozenLayers(whole, shareOfA(frozen, count)) : whole;
    return withTransfer(learning, input.transfer);
  };
  const secondsOf = (count: number) =>
    trainingSeconds({ coefficients: chosenFor(count), inputCount, epochs: count });
  const chosen = chosenFor(expected.epochs);
  const [seconds, allSeconds] = [secondsOf(expected.epochs), secondsOf(epochs)];
  const { maxSeconds, ...times } = timesOf(
    { seconds, allSeconds },
    reference.logSd,
    input.maxRuntimeSeconds,
  );
  const money = {
    amountMicros: amountMicros(seconds, microsPerHour),
    maxAmountMicros: amountMicros(times.maxRuntimeSeconds, microsPerHour),
    microsPerHour,
  };
  const work = {
    ...{ inputCount, epochs, patience, expected, reference, chosen },
    ...(frozen ? { frozen } : {}),
  };
  return {
    ...times,
    fixedSeconds: Math.min(seconds, Math.round(chosen.fixedSeconds * 1000) / 1000),
    ...money,
    epochs,
    expectedEpochs: expected.epochs,
    inputEpochs: (inputCount * epochs * chosen.secondsPerInput) / reference.secondsPerInput,
    explanation: [
      ...explainStart(input),
      ...explainTime(input, work, seconds),
      ...explainEpochs(work, allSeconds),
      ...(input.rateDerivation === undefined ? [] : [input.rateDerivation]),
      ...explainMoney({ ...times, maxSeconds }, money, work),
    ],
    predictable: input.notPredictable === undefined,
    ...(input.notPredictable === undefined ? {} : { notPredictable: input.notPredictable }),
    source: reference.source,
  };
}

/**
 * Bringing the inputs costs time that the jobs which calibrate do not teach: it is another one for
 * every dataset.
 */
function withTransfer(coefficients: Coefficients, transfer?: DataTransfer): Coefficients {
  if (transfer === undefined) return coefficients;
  return {
    ...coefficients,
    fixedSeconds: coefficients.fixedSeconds + transfer.seconds,
    secondsPerInput: Math.max(coefficients.secondsPerInput, transfer.minSecondsPerInput),
  };
}

function withFrozenLayers(whole: Coefficients, share: number): Coefficients {
  const secondsPerInput = Math.max(whole.minSecondsPerInput, whole.secondsPerInput * share);
  return { ...whole, secondsPerInput };
}

/**
 * Stopping condition of a training that should take `seconds`. @param maxSeconds what is allowed
 */
export function maxRuntimeSecondsOf(seconds: number, maxSeconds = maxJobRuntimeSeconds): number {
  return Math.min(maxSeconds, Math.max(minStopSeconds, stopFactor * seconds));
}

function countOf({ inputCount, incremental }: EstimateInput): number {
  if (incremental === undefined) return inputCount;
  assertCount('The number of new inputs', incremental.newCount);
  assertCount('The number of replayed inputs', incremental.replayCount);
  return incremental.newCount + incremental.replayCount;
}

/** `allSeconds`: with all epochs, the median where nothing ends early. */
function timesOf(
  { seconds, allSeconds }: { readonly seconds: number; readonly allSeconds: number },
  logSd: number,
  maxSeconds = maxJobRuntimeSeconds,
) {
  return {
    maxSeconds,
    seconds,
    p50Seconds: seconds,
    // One of ten may well run all its epochs.
    p90Seconds: Math.max(allSeconds, Math.ceil(seconds * Math.exp(z90 * logSd))),
    maxRuntimeSeconds: maxRuntimeSecondsOf(allSeconds, maxSeconds),
    exceedsMaxRuntime: allSeconds > maxSeconds,
    displaySeconds: displaySeconds(seconds),
  };
}

interface Work {
  readonly inputCount: number;
  readonly epochs: number;
  readonly patience: number;
  readonly expected: ExpectedEpochs;
  readonly reference: Coefficients;
  readonly chosen: Coefficients;
  /** Absent where all layers learn. */
  readonly frozen?: FrozenShare;
}

function explainStart({ startsFrom }: EstimateInput): string[] {
  return startsFrom ? [describeStartingWeights(startsFrom)] : [];
}

function explainTime(
  { incremental, transfer }: EstimateInput,
  work: Work,
  seconds: number,
): string[] {
  const { reference, chosen } = work;
  const [a, b] = [fourDigits(chosen.secondsPerInput), fourDigits(chosen.fixedSeconds)];
  const lines = [
    `A ${a} s x ${work.inputCount} inputs x ${work.expected.epochs} epochs + B ${b} s = ${seconds} s`,
    `A and B: ${reference.source}. ${reference.derivation}`,
  ];
  if (chosen.size !== reference.size) {
    lines.push(
      `A is for ${chosen.size} ${chosen.unit}s per input; at the default ${reference.size} it is ${fourDigits(reference.secondsPerInput)} s`,
    );
  }
  if (transfer !== undefined) lines.push(transfer.explanation);
  if (work.frozen !== undefined) {
    const { perEpoch, once } = work.frozen;
    lines.push(
      `Frozen layers (trainable_layers): ${fourDigits(perEpoch)} of A at each epoch, and ${fourDigits(once)} of it once per input; that is in A above`,
    );
  }
  if (incremental !== undefined) {
    const { newCount, replayCount } = incremental;
    // The parent's weights are fetched in place of the base model's, so that B stays.
    lines.push(`Inputs: ${newCount} new + ${replayCount} replayed from the parent's`);
  }
  return lines;
}

function explainEpochs({ epochs, patience, expected }: Work, allSeconds: number): string[] {
  if (expected.epochs === epochs) return [];
  const { factor, jobs } = expected;
  const learnt = jobs === 0 ? '' : `, x ${factor.toFixed(2)} by ${jobs} finished`;
  return [
    `${expected.epochs} of at most ${epochs} epochs: early_stopping_patience ${patience} ends it where ${patience} epochs bring no better one ` +
      `(prior: the last better one after ${improvingShare} of them${learnt})`,
    `All ${epochs} epochs would take ${allSeconds} s; epochs that are not run are not paid`,
  ];
}

type Times = ReturnType<typeof timesOf>;
type Money = Pick<TrainingEstimate, 'amountMicros' | 'maxAmountMicros' | 'microsPerHour'>;

function explainMoney(times: Times, money: Money, { epochs, expected }: Work): string[] {
  const what = expected.epochs === epochs ? 'the estimate' : 'all epochs';
  const lines = [
    `${times.seconds} s at ${formatDollars(money.microsPerHour)} per hour = ${formatDollars(money.amountMicros)}`,
    `Stopped after ${formatDuration(times.maxRuntimeSeconds)} (${stopFactor} x ${what}, at least 15 min, at most ${formatDuration(times.maxSeconds)}): ` +
      `never more than ${formatDollars(money.maxAmountMicros)}`,
  ];
  if (times.exceedsMaxRuntime) {
    lines.push(
      `The estimate exceeds the longest training of ${formatDuration(times.maxSeconds)}: it would be stopped unfinished`,
    );
  }
  return lines;
}
