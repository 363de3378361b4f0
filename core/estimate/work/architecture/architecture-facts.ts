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
  /** Operators that one pass forward and back starts. */
  readonly learningCalls: number;
  /** Operations of a pass forward and back, as a multiple of those of the pass forward. */
  readonly learningShare: number;
  /** Of one sample forward: [constant, per pixel or token, per pixel or token squared]. */
  readonly operations: readonly [number, number, number];
  /** Blocks of its encoder: what `trainable_layers` counts. */
  readonly blocks?: number;
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
  const [constant, linear, quadratic] = operations;
  return constant + linear * size + quadratic * size ** 2;
}
