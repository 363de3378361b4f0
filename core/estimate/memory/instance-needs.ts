import type { Capacity } from '../../ports/host.ts';
import type { DataSize } from '../data-transfer.ts';
import { inputModeFor } from '../data-transfer.ts';
import { usableShare } from './gpu-memory.ts';
import type { Weights } from './weights.ts';

/** What a training needs of its instance beside a step's GPU memory, bytes: lower bounds. */
export interface InstanceNeeds {
  readonly hostBytes: number;
  readonly diskBytes: number;
  /**
   * Whole on the GPU after training, where adapters were merged into weights that were quantised;
   * 0: nothing beyond the step.
   */
  readonly mergedBytes: number;
}

const gib = 2 ** 30;
/** Python, torch with CUDA, four workers that read inputs: a judgement. */
const processBytes = 3 * gib;
/** Of the host's memory; the rest is the system's and SageMaker's agents'. */
export const usableHostShare = 0.9;
const usableDiskShare = 0.9;
/** The newest two, and the one that is being written. */
const checkpointsKept = 3;
/** The export, its copy under `model/`, and the archive that is packed of it. */
const artifactCopies = 3;
/** A trained weight with the two moments of its optimizer, and what it was at the best epoch. */
const checkpointBytesPerWeightByte = 4;

/**
 * Host memory: the weights as they are loaded, merged and written, once (safetensors writes a
 * model's tensors from host memory), and what was learnt until the best epoch, beside the process.
 * Disk: base model, checkpoints, artifact; and the inputs where they are brought to it.
 * @param weights see `weightsOf`; undefined for a base model that is not known: nothing is said
 *   of it
 */
export function needsOf(
  weights: Weights | undefined,
  data: DataSize | undefined,
  capacity: Capacity,
): InstanceNeeds {
  const { artifactBytes = 0, trainedBytes = 0, isQuantised = false } = weights ?? {};
  const isOnDisk = data !== undefined && inputModeFor(data, capacity) === 'File';
  return {
    hostBytes: artifactBytes + trainedBytes + processBytes,
    diskBytes:
      artifactBytes +
      artifactCopies * artifactBytes +
      checkpointsKept * checkpointBytesPerWeightByte * trainedBytes +
      (isOnDisk ? data.objectBytes : 0),
    mergedBytes: isQuantised ? artifactBytes : 0,
  };
}

/** What of the needs an instance does not have, one phrase each; empty: it has enough. */
export function shortages(needs: InstanceNeeds, capacity: Capacity): string[] {
  const { hostMemoryGiB, diskGiB, gpuMemoryMiB, gpuName, name } = capacity;
  const usableGpu = usableShare * gpuMemoryMiB * 2 ** 20;
  const [usableHost, usableDisk] = [usableHostShare * hostMemoryGiB, usableDiskShare * diskGiB];
  return [
    needs.mergedBytes > usableGpu
      ? `${inGib(needs.mergedBytes)} GiB of GPU memory for the merged weights (${inGib(usableGpu)} of the ${gpuName} are usable)`
      : '',
    needs.hostBytes > usableHost * gib
      ? `${inGib(needs.hostBytes)} GiB of host memory to load, merge and write the weights (${usableHost.toFixed(1)} of the ${hostMemoryGiB} of ${name} are usable)`
      : '',
    needs.diskBytes > usableDisk * gib
      ? `${inGib(needs.diskBytes)} GiB of disk (${usableDisk.toFixed(1)} of the ${diskGiB} of ${name} are usable)`
      : '',
  ].filter((phrase) => phrase !== '');
}

const inGib = (bytes: number) => (bytes / gib).toFixed(1);
