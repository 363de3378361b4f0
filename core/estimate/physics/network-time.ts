import type { Device, TimedNetwork } from '../device/device.ts';
import { architectures } from '../work/architecture/architectures.ts';
import { forwardPasses, learningPasses, wholeNetworkOf } from '../work/network.ts';
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
  const units =
    timings.length === 0 ? untimed : byTimings(timings, workload, { untimed, device, learns });
  const slower = timings.length === 0 ? 1 : precisionFactor(workload, device);
  const { passes, compute } = secondsOf(work, units);
  const loop = learns ? work.passes * callsOfTheLoop * device.secondsPerLayer : 0;
  return { passes: passes + loop, compute: compute * slower };
}

function secondsOf(
  { layerCalls, bytes, operations }: Pick<PhaseWork, 'layerCalls' | 'bytes' | 'operations'>,
  { perCall, perByte, perOperation }: UnitTimes,
): NetworkTime {
  return { passes: layerCalls * perCall + bytes * perByte, compute: operations * perOperation };
}

function byOperations({ family, precision }: Workload, device: Device): UnitTimes {
  const rate = operationRate(device, family, precision);
  const { secondsPerLayer: perCall, bytesPerSecond, kind } = device;
  // A GPU's families are known by published shares of whole steps: moving bytes is in them.
  const perByte = kind === 'gpu' ? 0 : 1 / bytesPerSecond;
  return { perCall, perByte, perOperation: 1 / rate };
}

/** Published speeds are of mixed precision, but for those of detectors. */
function precisionFactor({ precision, family }: Workload, device: Device): number {
  const { fp32, bf16 } = device.operationsPerSecond;
  const isMixed = device.source === 'spec-sheet' && family !== 'detection';
  return isMixed && precision === 'fp32' && fp32 && bf16 ? bf16 / fp32 : 1;
}

/** What a timed pass did, in seconds of the untimed network, and how long it took. */
interface Point {
  /** Operators' calls and moved bytes. */
  readonly passes: number;
  readonly compute: number;
  readonly seconds: number;
}

/** How strongly the two factors are held to one common factor, beside one timing. */
const heldTogether = 0.02;

/**
 * The untimed network's seconds, times two factors that bring them to the timings: one for calls
 * and bytes, one for operations. Two timings of unlike sizes tell them apart; as far as they do
 * not, both are the common factor (ridge regression on relative errors, two unknowns).
 */
function byTimings(
  timings: readonly TimedNetwork[],
  workload: Workload,
  { untimed, device, learns }: { untimed: UnitTimes; device: Device; learns: boolean },
): UnitTimes {
  const points = timings.map((timed) => {
    const work = timedWork(timed, workload, { device, learns });
    const { passes, compute } = secondsOf(work, untimed);
    return {
      ...{ passes, compute },
      seconds: learns ? timed.trainSecondsPerPass : timed.forwardSecondsPerPass,
    };
  });
  const factors = factorsOf(points);
  return {
    perCall: untimed.perCall * factors.passes,
    perByte: untimed.perByte * factors.passes,
    perOperation: untimed.perOperation * factors.compute,
  };
}

function factorsOf(points: readonly Point[]): { passes: number; compute: number } {
  const sum = (of: (point: Point) => number) =>
    points.reduce((total, point) => total + of(point), 0);
  const common = Math.exp(
    sum(({ passes, compute, seconds }) => Math.log(seconds / (passes + compute))) / points.length,
  );
  const shares = points.map(({ passes, compute, seconds }) => ({
    passes: (common * passes) / seconds,
    compute: (common * compute) / seconds,
    seconds: 1,
  }));
  const sumOf = (of: (point: Point) => number) =>
    shares.reduce((total, point) => total + of(point), heldTogether);
  const [pp, cc] = [sumOf(({ passes }) => passes ** 2), sumOf(({ compute }) => compute ** 2)];
  const pc = sumOf(({ passes, compute }) => passes * compute) - heldTogether;
  const [p, c] = [sumOf(({ passes }) => passes), sumOf(({ compute }) => compute)];
  const determinant = pp * cc - pc ** 2;
  const within = (factor: number) => common * Math.min(maxFactor, Math.max(1 / maxFactor, factor));
  return {
    passes: within((p * cc - c * pc) / determinant),
    compute: within((c * pp - p * pc) / determinant),
  };
}

/** Beyond that a timing was disturbed, rather than the network another one. */
const maxFactor = 5;

/** What a timed pass did, counted as jobs' passes are. */
function timedWork(
  { batchSize: samples, sampleSize: size }: TimedNetwork,
  workload: Workload,
  { device, learns }: { device: Device; learns: boolean },
): Pick<PhaseWork, 'layerCalls' | 'bytes' | 'operations' | 'passes'> {
  const facts = architectures[workload.architecture];
  const once = { passes: 1, samples, size };
  if (facts) {
    const network = wholeNetworkOf(facts, device.kind);
    return learns ? learningPasses(network, once) : forwardPasses(network, once);
  }
  const times = learns ? passesOfAStep : 1;
  const operations = workload.forwardOperations * (size / workload.sampleSize) * samples * times;
  return { passes: 1, layerCalls: Math.max(1, workload.layers) * times, bytes: 0, operations };
}
