import { forecastPhases } from '../estimate/phase.ts';
import type { ForecastPhase, Quantiles } from '../estimate/phase.ts';
import type { PhaseSeconds } from '../estimate/graded/measured-phases.ts';
import { roundToThousandth } from '../estimate/round-to-thousandth.ts';
import { promisedOf } from './remaining.ts';
import type { ModelVersion } from './model-version.ts';
import { isLoadable, isOpen } from './model-version.ts';

/**
 * `setup`: start, reading data, loading the model, measuring it before training; on AWS until the
 * trainer's first line the instance's start too. `steps`: training itself. `validation`: comparing
 * epochs. `evaluation`: measuring held-out data. `saving`: checkpoints; while it runs, the model.
 */
export type PhaseName = 'setup' | 'steps' | 'validation' | 'evaluation' | 'saving';

export interface Phase {
  /** While it runs one of `PhaseName`; of an ended job all that were measured around them too. */
  readonly name: ForecastPhase;
  /** Of all attempts, for `steps`, `validation` and `saving`; absent: not known yet. */
  readonly seconds?: number;
  readonly isRunning: boolean;
}

/** What of a line of progress tells the phases apart. */
export interface PhasePoint {
  readonly stage: string;
  readonly seconds?: number;
  /** Wall seconds of the attempt that wrote it; absent in lines of earlier releases. */
  readonly elapsed?: number;
}

/** What was reserved: the estimate's two parts, seconds. */
export interface EstimatedPhases {
  readonly seconds: number;
  /** Start, data, evaluation and saving, however many steps; absent: it was not kept. */
  readonly fixedSeconds?: number;
  /** Steps and validation. */
  readonly stepsSeconds?: number;
  /** Of the whole job. */
  readonly range: Quantiles;
  /** Absent: by an earlier release, which told but two parts apart. */
  readonly phases?: Readonly<Partial<Record<ForecastPhase, Quantiles>>>;
}

/**
 * Where a version's training is, or how long its phases took; none for one that never began. Of one
 * that has ended these are the seconds that its forecast is graded by, so that what is shown beside
 * a forecast is what the report counts. The metrics, written before the last of the work is done,
 * are all that there is of an earlier release.
 */
export function phasesOf(
  version: ModelVersion,
  points: readonly PhasePoint[],
  now: string,
): readonly Phase[] {
  const graded = 'settlement' in version ? version.settlement.phaseSeconds : undefined;
  if (graded) return gradedPhases(graded);
  if (isLoadable(version)) return measuredPhases(version.metrics['seconds']);
  if (!('training' in version) || version.status === 'queued') return [];
  return phasesSoFar(points, isOpen(version), setupSoFar(version, now));
}

function gradedPhases(graded: PhaseSeconds): readonly Phase[] {
  return forecastPhases.flatMap((name) => {
    const seconds = graded[name];
    return seconds === undefined ? [] : [{ name, seconds, isRunning: false }];
  });
}

/** As the trainer summed them up in its metrics. */
function measuredPhases(measured: unknown): readonly Phase[] {
  const seconds = (measured ?? {}) as Readonly<Record<string, number | undefined>>;
  const named: readonly (readonly [PhaseName, string])[] = [
    ['setup', 'setup'],
    ['steps', 'train'],
    ['validation', 'validate'],
    ['evaluation', 'evaluate'],
    ['saving', 'save'],
  ];
  return named.flatMap(([name, key]) => {
    const value = seconds[key];
    return value === undefined ? [] : [{ name, seconds: value, isRunning: false }];
  });
}

function setupSoFar(version: ModelVersion, now: string): number | undefined {
  if (!('startedAt' in version)) return undefined;
  return Math.max(0, (Date.parse(now) - Date.parse(version.startedAt)) / 1000);
}

/** By the lines of progress: each phase that has begun, the last of them running. */
function phasesSoFar(
  points: readonly PhasePoint[],
  isRunning: boolean,
  setupSeconds: number | undefined,
): readonly Phase[] {
  const last = (...stages: string[]) => points.findLast(({ stage }) => stages.includes(stage));
  const [setup, steps] = [last('setup'), last('training', 'memory')];
  const [evaluation, saving] = [last('evaluation'), last('saving')];
  const phases: { name: PhaseName; seconds?: number | undefined }[] = [
    { name: 'setup', seconds: setup ? setup.elapsed : setupSeconds },
    ...(setup || steps ? [{ name: 'steps' as const, seconds: steps?.seconds ?? 0 }] : []),
    ...(evaluation ? [{ name: 'evaluation' as const, seconds: between(evaluation, saving) }] : []),
    ...(saving ? [{ name: 'saving' as const }] : []),
  ];
  return phases.map(({ name, seconds }, index) => ({
    name,
    ...(seconds === undefined ? {} : { seconds: roundToThousandth(seconds) }),
    isRunning: isRunning && index === phases.length - 1,
  }));
}

function between(begin: PhasePoint, end: PhasePoint | undefined): number | undefined {
  if (begin.elapsed === undefined || end?.elapsed === undefined) return undefined;
  return Math.max(0, end.elapsed - begin.elapsed);
}

/** What the estimate had counted; undefined where nothing is estimated yet. */
export function estimatedPhases(version: ModelVersion): EstimatedPhases | undefined {
  if (!('reservation' in version) || version.awaitsDataset) return undefined;
  const { estimatedSeconds: seconds, fixedSeconds, promised } = version.reservation;
  const range = promisedOf(version.reservation).seconds;
  const phases = promised ? { phases: promised.phases } : {};
  if (fixedSeconds === undefined) return { seconds, range, ...phases };
  const stepsSeconds = roundToThousandth(Math.max(0, seconds - fixedSeconds));
  return { seconds, range, ...phases, fixedSeconds, stepsSeconds };
}
