import type { Device } from '../device/device.ts';
import type { GradedEstimate } from '../graded/graded-estimate.ts';
import type { Effect } from './effects.ts';
import { effectsOf, slopesOf, templateOf } from './effects.ts';
import { overheadOf } from '../physics/overheads.ts';
import { forecastPhases } from '../phase.ts';
import type { ForecastPhase } from '../phase.ts';
import { components, physicsOf } from '../physics/physics.ts';
import type { Surroundings } from '../physics/physics.ts';
import { quietSecondsOf } from './quiet-seconds.ts';
import type { QuietSeconds } from './quiet-seconds.ts';

/** One part of a phase: its seconds by counting alone, and what may move their log. */
export interface Part {
  readonly seconds: number;
  readonly effects: readonly Effect[];
}

/** How long one phase of one job took. */
export interface Observation {
  readonly phase: ForecastPhase;
  readonly template: string;
  readonly logSeconds: number;
  /** In quiet. */
  readonly seconds: number;
  readonly parts: readonly Part[];
  /** Newest 1; older ones count less. */
  readonly weight: number;
  /** Observations of the very same work, this one included: they share what was miscounted. */
  readonly repeats: number;
}

/** Of each job further back: after 140 jobs one counts half. */
const forgetting = 0.995;
/** Clocks are read and phases told apart within this: nothing shorter is learnt from. */
const minSeconds = 0.02;

/** What is learnt from, each phase of each job one row; jobs in any order. */
export function observationsOf(
  graded: readonly GradedEstimate[],
  devices: readonly Device[],
): Observation[] {
  const newestFirst = [...graded].sort(
    (a, b) => b.endedAt.localeCompare(a.endedAt) || a.jobId.localeCompare(b.jobId),
  );
  const quiet = quietSecondsOf(newestFirst);
  const repeats = new Map<string, number>();
  for (const job of newestFirst) repeats.set(workOf(job), (repeats.get(workOf(job)) ?? 0) + 1);
  return newestFirst.flatMap((job, age) => {
    const device = devices.find(({ id }) => id === job.deviceId);
    const seen = { quiet, weight: forgetting ** age, repeats: repeats.get(workOf(job)) ?? 1 };
    return device ? rowsOf(job, { ...seen, device }) : [];
  });
}

/** Alike for jobs that did the same on the same device. */
function workOf({ done, deviceId }: GradedEstimate): string {
  const { kind, sampleSize, batchSize, phases } = done;
  const { samples, operations } = phases.steps ?? { samples: 0, operations: 0 };
  return [deviceId, kind, templateOf(done), sampleSize, batchSize, samples, operations].join(' ');
}

interface Seen {
  readonly device: Device;
  readonly quiet: QuietSeconds;
  readonly weight: number;
  readonly repeats: number;
}

function rowsOf(job: GradedEstimate, { device, quiet, ...seen }: Seen): Observation[] {
  const template = templateOf(job.done);
  return wholePhases(job).flatMap((phase) => {
    const seconds = quiet(job, phase) ?? 0;
    const parts = partsOf(phase, job, device);
    return seconds < minSeconds || parts.length === 0
      ? []
      : [{ phase, template, logSeconds: Math.log(seconds), seconds, parts, ...seen }];
  });
}

/** Of several attempts the sum is no single one's. */
const begunAnew: ReadonlySet<ForecastPhase> = new Set(['wait', 'pull', 'download', 'setup']);

/**
 * Phases that say how long such a phase takes. Of a job that was cut off the last one is not whole;
 * its steps are, since only those that were done are counted.
 */
function wholePhases({ end, phases, attempts }: GradedEstimate): ForecastPhase[] {
  const begun = forecastPhases.filter(
    (phase) => phases[phase] !== undefined && (attempts < 2 || !begunAnew.has(phase)),
  );
  if (end === 'completed') return begun;
  const last = begun.at(-1);
  return begun.filter((phase) => phase !== last || phase === 'steps');
}

function partsOf(phase: ForecastPhase, { done, deviceId }: GradedEstimate, device: Device): Part[] {
  const physics = physicsOf(phase, done, { device });
  if (physics === undefined) return [];
  const key = { ...done, deviceId, isMeasured: device.source === 'calibration' };
  return components
    .filter((component) => physics[component] > 0)
    .map((component) => ({
      seconds: physics[component],
      effects: [
        ...effectsOf(phase, component, { job: key, fixedLogSd: fixedLogSdOf(phase, { device }) }),
        ...(component === 'compute' ? slopesOf(key) : []),
      ],
    }));
}

/** Of a phase that has no fixed part: that of any. */
export function fixedLogSdOf(phase: ForecastPhase, { device, spot }: Surroundings): number {
  return overheadOf(phase, device, spot)?.logSd ?? 0.5;
}
