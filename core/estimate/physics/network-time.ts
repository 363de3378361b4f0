import type { Device, TimedNetwork } from '../device/device.ts';
import type { PhaseWork, Workload } from '../work/workload.ts';
import { operationRate } from './efficiency.ts';

/** What a network's passes of one phase take, in two parts that are learnt apart. */
export interface NetworkTime {
  /** Starting layers, the loop around them: whatever a pass costs however small its samples. */
  readonly passes: number;
  /** The operations themselves. */
  readonly compute: number;
}

/** What one layer's call and one operation take. Seconds. */
interface UnitTimes {
  readonly perLayerCall: number;
  readonly perOperation: number;
}

/** A step is a forward pass, and back and the optimizer twice that. */
const passesOfAStep = 3;

/**
 * Seconds of a phase's passes on a device, before anything was learnt. A network that was timed
 * there goes by its own timing, others by their operations and what their family reaches.
 * @param learns whether passes go back too
 */
export function networkTime(
  work: PhaseWork,
  workload: Workload,
  { device, learns }: { readonly device: Device; readonly learns: boolean },
): NetworkTime {
  const timings = device.timedNetworks[workload.architecture] ?? [];
  const untimed = byOperations(workload, device);
  const units = timings.length === 0 ? untimed : byTimings(timings, workload, { untimed, learns });
  const isSlower = workload.precision === 'fp32' && device.source === 'spec-sheet';
  return {
    passes: work.layerCalls * units.perLayerCall,
    // Published speeds are of mixed precision.
    compute: work.operations * units.perOperation * (isSlower ? fp32Factor(device, timings) : 1),
  };
}

function byOperations({ family, precision }: Workload, device: Device): UnitTimes {
  const rate = operationRate(device, family, precision);
  return { perLayerCall: device.secondsPerLayer, perOperation: 1 / rate };
}

function fp32Factor({ operationsPerSecond }: Device, timings: readonly TimedNetwork[]): number {
  const { fp32, bf16 } = operationsPerSecond;
  return timings.length === 0 || fp32 === undefined || bf16 === undefined ? 1 : bf16 / fp32;
}

/**
 * A line through the smallest and the largest timed pass: what is left without samples is the cost
 * of the pass. Of one timing alone that cost is taken from the device, and at most half of it.
 */
function byTimings(
  timings: readonly TimedNetwork[],
  workload: Workload,
  { untimed, learns }: { readonly untimed: UnitTimes; readonly learns: boolean },
): UnitTimes {
  const points = timings
    .map((timed) => pointOf(timed, workload, learns))
    .sort((a, b) => a.operations - b.operations);
  const [first, last] = [points[0]!, points.at(-1)!];
  const calls = Math.max(1, workload.layers) * (learns ? passesOfAStep : 1);
  const assumed = Math.min(first.seconds / 2, calls * untimed.perLayerCall);
  const hasLine = last.operations > first.operations * 1.5 && last.seconds > first.seconds;
  const slope = (last.seconds - first.seconds) / (last.operations - first.operations);
  const pass = hasLine ? Math.max(0, first.seconds - slope * first.operations) : assumed;
  return {
    perLayerCall: pass / calls,
    perOperation: (last.seconds - pass) / last.operations,
  };
}

/** Operations grow with a sample's size, near enough. */
function pointOf(timed: TimedNetwork, workload: Workload, learns: boolean) {
  const { batchSize, sampleSize } = timed;
  const forward = workload.forwardOperations * (sampleSize / workload.sampleSize);
  return {
    operations: batchSize * forward * (learns ? passesOfAStep : 1),
    seconds: learns ? timed.trainSecondsPerPass : timed.forwardSecondsPerPass,
  };
}
