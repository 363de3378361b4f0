import type { Capacity } from '../../ports/host.ts';

/**
 * The GPU memory of one training step, by the formula of
 * `container/deeptune_trainer/device/gpu_memory.py`, which refuses the same training with the same
 * numbers once it has started: 18 bytes per trained float32 parameter (weight, gradient, two
 * moments of AdamW, bf16 copy), the frozen ones' own; 34 bytes per token, hidden size and layer
 * (Korthikanti et al. 2022, arXiv:2205.05198, with an attention that does not store its scores), 2
 * where activations are recomputed; 6 per logit. What convolutions store is left out: this is a
 * lower bound.
 */
export interface Workload {
  readonly trained: number;
  readonly frozen: number;
  /** Bytes of one trained, one frozen parameter. */
  readonly trainedBytes: number;
  readonly frozenBytes: number;
  /** Inputs per backward pass. */
  readonly batch: number;
  /** Per input; 0: activations unknown. */
  readonly tokens: number;
  readonly hidden: number;
  readonly layers: number;
  /** Size of the vocabulary that each token is scored over; 0 for a classifier. */
  readonly logits: number;
  readonly recomputes: boolean;
}

/** Bytes. */
export interface Memory {
  readonly weights: number;
  readonly gradients: number;
  readonly optimizer: number;
  readonly activations: number;
}

export const mib = 2 ** 20;
/** The rest is the CUDA context and fragmentation. */
export const usableShare = 0.92;
const [copyBytes, moments] = [2, 2];

export function predictMemory(work: Workload): Memory {
  const { trained, trainedBytes, frozen, frozenBytes, batch, tokens, hidden, layers } = work;
  const copies = trainedBytes === 4 ? trained * copyBytes : 0;
  const perLayer = batch * tokens * hidden;
  const stored = work.recomputes ? 2 * perLayer * layers + 34 * perLayer : 34 * perLayer * layers;
  return {
    weights: trained * trainedBytes + frozen * frozenBytes + copies,
    gradients: trained * trainedBytes,
    optimizer: trained * trainedBytes * moments,
    activations: stored + 6 * batch * tokens * work.logits,
  };
}

export function totalBytes({ weights, gradients, optimizer, activations }: Memory): number {
  return weights + gradients + optimizer + activations;
}

/** Whether a step fits into what is usable of a GPU's memory. */
export function fitsGpu(work: Workload, { gpuMemoryMiB }: Pick<Capacity, 'gpuMemoryMiB'>): boolean {
  return totalBytes(predictMemory(work)) <= usableShare * gpuMemoryMiB * mib;
}
