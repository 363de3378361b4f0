import type { GradedEstimate, PhaseTime } from '../graded/graded-estimate.ts';
import { isOnOneThread } from '../work/architecture/architecture-facts.ts';
import { templateOf } from './effects.ts';
import type { ForecastPhase } from '../phase.ts';

/** Shorter ones say nothing of how busy the machine was. */
const minSeconds = 0.2;
/** Jobs that must have been measured before one of them is called disturbed. */
const minJobs = 3;
/** Others that use less of the machine disturb nobody. */
const quietLoad = 0.05;
/** Of a template's first jobs: others that use less may not have been in the way at all. */
const busyLoad = 0.3;
/** Who computed for this much of the time did not wait for others. */
const computing = 0.8;
/** No forecast is stretched by more than that either. */
const mostStretch = 4;
/** Up to this much longer than usual is chance. */
const tolerance = 1.1;

/** What a phase would have taken had the job had the machine for itself. */
export type QuietSeconds = (job: GradedEstimate, phase: ForecastPhase) => number | undefined;

/**
 * A machine that does something else too stretches the wall's seconds, and hardly the seconds of
 * work. What wall time a second of work takes in quiet, the quarter of a template's jobs tell that
 * took the least; jobs that took longer are counted as if they had taken that. A template's first
 * jobs have nobody to be compared with: see `unhindered`.
 */
export function quietSecondsOf(graded: readonly GradedEstimate[]): QuietSeconds {
  const usual = new Map<string, number>();
  const ratios = Map.groupBy(graded.flatMap(measured), ({ cell }) => cell);
  for (const [cell, jobs] of ratios) {
    const sorted = jobs.map(({ ratio }) => ratio).sort((a, b) => a - b);
    if (sorted.length >= minJobs) usual.set(cell, sorted[Math.floor(sorted.length / 4)]!);
  }
  return (job, phase) => {
    const time = job.phases[phase];
    const ratio = usual.get(cellOf(job, phase));
    if (time?.workSeconds === undefined) return time?.seconds;
    if (time.load !== undefined && time.load < quietLoad) return time.seconds;
    if (ratio === undefined) return unhindered(time, job);
    const quiet = time.workSeconds * ratio;
    return quiet > 0 && time.seconds > quiet * tolerance ? quiet : time.seconds;
  };
}

/**
 * Small networks train on one thread, whose seconds of work are its quiet wall; others are taken to
 * have been held up as much as others used the machine. Else the load would count twice: in what is
 * learnt, and in the next forecast on the same load.
 */
function unhindered({ seconds, workSeconds = 0, load = 0 }: PhaseTime, job: GradedEstimate) {
  if (load < busyLoad || workSeconds > computing * seconds) return seconds;
  const quiet = isOnOneThread(job.planned.architecture) ? workSeconds : seconds / (1 + load);
  return Math.min(seconds, Math.max(quiet, seconds / mostStretch));
}

function measured(job: GradedEstimate) {
  return Object.entries(job.phases).flatMap(([phase, { seconds, workSeconds = 0 }]) =>
    seconds < minSeconds || workSeconds < minSeconds
      ? []
      : [{ cell: cellOf(job, phase), ratio: seconds / workSeconds }],
  );
}

function cellOf({ planned, deviceId }: GradedEstimate, phase: string): string {
  return [planned.kind, templateOf(planned), deviceId, phase].join(' ');
}
