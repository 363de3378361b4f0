import type { Device, TimedNetwork } from '../device/device.ts';
import { forwardOperations } from '../work/architecture/architecture-facts.ts';
import { architectures } from '../work/architecture/architectures.ts';
import type { PhaseWork, Workload } from '../work/workload.ts';
import { operationRate } from './efficiency.ts';

/** What a network's passes of one phase take, in two parts that are learnt apart. */
export interface NetworkTime {
  /**
   * Starting operators, moving weights and what the optimizer keeps of them: what a pass costs
   * however small its samples.
   */
  readonly passes: number;
  /** The operations themselves. */
  readonly compute: number;
}

/** What one operator's call, one byte of weights and one operation take. Seconds. */
interface UnitTimes {
  readonly perCall: number;
  readonly perByte: number;
  readonly perOperation: number;
}

/** Forward and back, of a network whose operators were not counted. */
const passesOfAStep = 3;
/**
 * The trainer's loop around a step (its order of rows, the schedule, callbacks), in calls of an
 * operator: 2.2 ms where a call takes 18 microseconds, of heads alone that learn on kept features.
 */
const callsOfTheLoop = 120;
/** Of a step: weights are read twice, gradients and AdamW's two states read and written. */
const bytesPerWeight = 28;
/** The optimizer's operators for one tensor of weights. */
const callsPerTensor = 3;

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
  const slower = timings.length === 0 ? 1 : precisionFactor(workload, device);
  return {
    passes:
      work.layerCalls * units.perCall +
      work.bytes * units.perByte +
      (learns ? work.passes * callsOfTheLoop * device.secondsPerLayer : 0),
    compute: work.operations * units.perOperation * slower,
  };
}

function byOperations({ family, precision }: Workload, device: Device): UnitTimes {
  const rate = operationRate(device, family, precision);
  const { secondsPerLayer: perCall, bytesPerSecond } = device;
  return { perCall, perByte: 1 / bytesPerSecond, perOperation: 1 / rate };
}

/** Published speeds are of mixed precision, but for those of detectors. */
function precisionFactor({ precision, family }: Workload, device: Device): number {
  const { fp32, bf16 } = device.operationsPerSecond;
  const isMixed = device.source === 'spec-sheet' && family !== 'detection';
  return isMixed && precision === 'fp32' && fp32 && bf16 ? bf16 / fp32 : 1;
}

/**
 * A line through the smallest and the largest timed pass: what is left without samples is the cost
 * of the pass. What of that its operators do not explain goes to the weights, which frozen layers
 * do not move. Of one timing alone the cost is taken from the device, and at most half of it.
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
  const called = first.calls * untimed.perCall;
  const assumed = Math.min(first.seconds / 2, called + first.bytes * untimed.perByte);
  const hasLine = last.operations > first.operations * 1.5 && last.seconds > first.seconds;
  const slope = (last.seconds - first.seconds) / (last.operations - first.operations);
  const pass = hasLine ? Math.max(0, first.seconds - slope * first.operations) : assumed;
  const moved = first.bytes > 0 ? Math.max(0, pass - called) : 0;
  return {
    perCall: (pass - moved) / first.calls,
    perByte: first.bytes > 0 ? moved / first.bytes : 0,
    perOperation: (last.seconds - pass) / last.operations,
  };
}

/** What a timed pass did, and how long it took. */
function pointOf(timed: TimedNetwork, workload: Workload, learns: boolean) {
  const { batchSize, sampleSize, trainSecondsPerPass, forwardSecondsPerPass } = timed;
  const facts = architectures[workload.architecture];
  const forward = facts
    ? forwardOperations(facts, sampleSize)
    : workload.forwardOperations * (sampleSize / workload.sampleSize);
  const layers = Math.max(1, facts?.layers ?? workload.layers);
  if (!learns) {
    const seconds = forwardSecondsPerPass;
    return { operations: batchSize * forward, calls: layers, bytes: 0, seconds };
  }
  return {
    bytes: facts ? facts.parameters * bytesPerWeight : 0,
    operations: batchSize * forward * (facts?.learningShare ?? passesOfAStep),
    calls: facts ? facts.learningCalls + callsPerTensor * facts.tensors : layers * passesOfAStep,
    seconds: trainSecondsPerPass,
  };
}
