import type { EpochsSpread } from '../expected-epochs.ts';
import { isOnOneThread } from '../work/architecture/architecture-facts.ts';
import type { Workload } from '../work/workload.ts';
import { effectsOf, slopesOf } from '../learn/effects.ts';
import type { ForecastInput } from './forecast.ts';
import { normalDraws } from './normal-draws.ts';
import { fixedLogSdOf } from '../learn/observations.ts';
import { forecastPhases } from '../phase.ts';
import type { ForecastPhase } from '../phase.ts';
import { components, physicsOf } from '../physics/physics.ts';
import { drawOf, sumsOf } from '../learn/posterior.ts';
import { resolutionSeconds } from '../learn/residuals.ts';

/** Even; of 1,000 draws a tenth lies below P10, which is known to a fiftieth of the spread. */
const drawCount = 1000;
/** What all phases of a job have in common beside what is learnt: how the machine is that hour. */
const jobLogSd = 0.04;
/** Slower growth than by a tenth of the pixels or tokens is not believed. */
const flattest = -0.9;

const partCount = forecastPhases.length * components.length;
/** Every part of every phase, two slopes, each phase's own chance and resolution, job, epochs. */
const [sizeSlope, batchSlope] = [partCount, partCount + 1];
const sumCount = partCount + 2;
const chanceAt = sumCount;
const resolutionAt = chanceAt + forecastPhases.length;
const jobAt = resolutionAt + forecastPhases.length;
const epochsAt = jobAt + 1;

/** The same for every forecast. */
let draws: readonly Float64Array[] | undefined;

/** Seconds of each phase that the job has, in 1,000 equally likely courses; by draw. */
export function drawSeconds(
  input: ForecastInput,
): Readonly<Partial<Record<ForecastPhase, Float64Array>>> {
  const { workload, learnt, device } = input;
  draws ??= normalDraws(drawCount, epochsAt + 1);
  const isMeasured = device.source === 'calibration';
  const job = { ...workload, deviceId: device.id, isMeasured };
  const [bySize, byBatch] = slopesOf(job);
  const effects = forecastPhases.flatMap((phase) => {
    const fixedLogSd = fixedLogSdOf(phase, input);
    return components.map((component) => effectsOf(phase, component, { job, fixedLogSd }));
  });
  const slopes = [bySize, byBatch].map((slope) => [{ ...slope, value: 1 }]);
  const sums = sumsOf([...effects, ...slopes], learnt);
  const drawn = draws.map((z) => ({ z, logs: drawOf(sums, z) }));
  const columns = forecastPhases.map((phase, index) => {
    const physics = physicsOf(phase, workload, input);
    if (physics === undefined) return undefined;
    const parts = components.map((component) => physics[component]);
    const spread = learnt.spreads[phase];
    const stretched = stretch(phase, input);
    return Float64Array.from(drawn, ({ z, logs }) => {
      const growth =
        Math.max(flattest, logs[sizeSlope]!) * bySize.value + logs[batchSlope]! * byBatch.value;
      let seconds = 0;
      for (let part = 0; part < parts.length; part += 1) {
        const each = parts[part]!;
        if (each === 0) continue;
        const log = logs[index * components.length + part]!;
        seconds += each * Math.exp(log + (components[part] === 'compute' ? growth : 0));
      }
      const chance = Math.exp(spread * z[chanceAt + index]! + jobLogSd * z[jobAt]!);
      const resolution = resolutionSeconds * z[resolutionAt + index]!;
      return Math.max(
        0,
        seconds * chance * stretched * epochsFactor(phase, input, z[epochsAt]!) + resolution,
      );
    });
  });
  return Object.fromEntries(
    forecastPhases.flatMap((phase, index) => (columns[index] ? [[phase, columns[index]]] : [])),
  );
}

/**
 * Whoever shares a machine waits, where the two together want more than it has. Small networks
 * train on one thread.
 * @param load what others want, in machines
 */
function stretch(phase: ForecastPhase, { workload, device, load = 0 }: ForecastInput): number {
  if (phase === 'wait' || phase === 'pull' || phase === 'download') return 1;
  const isOneThread = isOnOneThread(workload.architecture) && device.cores !== undefined;
  const wanted = isOneThread ? 1 / device.cores! : 1;
  return Math.max(1, Math.max(0, load) + wanted);
}

function epochsFactor(
  phase: ForecastPhase,
  { epochsSpread, workload }: { epochsSpread?: EpochsSpread; workload: Workload },
  z: number,
): number {
  const grows = workload.kind === 'train' && (phase === 'steps' || phase === 'validation');
  if (epochsSpread === undefined || !grows) return 1;
  return Math.min(Math.max(1, epochsSpread.most), Math.exp(epochsSpread.logSd * z));
}
