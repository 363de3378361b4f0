/** What of a line of `progress.jsonl` the remaining time is told by. */
export interface ProgressLine {
  readonly step: number;
  readonly totalSteps: number;
  readonly stage: string;
  /** Seconds of steps so far, over all attempts; lines of earlier releases have 0. */
  readonly seconds: number;
  /** Wall seconds of the attempt that wrote it; absent in lines of earlier releases. */
  readonly elapsed?: number;
  readonly epoch?: number;
  /** Of the validation part, at the end of an epoch and before the first one. */
  readonly metric?: number;
}

/** How fast a job has been found to step. */
export interface MeasuredSteps {
  /** Steps that were timed. */
  readonly count: number;
  readonly secondsPerStep: number;
  /** Standard deviation of the logarithm of `secondsPerStep`, for the steps that are to come. */
  readonly logSd: number;
  /** Steps from the line before the last to the last: the rate is looked at so often. */
  readonly stepsBetweenLines: number;
}

/** So many steps are enough to be believed, or so large a share of all. */
const enoughSteps = 10;
const enoughShare = 0.05;
/** Two runs of the same steps on the same machine differ by 1.3 to 4 %: no count makes it surer. */
const repeatLogSd = 0.03;
/** What single steps differ by until enough of them were seen, and its weight in lines. */
const stepLogSd = 0.25;
const stepLogSdWeight = 4;

/**
 * The rate of the newest half of the steps (a machine may be busier than it was) and how sure it
 * is; undefined while too few steps were timed. The first line is left out where there are others:
 * first steps are slow.
 * @param lines of one stage, oldest first
 */
export function measuredSteps(lines: readonly ProgressLine[]): MeasuredSteps | undefined {
  const all = rising(lines);
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) return undefined;
  const count = last.step - first.step;
  const isEnough = count >= enoughSteps || (count >= 2 && count >= enoughShare * last.totalSteps);
  if (!isEnough) return undefined;
  const window = newestHalf(all);
  const secondsPerStep = rateOf(window);
  const single = singleStepSd(window, secondsPerStep);
  const logSd = Math.hypot(repeatLogSd, single / Math.sqrt(count), drift(all, window));
  const before = all.at(-2) ?? first;
  return { count, secondsPerStep, logSd, stepsBetweenLines: last.step - before.step };
}

/** One line for each step: the end of an epoch writes a second one. */
function rising(lines: readonly ProgressLine[]): ProgressLine[] {
  return lines.filter((line, index) => line.step > (lines[index - 1]?.step ?? -1));
}

function newestHalf(lines: readonly ProgressLine[]): readonly ProgressLine[] {
  const last = lines.at(-1)?.step ?? 0;
  const middle = (last + (lines[0]?.step ?? 0)) / 2;
  const from = lines.findLastIndex(({ step }) => step <= middle && last - step >= enoughSteps / 2);
  return lines.slice(Math.max(0, from));
}

/** Seconds per step from the first line to the last. */
function rateOf(lines: readonly ProgressLine[]): number {
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last || last.step === first.step) return 0;
  return Math.max(0, last.seconds - first.seconds) / (last.step - first.step);
}

/** What a single step differs by from the mean one, as a share of it; begins with a judgement. */
function singleStepSd(lines: readonly ProgressLine[], rate: number): number {
  const squares = lines.slice(1).map((line, index) => {
    const pair = [lines[index]!, line];
    const difference = rate === 0 ? 0 : rateOf(pair) / rate - 1;
    return (pair[1]!.step - pair[0]!.step) * difference ** 2;
  });
  const sum = squares.reduce((total, each) => total + each, stepLogSdWeight * stepLogSd ** 2);
  return Math.sqrt(sum / (stepLogSdWeight + squares.length));
}

/** Half of what the newest steps differ by from those before: what changed may change again. */
function drift(all: readonly ProgressLine[], window: readonly ProgressLine[]): number {
  const before = all.slice(0, all.length - window.length + 1);
  const [then, now] = [rateOf(before), rateOf(window)];
  if (before.length < 2 || then === 0 || now === 0) return 0;
  return Math.abs(Math.log(now / then)) / 2;
}
