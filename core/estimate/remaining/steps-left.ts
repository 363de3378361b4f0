import { expectedEpochs } from '../expected-epochs.ts';
import type { Quantiles } from '../phase.ts';
import type { ProgressLine } from './measured-steps.ts';

/**
 * Steps that a job has still to run. With patience it may end before its last epoch: not before
 * those that it waits for a better one, probably where such trainings end, and at the latest with
 * all.
 * @param lines with the measured epochs, oldest first; the last one stands at the newest step
 * @param patience epochs without a better one after which it ends; 0: never
 */
export function stepsLeft(lines: readonly ProgressLine[], patience: number): Quantiles {
  const last = lines.at(-1);
  if (!last) return { p10: 0, p50: 0, p90: 0 };
  const left = Math.max(0, last.totalSteps - last.step);
  const all = { p10: left, p50: left, p90: left };
  const perEpoch = stepsPerEpoch(lines);
  const epochs = lines.filter(({ metric }) => metric !== undefined);
  // Nothing is measured: there is no validation part, and nothing can end it early.
  if (patience === 0 || perEpoch === undefined || epochs.length === 0) return all;
  const planned = Math.round(last.totalSteps / perEpoch);
  const measured = Math.floor(last.step / perEpoch);
  const earliest = measured + Math.max(0, patience - epochsWaited(epochs));
  const usual = Math.max(earliest, expectedEpochs({ planned, patience }).epochs);
  const until = (epoch: number) => Math.min(left, Math.max(0, epoch * perEpoch - last.step));
  return { p10: until(earliest), p50: until(usual), p90: left };
}

/** Undefined before the first step, and where the trainer counts no epochs. */
export function stepsPerEpoch(lines: readonly ProgressLine[]): number | undefined {
  const line = lines.findLast(({ step, epoch }) => step > 0 && epoch !== undefined && epoch > 0);
  return line?.epoch === undefined ? undefined : Math.max(1, Math.round(line.step / line.epoch));
}

/** Epochs since the best one; a tie is none, as for the trainer. What comes before the first step
 * is not an epoch. */
function epochsWaited(lines: readonly ProgressLine[]): number {
  let [best, waited] = [-Infinity, 0];
  for (const { metric = -Infinity, step } of lines) {
    if (step === 0) continue;
    waited = metric > best ? 0 : waited + 1;
    best = Math.max(best, metric);
  }
  return waited;
}
