import type { StartingWeights } from '../../../catalog/base-models/starting-weights.ts';
import type { Template } from '../../../catalog/model-type.ts';
import { architectures } from './architectures.ts';

/** What a network costs, counted from its configuration; see container/architecture_facts.py. */
export interface ArchitectureFacts {
  readonly unit: 'pixel' | 'token';
  readonly parameters: number;
  /** Tensors of parameters: the optimizer goes through them one by one. */
  readonly tensors: number;
  /** Operators that one pass forward starts; views of a tensor cost nothing and do not count. */
  readonly layers: number;
  /** Operators that one pass forward and back starts, and with it those for each sample. */
  readonly learningCalls: number;
  readonly callsPerSample?: number;
  /** Operations of a pass forward and back, as a multiple of those of the pass forward. */
  readonly learningShare: number;
  /** Of one sample forward: [constant, per pixel or token, per pixel or token squared]. */
  readonly operations: readonly [number, number, number];
  /** Bytes of what the operators give, the same way; in 32 bits. */
  readonly activations: readonly [number, number, number];
  /** Blocks of its encoder: what `trainable_layers` counts. */
  readonly blocks?: number;
  /**
   * Where layers may be frozen: the shares of [operations, operators, activations, parameters] that
   * lie above them; with the head alone, with the last block, with the last two ...
   */
  readonly above?: readonly (readonly [number, number, number, number])[];
}

/** A network and what it is known by. */
export interface NamedArchitecture {
  /** A base model's id, or the name of a small architecture. */
  readonly name: string;
  readonly facts: ArchitectureFacts;
  /** False: it is unknown, and the facts are those of the network that its template names. */
  readonly isKnown: boolean;
  /** True: random weights of a small architecture, which the trainer computes on one thread. */
  readonly isSmall: boolean;
}

/** Whether the trainer computes a network on one thread: the small ones, on a CPU. */
export function isOnOneThread(architecture: string): boolean {
  return architecture.endsWith('-small');
}

/**
 * The network that a line of versions begins with. One that somebody chose freely and that is not
 * known here counts as the template's own.
 */
export function architectureOf(weights: StartingWeights, template: Template): NamedArchitecture {
  const isSmall = 'architecture' in weights;
  const name = isSmall ? weights.architecture : weights.baseModelId;
  const { id, small } = template.baseModel;
  const known = architectures[name];
  const facts = known ?? architectures[id ?? small] ?? architectures[small];
  if (facts === undefined) throw new Error(`Unknown architecture ${name}`);
  return { name, facts, isKnown: known !== undefined, isSmall };
}

/**
 * Floating-point operations of one sample forward.
 * @param size pixels of an image, or tokens of a text
 */
export function forwardOperations({ operations }: ArchitectureFacts, size: number): number {
  return at(operations, size);
}

/** Bytes of all that one sample becomes on its way forward. */
export function activationBytes({ activations }: ArchitectureFacts, size: number): number {
  return at(activations, size);
}

function at([constant, linear, quadratic]: readonly [number, number, number], size: number) {
  return constant + linear * size + quadratic * size ** 2;
}

/** Shares of a network that learn. */
export interface LearningShare {
  readonly operations: number;
  readonly calls: number;
  readonly activations: number;
  readonly parameters: number;
}

export const wholeNetwork: LearningShare = {
  operations: 1,
  calls: 1,
  activations: 1,
  parameters: 1,
};

/** @param blocks how many of the last blocks learn beside the head; 0: the head alone */
export function shareAbove({ above, blocks = 1 }: ArchitectureFacts, count: number): LearningShare {
  const counted = above?.[Math.min(count, above.length - 1)];
  if (counted !== undefined) {
    const [operations, calls, activations, parameters] = counted;
    return { operations, calls, activations, parameters };
  }
  const share = Math.max(0.001, Math.min(1, count / blocks));
  return { operations: share, calls: share, activations: share, parameters: share };
}
