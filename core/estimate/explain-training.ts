import { describeStartingWeights } from '../catalog/base-models/starting-weights.ts';
import type { EstimateInput, TrainingEstimate } from './estimate.ts';
import { improvingShare } from './expected-epochs.ts';
import { explainForecast } from './explain-forecast.ts';
import type { IncrementalCounts } from './incremental-counts.ts';
import { isStoppable } from './forecast/charged-phases.ts';
import type { JobForecastFields } from './forecast/job-forecast.ts';
import type { FormulaEstimate } from './formula-estimate.ts';
import { formatDuration, fourDigits } from './price.ts';
import { stopFactor } from './stopping-condition.ts';

/** What an explanation is of. */
interface Estimated {
  readonly formula: FormulaEstimate;
  readonly fields: Omit<JobForecastFields, 'forecast'>;
  readonly stop: Stop;
}

interface Stop extends Pick<TrainingEstimate, 'maxRuntimeSeconds' | 'exceedsMaxRuntime'> {
  /** Longest that a job may run here, and what all epochs should take. */
  readonly allowed: number;
  readonly allSeconds: number;
}

/** How a training's estimate was reckoned, line by line, for a person. */
export function explainTraining(input: EstimateInput, estimated: Estimated): string[] {
  const { fields, formula } = estimated;
  return [
    ...explainStart(input),
    ...explainForecast(input.job, fields),
    ...explainFormula(input, formula),
    ...explainEpochs(formula, estimated.stop.allSeconds),
    ...(input.rateDerivation === undefined ? [] : [input.rateDerivation]),
    ...explainStop(estimated),
  ];
}

function explainStart({ startsFrom, incremental, isDial }: EstimateInput): string[] {
  if (!startsFrom) return [];
  const start = describeStartingWeights(startsFrom);
  if (!incremental && !isDial) return [start];
  return [`Starts from its parent's weights. How its line began: ${start}`];
}

function explainFormula(
  { incremental, transfer, defaultEpochs, isDial }: EstimateInput,
  work: FormulaEstimate,
) {
  const { reference, chosen, expected, inputCount, seconds } = work;
  const [a, b] = [fourDigits(chosen.secondsPerInput), fourDigits(chosen.fixedSeconds)];
  const lines = [
    `Clarifai's formula: A ${a} s x ${inputCount} inputs x ${expected.epochs} epochs + B ${b} s = ${seconds} s`,
    `A and B: prior. ${reference.derivation}`,
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
  if (isDial) {
    lines.push(
      `No step is taken: a point between two versions is measured beside the parent on the ${inputCount} inputs of the evaluation set, and saved`,
    );
  } else if (incremental !== undefined) {
    // The parent's weights are fetched in place of the base model's, so that B stays.
    lines.push(`Inputs: ${explainRows(incremental)}`);
  }
  if (defaultEpochs !== undefined) {
    lines.push(
      `Epochs: ${work.epochs}, half of the template's ${defaultEpochs}: it goes on from what its parent learnt, and names none`,
    );
  }
  return lines;
}

function explainRows({ newCount, replayCount, replayTrainCount }: IncrementalCounts): string {
  const fromParent = `${newCount} new + ${replayCount} learnt again or held out, of what the line of versions knows`;
  if (replayTrainCount === undefined) return fromParent;
  const heldOut = replayCount - replayTrainCount;
  return `${newCount} new + ${replayTrainCount} learnt again and ${heldOut} held out, of what the line of versions knows`;
}

function explainEpochs({ epochs, patience, expected }: FormulaEstimate, allSeconds: number) {
  if (expected.epochs === epochs) return [];
  const { factor, jobs } = expected;
  const learnt = jobs === 0 ? '' : `, x ${factor.toFixed(2)} by ${jobs} finished`;
  return [
    `${expected.epochs} of at most ${epochs} epochs: early_stopping_patience ${patience} ends it where ${patience} epochs bring no better one ` +
      `(prior: the last better one after ${improvingShare} of them${learnt})`,
    `All ${epochs} epochs would take ${allSeconds} s; epochs that are not run are not charged`,
  ];
}

function explainStop({ formula, fields, stop }: Estimated): string[] {
  const what = formula.expected.epochs === formula.epochs ? 'the estimate' : 'all epochs';
  const isWaitedFor = fields.phases.some(({ name }) => !isStoppable(name));
  const run = isWaitedFor ? `${what} without wait and pull` : what;
  const longest = formatDuration(stop.allowed);
  const lines = [
    `Stopped after ${formatDuration(stop.maxRuntimeSeconds)} (${stopFactor} x ${run}, at least 15 min, at most ${longest}), ` +
      'which bounds its time, not its price',
  ];
  if (stop.exceedsMaxRuntime) {
    lines.push(
      `The estimate exceeds the longest training of ${longest}: it would be stopped unfinished`,
    );
  }
  return lines;
}
