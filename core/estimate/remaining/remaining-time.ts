import { roundToThousandth } from '../round-to-thousandth.ts';
import type { ForecastPhase, Quantiles } from '../phase.ts';
import { measuredSteps } from './measured-steps.ts';
import type { MeasuredSteps, ProgressLine } from './measured-steps.ts';
import { inTurn, lessElapsed, none, shareOf, timesRate } from './quantiles.ts';
import { stepsLeft, stepsPerEpoch } from './steps-left.ts';
import { sidePerEpoch } from './side-per-epoch.ts';

/** A job that runs, beside what was promised of it. */
export interface RunningJob {
  readonly promised: {
    readonly seconds: Quantiles;
    readonly phases: Readonly<Partial<Record<ForecastPhase, Quantiles>>>;
  };
  /** Since its first attempt began. */
  readonly elapsedSeconds: number;
  /** From 1; seconds of a later one cannot be told from those of the attempts before. */
  readonly attempt: number;
  /** Epochs without a better one after which it ends; 0: never. */
  readonly patience: number;
  /** Stages whose steps take about as long as each other until the last one. */
  readonly evenStages: readonly string[];
  /** A stop was asked for: it steps no more. */
  readonly isStopping: boolean;
}

/** How long a job will still run, seconds, and where that comes from. */
export interface RemainingTime {
  readonly p10Seconds: number;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  /** `measured`: its steps go by their own rate; what comes after them goes by the forecast. */
  readonly source: 'forecast' | 'measured';
  /** Steps that were timed; absent: none were, or too few. */
  readonly measuredSteps?: number;
  /** Seconds that it runs already beyond the median of the forecast; absent: it does not. */
  readonly overSeconds?: number;
}

const stepStages = ['training', 'memory', 'prediction'];
const beforeSteps: readonly ForecastPhase[] = ['wait', 'pull', 'download', 'setup'];

/**
 * The forecast of the phases still to come, less what has gone of the one that runs; once steps
 * are measured, theirs at their own rate instead. Never below 0.
 * @param lines of its progress, oldest first
 */
export function remainingTime(job: RunningJob, lines: readonly ProgressLine[]): RemainingTime {
  const measured = evenSteps(job, lines);
  const { p10, p50, p90 } = inTurn(partsLeft(job, lines, measured));
  const over = job.elapsedSeconds - job.promised.seconds.p50;
  return {
    ...{
      p10Seconds: roundToThousandth(p10),
      p50Seconds: roundToThousandth(p50),
      p90Seconds: roundToThousandth(p90),
    },
    source: measured ? 'measured' : 'forecast',
    ...(measured ? { measuredSteps: measured.count } : {}),
    ...(over > 0 ? { overSeconds: roundToThousandth(over) } : {}),
  };
}

function evenSteps(
  { evenStages }: RunningJob,
  lines: readonly ProgressLine[],
): MeasuredSteps | undefined {
  const stage = lines.findLast((line) => stepStages.includes(line.stage))?.stage;
  if (stage === undefined || !evenStages.includes(stage)) return undefined;
  return measuredSteps(lines.filter((line) => line.stage === stage));
}

function partsLeft(
  job: RunningJob,
  lines: readonly ProgressLine[],
  measured: MeasuredSteps | undefined,
): Quantiles[] {
  const last = lines.at(-1);
  const promised = (phase: ForecastPhase) => job.promised.phases[phase] ?? none;
  const gone = goneSince(job, last);
  const [evaluation, saving] = [promised('evaluation'), promised('saving')];
  if (!last) return [...headLeft(job), evaluation, saving];
  if (last.stage === 'stopped') return [];
  if (last.stage === 'saving') return [lessElapsed(saving, gone)];
  if (last.stage === 'evaluation') return [lessElapsed(evaluation, gone), saving];
  if (job.isStopping) return [evaluation, saving];
  const [steps, validation] = [promised('steps'), promised('validation')];
  if (measured) return [...measuredLeft(job, lines, measured), evaluation, saving];
  const share = last.totalSteps > 0 ? 1 - last.step / last.totalSteps : 1;
  const begun = Math.max(last.seconds, last.stage === 'setup' ? gone : 0);
  const left = shareOf(validation, Math.max(0, share));
  return [lessElapsed(steps, begun), left, evaluation, saving];
}

/** Before the trainer's first line: until it steps, and all of the steps. */
function headLeft({ promised, elapsedSeconds, isStopping }: RunningJob): Quantiles[] {
  const { phases } = promised;
  const head = beforeSteps.flatMap((phase) => phases[phase] ?? []);
  const steps = [phases.steps ?? none, phases.validation ?? none];
  if (isStopping) return [];
  // A promise that does not tell them apart: all of it has begun.
  if (head.length === 0) return [lessElapsed(inTurn(steps), elapsedSeconds)];
  return [lessElapsed(inTurn(head), elapsedSeconds), ...steps];
}

/** Steps at their rate, and what is done beside them at the end of each epoch. */
function measuredLeft(
  job: RunningJob,
  lines: readonly ProgressLine[],
  { secondsPerStep, logSd, stepsBetweenLines }: MeasuredSteps,
): Quantiles[] {
  const last = lines.at(-1)!;
  const left = stepsLeft(lines, job.patience);
  const steps = timesRate(left, secondsPerStep, logSd);
  // The next line is not there yet, and part of its steps is done: at most all of them.
  const sinceLine = Math.min(goneSince(job, last), stepsBetweenLines * secondsPerStep);
  const epochSteps = stepsPerEpoch(lines);
  const side = sidePerEpoch(lines);
  if (side && epochSteps !== undefined)
    return [
      lessElapsed(steps, sinceLine),
      timesRate(shareOf(left, 1 / epochSteps), side.seconds, side.logSd),
    ];
  const share = last.totalSteps > 0 ? left.p50 / last.totalSteps : 0;
  const validation = shareOf(job.promised.phases.validation ?? none, share);
  return [lessElapsed(steps, sinceLine), validation];
}

/**
 * Seconds since a line was written: its own clock began with the attempt, after the instance and
 * what it needs had come.
 */
function goneSince(job: RunningJob, line: ProgressLine | undefined): number {
  if (!line || line.elapsed === undefined || job.attempt > 1) return 0;
  const { wait = none, pull = none, download = none } = job.promised.phases;
  const began = wait.p50 + pull.p50 + download.p50;
  return Math.max(0, job.elapsedSeconds - began - line.elapsed);
}
