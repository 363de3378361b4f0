import type { DataTransfer } from '../data-transfer.ts';
import type { Device } from '../device/device.ts';
import type { PhaseWork, Workload } from '../work/workload.ts';
import { architectures } from '../work/architecture/architectures.ts';
import { networkTime } from './network-time.ts';
import { overheadOf } from './overheads.ts';
import type { ForecastPhase } from '../forecast/phase.ts';

/**
 * What a phase's time is the sum of. `fixed`: whatever is in it. `passes` and `compute`: see
 * `NetworkTime`. `reading`: inputs from the disk, decoded or cut into tokens. `moving`: bytes of
 * the disk.
 */
export const components = ['fixed', 'passes', 'compute', 'reading', 'moving'] as const;

export type Component = (typeof components)[number];

/** Seconds of each part of a phase, none below 0. */
export type PhaseSeconds = Readonly<Record<Component, number>>;

/** Where and how a workload is done. */
export interface Surroundings {
  readonly device: Device;
  readonly transfer?: DataTransfer | undefined;
  readonly spot?: boolean | undefined;
}

/** Opening and reading one small file that the system has in memory, where it was not measured. */
const usualSecondsPerRead = 30e-6;

/** Inputs of a step are altered, put together into a batch and given their targets too. */
const assembling = 2;

const noWork: PhaseWork = {
  ...{ passes: 0, layerCalls: 0, samples: 0, operations: 0 },
  ...{ bytes: 0, storedBytes: 0, reads: 0, decoded: 0 },
};

/**
 * Seconds of one phase by counting alone, before anything was learnt; undefined where the job has
 * no such phase on this device.
 */
export function physicsOf(
  phase: ForecastPhase,
  workload: Workload,
  around: Surroundings,
): PhaseSeconds | undefined {
  const { device, transfer } = around;
  const work = workload.phases[phase];
  const overhead = overheadOf(phase, device, around.spot);
  const isOfTheHost = phase === 'wait' || phase === 'pull' || phase === 'download';
  if (isOfTheHost ? overhead === undefined : work === undefined) return undefined;
  const counted = work ?? noWork;
  const learns = workload.kind === 'train' && phase === 'steps';
  const network = networkTime(counted, workload, { device, learns });
  const read =
    readingSeconds(counted, workload, device) * (learns && device.kind === 'cpu' ? assembling : 1);
  const reading = Math.max(read, fetching(counted, transfer));
  const fixed = overhead?.seconds ?? 0;
  const brought = phase === 'download' ? (transfer?.seconds ?? 0) : 0;
  const moving =
    Math.max(brought, counted.storedBytes / device.diskBytesPerSecond) +
    packingSeconds(phase, workload, device);
  if (device.kind === 'cpu') return { fixed, ...network, reading, moving };
  // Workers read while the GPU computes: the slower of the two is waited for.
  const { passes, compute } = network;
  return { fixed, passes: 0, compute: Math.max(passes + compute, reading), reading: 0, moving };
}

function readingSeconds({ reads, decoded }: PhaseWork, { family }: Workload, device: Device) {
  const isText = family === 'encoder' || family === 'generator';
  const { tokenizedCharactersPerSecond, decodedPixelsPerSecond } = device;
  const perRead = (isText ? undefined : device.secondsPerRead) ?? usualSecondsPerRead;
  const rate = isText ? tokenizedCharactersPerSecond : decodedPixelsPerSecond;
  return reads * perRead + decoded / rate;
}

const weightBytes = 4;
/** Weights through gzip on one core: in the pilot 16 MB took 0.6 s longer, 91 MB 3.8 s. */
const packedBytesPerSecond = 25e6;

/**
 * The host packs the model of a training when that has ended. On SageMaker, packing and upload are
 * the phase's fixed seconds as public logs show them.
 */
function packingSeconds(phase: ForecastPhase, { kind, architecture }: Workload, device: Device) {
  if (phase !== 'saving' || kind !== 'train' || device.source === 'spec-sheet') return 0;
  const parameters = architectures[architecture]?.parameters ?? 0;
  return (parameters * weightBytes) / packedBytesPerSecond;
}

/** Objects that are read from S3 whenever they are needed. */
function fetching({ reads }: PhaseWork, transfer: DataTransfer | undefined): number {
  return reads * (transfer?.minSecondsPerInput ?? 0);
}
