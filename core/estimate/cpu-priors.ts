/**
 * The laptop: two CPU cores and the small architectures. Change these numbers when a machine has been measured; nothing
 * else depends on them.
 */
export interface CpuPrior {
  readonly unit: 'pixel' | 'token';
  /** A, in seconds per input and epoch, at `size` units. */
  readonly secondsPerInput: number;
  readonly size: number;
  /** B, in seconds: start of Python, reading the data, evaluation, export. */
  readonly fixedSeconds: number;
}

export const cpuPriors: Readonly<Record<string, CpuPrior>> = {
  // `npm run demo` on two cores: 1,427 digits, 10 epochs: 9 s of steps in a job of 17 s.
  'resnet-small': { unit: 'pixel', secondsPerInput: 0.00065, size: 32 * 32, fixedSeconds: 8 },
  'detr-small': { unit: 'pixel', secondsPerInput: 0.004, size: 64 * 64, fixedSeconds: 10 },
  'segformer-small': { unit: 'pixel', secondsPerInput: 0.004, size: 64 * 64, fixedSeconds: 10 },
  'bert-small': { unit: 'token', secondsPerInput: 0.003, size: 128, fixedSeconds: 8 },
  'gpt-small': { unit: 'token', secondsPerInput: 0.004, size: 128, fixedSeconds: 8 },
};

/**
 * How much longer two CPU cores need than an A10G for a base model that no prior here is known of: MiniLM trains at about
 * 1,000 tokens/s on them (16 texts/s of 64 tokens) and at 88,000 by its A10G prior.
 */
export const cpuSecondsPerA10gSecond = 86;
/** B of such a base model: start of Python, loading weights, evaluation, export. A judgement. */
export const cpuFixedSeconds = 20;

/** Reading one input costs this much, however small it is. */
export const leastSecondsOnCpu = 0.0002;
