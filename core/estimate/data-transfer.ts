import type { Capacity } from '../ports/host.ts';
import { fetchGiBPerSecond } from './priors/gpu-priors.ts';

/**
 * Images that a training reads, each counted once. Masks of regions are counted, their bytes are
 * not known.
 */
export interface DataSize {
  readonly objectBytes: number;
  readonly objectCount: number;
}

/**
 * SageMaker's words. `File`: every object is on the disk before the trainer starts. `FastFile`: the
 * disk shows them, and each is fetched from S3 whenever it is read, again in every epoch.
 */
export type InputMode = 'File' | 'FastFile';

/**
 * Objects a second that SageMaker brings to the disk: a judgement (16 at once, 30 ms to the first
 * byte of each), to be replaced by measurement.
 */
const downloadsPerSecond = 500;
/**
 * The trainer reads with four workers, and an object of S3 takes some 30 ms: a judgement as well.
 */
const readsPerSecond = 4 / 0.03;
/**
 * Of the disk that inputs may fill: the rest is for the base model, checkpoints and the artifact.
 */
const inputsShare = 0.5;

const gib = 2 ** 30;

/** What bringing the inputs to the trainer adds to an estimate. */
export interface DataTransfer {
  readonly mode: InputMode;
  /** Added to B. */
  readonly seconds: number;
  /** A of an input is at least this; 0 where the inputs lie on the disk. */
  readonly minSecondsPerInput: number;
  /** For a person. */
  readonly explanation: string;
}

/**
 * Which way the inputs come, and how long it takes. `File` wherever they fit: the trainer reads
 * every image once to check it and then at random in each epoch, which from S3 is slower than any
 * GPU here. Only what is larger than half of the disk comes by `FastFile`.
 */
export function transferOf(data: DataSize, capacity: Capacity): DataTransfer {
  const { objectBytes, objectCount } = data;
  const size = `${(objectBytes / gib).toFixed(2)} GiB in ${objectCount} objects`;
  if (inputModeFor(data, capacity) === 'FastFile') {
    const seconds = objectCount / readsPerSecond;
    return {
      mode: 'FastFile',
      seconds,
      minSecondsPerInput: 1 / readsPerSecond,
      explanation: `Inputs: ${size} are more than half of the disk and are read from S3 in every epoch (FastFile), some ${Math.round(readsPerSecond)} a second; ${Math.round(seconds)} s of B check them once`,
    };
  }
  const seconds = objectBytes / gib / fetchGiBPerSecond + objectCount / downloadsPerSecond;
  return {
    mode: 'File',
    seconds,
    minSecondsPerInput: 0,
    explanation: `Inputs: ${Math.round(seconds)} s of B bring ${size} to the disk`,
  };
}

export function inputModeFor(
  { objectBytes }: Pick<DataSize, 'objectBytes'>,
  { diskGiB }: Pick<Capacity, 'diskGiB'>,
): InputMode {
  return objectBytes > inputsShare * diskGiB * gib ? 'FastFile' : 'File';
}
