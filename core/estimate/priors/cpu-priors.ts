import { throughputs } from './gpu-priors.ts';

/**
 * The laptop: two CPU cores. Change these numbers when a machine has been measured; nothing else
 * depends on them.
 */
export interface CpuPrior {
  readonly unit: 'pixel' | 'token';
  /** A, in seconds per input and epoch, at `size` units. */
  readonly secondsPerInput: number;
  readonly size: number;
  /** B, in seconds: start of Python, reading the data, evaluation, export. */
  readonly fixedSeconds: number;
  /** Where A is from. */
  readonly because: string;
}

const small = (unit: 'pixel' | 'token', secondsPerInput: number, size: number): CpuPrior => ({
  unit,
  secondsPerInput,
  size,
  fixedSeconds: 8,
  because: `${secondsPerInput} s per input at ${size} ${unit}s`,
});

/** Measured with `npm run bench:frozen`, all layers learning; docs/benchmarks.md. */
const packaged = (unit: 'pixel' | 'token', perSecond: number, size: number): CpuPrior => ({
  unit,
  secondsPerInput: 1 / perSecond,
  size,
  fixedSeconds: 12,
  because: `${perSecond} inputs/s at ${size} ${unit}s with all layers learning, measured on two cores`,
});

export const cpuPriors: Readonly<Record<string, CpuPrior>> = {
  // `npm run demo -- --quick` on two cores: 1,427 digits, 10 epochs: 9 s of steps in a job of 17 s.
  'resnet-small': small('pixel', 0.00065, 32 * 32),
  'detr-small': { ...small('pixel', 0.004, 64 * 64), fixedSeconds: 10 },
  'segformer-small': { ...small('pixel', 0.004, 64 * 64), fixedSeconds: 10 },
  'bert-small': small('token', 0.003, 128),
  'gpt-small': small('token', 0.004, 128),
  'packaged/efficientnet-lite0': packaged('pixel', 125, 96 * 96),
  'packaged/minilm': packaged('token', 18, 128),
};

/**
 * How many times as fast an A10G trains as two CPU cores: between the 38 of MiniLM and the 62 of
 * EfficientNet-Lite0, which are their A10G priors (from published figures) over what was measured
 * here. A model that was not measured on a CPU is assumed to lie in between.
 */
export const a10gToCpu = 50;

/**
 * What a base model takes on a CPU: measured where it was, else its A10G prior, `a10gToCpu` times
 * slower. Undefined for one that is not known.
 */
export function cpuPriorOf(id: string): CpuPrior | undefined {
  const measured = cpuPriors[id];
  const published = throughputs[id];
  if (measured !== undefined || published === undefined) return measured;
  const { unit, unitsPerSecond } = published;
  const size = unit === 'pixel' ? 224 * 224 : 256;
  const secondsPerInput = (size / unitsPerSecond) * a10gToCpu;
  const because = `the A10G prior (${published.because}), ${a10gToCpu} times slower on two CPU cores`;
  return { unit, secondsPerInput, size, fixedSeconds: 12, because };
}

/** Reading one input costs this much, however small it is. */
export const minSecondsOnCpu = 0.0002;
