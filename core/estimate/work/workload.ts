import type { ForecastPhase } from '../forecast/phase.ts';

/** What networks are alike in, for a machine: their time is learnt together. */
export const workFamilies = [
  'convolution',
  'detection',
  'segmentation',
  'encoder',
  'generator',
  'memory-bank',
] as const;

export type WorkFamily = (typeof workFamilies)[number];

/** What one phase of a job does, counted from what is frozen. All at least 0. */
export interface PhaseWork {
  /** Calls of the network: batches, each forward, or forward and back. */
  readonly passes: number;
  /**
   * Calls of single layers, over all passes: forward calls each layer once, back and the
   * optimizer's step each that learns twice more.
   */
  readonly layerCalls: number;
  /** Inputs that pass through the network, over all passes. */
  readonly samples: number;
  /** Floating-point operations of all passes; a multiply-add is two. */
  readonly operations: number;
  /** Bytes read or written: weights, checkpoints, the artifact, what is downloaded. */
  readonly bytes: number;
  /** Bytes read from or written to the disk or the bucket: weights, checkpoints, the artifact. */
  readonly storedBytes: number;
  /** Inputs read from the disk. */
  readonly reads: number;
  /** Pixels decoded, or characters cut into tokens, of those inputs. */
  readonly decoded: number;
}

/**
 * What a job will do, and all that a forecast of its time sees of it. A function of what is frozen:
 * the same job has the same workload wherever it runs.
 */
export interface Workload {
  readonly kind: 'train' | 'evaluate' | 'predict';
  readonly modelTypeId: string;
  readonly templateId: string;
  /** What the network is: a base model's id, or the name of a small architecture. */
  readonly architecture: string;
  readonly family: WorkFamily;
  /** Numbers that the network computes in. */
  readonly precision: 'fp32' | 'bf16' | 'int8' | 'nf4';
  /** Pixels or tokens of one sample. */
  readonly sampleSize: number;
  /** Inputs of one pass while it learns. */
  readonly batchSize: number;
  /** Of the whole network. */
  readonly layers: number;
  /** Floating-point operations of one sample forward through the whole network. */
  readonly forwardOperations: number;
  readonly isIncremental: boolean;
  readonly phases: Readonly<Partial<Record<ForecastPhase, PhaseWork>>>;
}
