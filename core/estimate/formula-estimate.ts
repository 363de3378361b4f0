import { patienceOf } from '../catalog/hyperparameters/best-epoch-fields.ts';
import { epochsOf } from '../catalog/hyperparameters/hyperparameters.ts';
import type { JsonObject } from '../json.ts';
import type { Template } from '../catalog/model-type.ts';
import { assertCount } from '../money.ts';
import type { DataTransfer } from './data-transfer.ts';
import { expectedEpochs } from './expected-epochs.ts';
import type { EpochsRun, ExpectedEpochs } from './expected-epochs.ts';
import { trainingSeconds } from './formula.ts';
import type { IncrementalCounts } from './incremental-counts.ts';
import { inputSizeOf } from './input-size.ts';
import type { Coefficients, CoefficientsKey } from './priors/coefficients.ts';
import { atSize, coefficientsOf } from './priors/coefficients.ts';
import { frozenShareOf, shareOfA } from './priors/frozen-layers.ts';
import type { FrozenShare } from './priors/frozen-layers.ts';

/** What Clarifai's formula is asked about. */
export interface FormulaInput extends CoefficientsKey {
  readonly template: Template;
  /** Resolved ones: defaults filled in. */
  readonly hyperparameters: JsonObject;
  /** Ignored where `incremental` is given. */
  readonly inputCount: number;
  /** Incremental training sees the new inputs and a replayed sample of the parent's. */
  readonly incremental?: IncrementalCounts;
  /** Nothing is learnt: no epochs, whatever the settings say. */
  readonly isDial?: boolean;
  /** Epochs of the template, where half of them are run because none were named. */
  readonly defaultEpochs?: number;
  /** How the inputs come to the trainer; absent: they are there, or nothing is known of them. */
  readonly transfer?: DataTransfer | undefined;
  /** Finished trainings of the template that could end early. */
  readonly epochsRun?: readonly EpochsRun[];
}

/** What Clarifai's formula says of a training, and of what. Seconds. */
export interface FormulaEstimate {
  readonly inputCount: number;
  readonly epochs: number;
  readonly patience: number;
  readonly expected: ExpectedEpochs;
  /** At the template's default size, all layers learning. */
  readonly reference: Coefficients;
  /** As they are chosen, bringing the inputs included. */
  readonly chosen: Coefficients;
  /** Absent where all layers learn. */
  readonly frozen?: FrozenShare;
  /** With the expected epochs. */
  readonly seconds: number;
  /** With all epochs. */
  readonly allSeconds: number;
}

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
export function formulaEstimate(input: FormulaInput): FormulaEstimate {
  const { template, hyperparameters } = input;
  const reference = coefficientsOf(input);
  const whole = atSize(reference, inputSizeOf(hyperparameters) ?? reference.size);
  const inputCount = countOf(input);
  const epochs = input.isDial ? 0 : epochsOf(template, hyperparameters);
  const frozen = frozenShareOf(template, hyperparameters);
  const patience =
    epochs === 0 || inputCount < minForEarlyStopping ? 0 : patienceOf(hyperparameters);
  const expected = expectedEpochs({ planned: epochs, patience }, input.epochsRun);
  const chosenFor = (count: number) => {
    const learning = frozen ? withFrozenLayers(whole, shareOfA(frozen, count)) : whole;
    return withTransfer(learning, input.transfer);
  };
  const secondsOf = (count: number) =>
    trainingSeconds({ coefficients: chosenFor(count), inputCount, epochs: count });
  return {
    ...{ inputCount, epochs, patience, expected, reference },
    chosen: chosenFor(expected.epochs),
    ...(frozen ? { frozen } : {}),
    seconds: secondsOf(expected.epochs),
    allSeconds: secondsOf(epochs),
  };
}

function countOf({ inputCount, incremental }: FormulaInput): number {
  if (incremental === undefined) return inputCount;
  assertCount('The number of new inputs', incremental.newCount);
  assertCount('The number of replayed inputs', incremental.replayCount);
  return incremental.newCount + incremental.replayCount;
}

/** Bringing the inputs is another time for every dataset, and no template's. */
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
