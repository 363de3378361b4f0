import type { ForecastPhase } from '../phase.ts';
import { forecastPhases } from '../phase.ts';
import { roundToThousandth } from '../round-to-thousandth.ts';
import type { JobStage } from '../../ports/jobs.ts';
import type { PhaseTime } from './graded-estimate.ts';
import { isAmount } from './times.ts';
import type { AttemptTimes } from './times.ts';

export type PhaseTimes = Readonly<Partial<Record<ForecastPhase, PhaseTime>>>;

/** Time of the trainer's own phases, over all attempts. Seconds. */
export function trainerPhases(attempts: readonly AttemptTimes[]): PhaseTimes {
  const times = forecastPhases.flatMap((name) => {
    const spans = attempts.flatMap(({ phases, cores }) => {
      const span = phases[name];
      return span ? [{ ...span, cores }] : [];
    });
    if (spans.length === 0) return [];
    const sum = (of: (span: (typeof spans)[number]) => number) =>
      roundToThousandth(spans.reduce((total, span) => total + of(span), 0));
    const available = sum(({ seconds, cores = 0 }) => seconds * cores);
    const isLoadKnown = available > 0 && spans.every((span) => span.othersSeconds !== undefined);
    const time: PhaseTime = {
      seconds: sum(({ seconds }) => seconds),
      // Where a GPU computes, its seconds are the work.
      workSeconds: sum(({ workSeconds, gpuSeconds = workSeconds }) => gpuSeconds),
      ...(isLoadKnown
        ? { load: roundToThousandth(sum(({ othersSeconds = 0 }) => othersSeconds) / available) }
        : {}),
    };
    return [[name, time] as const];
  });
  return Object.fromEntries(times);
}

/** The same as a training's metrics sum them up: all that there is of one without `times.json`. */
export function metricPhases(metrics: unknown): PhaseTimes {
  const measured = ((metrics ?? {}) as Readonly<Record<string, unknown>>)['seconds'];
  const seconds = (measured ?? {}) as Readonly<Record<string, unknown>>;
  const known = metricNames.flatMap(([phase, name]) => {
    const value = seconds[name];
    return isAmount(value) ? [[phase, { seconds: value }] as const] : [];
  });
  return Object.fromEntries(known);
}

const metricNames: readonly (readonly [ForecastPhase, string])[] = [
  ['setup', 'setup'],
  ['steps', 'train'],
  ['validation', 'validate'],
  ['evaluation', 'evaluate'],
  ['saving', 'save'],
];

/** SageMaker's stages before and after the trainer, by the phase that they are. */
const stagePhases: Readonly<Record<string, ForecastPhase>> = {
  Starting: 'wait',
  Pending: 'wait',
  LaunchingMLInstances: 'wait',
  PreparingTrainingStack: 'wait',
  Downloading: 'download',
  DownloadingTrainingImage: 'pull',
  Uploading: 'saving',
};

/**
 * Time of what the service does around the trainer, of the last attempt. Inputs and image come in
 * one stage, `Downloading`: with `downloadSeconds`, as forecast by their bytes, the inputs are told
 * apart. Until the trainer's process starts within `Training`, its image is unpacked.
 * @param known.trainerStartedAt ISO 8601; absent: it never did
 */
export function stagePhaseTimes(
  stages: readonly JobStage[],
  known: { readonly downloadSeconds: number; readonly trainerStartedAt?: string | undefined },
): PhaseTimes {
  const seconds = new Map<ForecastPhase, number>();
  const add = (phase: ForecastPhase, more: number) =>
    seconds.set(phase, (seconds.get(phase) ?? 0) + more);
  for (const stage of stages) {
    const phase = stagePhases[stage.status];
    const lasted = secondsBetween(stage.startedAt, stage.endedAt);
    if (phase === 'download' && isOfImage(stage)) {
      const download = Math.min(lasted, known.downloadSeconds);
      add('download', download);
      add('pull', lasted - download);
    } else if (phase) add(phase, lasted);
    if (stage.status === 'Training' && known.trainerStartedAt !== undefined)
      add('pull', secondsBetween(stage.startedAt, known.trainerStartedAt));
  }
  return Object.fromEntries(
    [...seconds].map(([phase, sum]) => [phase, { seconds: roundToThousandth(sum) }]),
  );
}

/** What a stage says of itself last: of one with both, the image, which comes second. */
function isOfImage({ message = '' }: JobStage): boolean {
  return /image/i.test(message);
}

/** 0 where an instant is not known or is none, or clocks differ. */
export function secondsBetween(start: string, end: string | undefined): number {
  const seconds = end === undefined ? 0 : (Date.parse(end) - Date.parse(start)) / 1000;
  return seconds > 0 ? seconds : 0;
}

/** Both together: a phase of both is the sum. */
export function joinPhases(one: PhaseTimes, other: PhaseTimes): PhaseTimes {
  const joined = forecastPhases.flatMap((name) => {
    const [a, b] = [one[name], other[name]];
    if (!a || !b) return a || b ? [[name, a ?? b] as const] : [];
    return [[name, { ...b, ...a, seconds: roundToThousandth(a.seconds + b.seconds) }] as const];
  });
  return Object.fromEntries(joined) as PhaseTimes;
}

/** How long a job was in each of its phases, seconds. */
export type PhaseSeconds = Readonly<Partial<Record<ForecastPhase, number>>>;

/** Seconds alone; undefined where no phase was measured. */
export function phaseSecondsOf(phases: PhaseTimes): PhaseSeconds | undefined {
  const seconds = Object.entries(phases).map(([name, time]) => [name, time.seconds] as const);
  return seconds.length === 0 ? undefined : Object.fromEntries(seconds);
}

/** Sum of all phases, seconds. */
export function totalSeconds(phases: PhaseTimes): number {
  return roundToThousandth(Object.values(phases).reduce((sum, { seconds }) => sum + seconds, 0));
}
