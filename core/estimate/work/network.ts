import {
  activationBytes,
  architectureOf,
  forwardOperations,
  shareAbove,
  wholeNetwork,
} from './architecture/architecture-facts.ts';
import type {
  ArchitectureFacts,
  LearningShare,
  NamedArchitecture,
} from './architecture/architecture-facts.ts';
import { groupIn, numberIn, settingsOf } from './settings.ts';
import type { TrainingFacts, WorkFacts } from './training-facts.ts';
import { together } from './phase-work.ts';
import type { PhaseWork, Workload } from './workload.ts';

/** As in the trainer: above, activations are computed again in the backward pass. */
const recomputesAbove = 300e6;
/**
 * Moving weights, gradients and AdamW's two states: bytes per weight and step. On a GPU one kernel
 * does all of it; on a CPU each of some ten operators reads and writes them anew.
 */
const optimizerBytes = { gpu: 20, cpu: 100 } as const;
/** The optimizer's operators for one tensor of weights, in those of a layer, which take longer. */
const callsPerTensor = 3;
const weightBytes = 4;

/** The network of a job, as far as it decides what a pass costs. */
export interface Network extends NamedArchitecture {
  /** Operations of one sample forward. */
  forward: (size: number) => number;
  /** Shares of the network that learn, and the rest, which is passed forward alone, or is kept. */
  readonly learns: LearningShare;
  readonly frozen: LearningShare;
  /** What the frozen layers make of an input is computed once. */
  readonly isKept: boolean;
  /** Adapters learn, and the weights stay as they are. */
  readonly hasAdapters: boolean;
  readonly recomputes: boolean;
  /** That a step of the optimizer moves for each weight that learns. */
  readonly optimizerBytes: number;
  readonly precision: Workload['precision'];
}

/** How a training uses its network. */
export function networkOf(facts: TrainingFacts): Network {
  const named = architectureOf(facts.startsFrom, facts.template);
  const values = settingsOf(facts);
  const hasAdapters = adapts(facts, named);
  const learns = learningShareOf(facts, named);
  return {
    ...named,
    forward: (size) => forwardOperations(named.facts, size),
    learns,
    frozen: {
      operations: 1 - learns.operations,
      calls: 1 - learns.calls,
      activations: 1 - learns.activations,
      parameters: 1 - learns.parameters,
    },
    isKept: learns !== wholeNetwork && !isAugmented(values),
    hasAdapters,
    recomputes:
      facts.accelerator === 'gpu' &&
      named.facts.unit === 'token' &&
      named.facts.parameters > recomputesAbove,
    optimizerBytes: optimizerBytes[facts.accelerator],
    precision: precisionOf(facts, named, hasAdapters),
  };
}

/** A network of which everything learns, in full precision: what a calibration times. */
export function wholeNetworkOf(facts: ArchitectureFacts, kind: 'cpu' | 'gpu'): Network {
  return {
    ...{ name: '', facts, isKnown: true, isSmall: false },
    forward: (size) => forwardOperations(facts, size),
    learns: wholeNetwork,
    frozen: { operations: 0, calls: 0, activations: 0, parameters: 0 },
    ...{ isKept: false, hasAdapters: false, recomputes: false },
    optimizerBytes: optimizerBytes[kind],
    precision: 'fp32',
  };
}

/** How a job that only answers uses it. */
export function answeringNetwork(facts: WorkFacts): Network {
  return { ...networkOf({ ...facts, isIncremental: false }), learns: wholeNetwork, isKept: false };
}

/** A small model's first training adapts nothing: what it would adapt is random. */
function adapts(facts: TrainingFacts, { isSmall }: NamedArchitecture): boolean {
  const isWritten = facts.modelTypeId === 'text-to-text';
  const isFirst = isSmall && isWritten && !facts.isIncremental;
  return !isFirst && Object.keys(groupIn(settingsOf(facts), 'peft_config')).length > 0;
}

/** `trainable_layers`; random weights have nothing to keep, so that all of theirs learn. */
function learningShareOf(
  facts: TrainingFacts,
  { facts: network, isSmall }: NamedArchitecture,
): LearningShare {
  const chosen = settingsOf(facts)['trainable_layers'] ?? 'all';
  if (chosen === 'all' || (isSmall && !facts.isIncremental)) return wholeNetwork;
  const count = chosen === 'head' ? 0 : Number(chosen);
  return Number.isFinite(count) ? shareAbove(network, count) : wholeNetwork;
}

/** Images that look different each time pass the frozen layers each time. */
function isAugmented(values: ReturnType<typeof settingsOf>): boolean {
  const changes = ['flip_probability', 'turn_probability', 'shift'];
  return (
    changes.some((name) => Number(values[name] ?? 0) > 0) ||
    values['average_horizontal_flips'] === true
  );
}

function precisionOf(
  facts: WorkFacts,
  { isSmall, facts: { unit } }: NamedArchitecture,
  hasAdapters: boolean,
): Workload['precision'] {
  // Queries of a detector are matched by scipy, which does not know halves.
  if (facts.accelerator === 'cpu' || facts.modelTypeId === 'visual-detector') return 'fp32';
  if (unit === 'pixel') return 'bf16';
  const values = settingsOf(facts);
  const quantization = groupIn(values, 'quantization_config');
  if (hasAdapters && !isSmall && Object.keys(quantization).length > 0)
    return numberIn(quantization, 'bits', 4) === 8 ? 'int8' : 'nf4';
  const trainer = groupIn(values, 'trainer_config');
  const isWhole = trainer['bf16'] === false && trainer['fp16'] !== true;
  return isWhole ? 'fp32' : 'bf16';
}

/** Samples in so many passes. */
export interface Passes {
  readonly passes: number;
  readonly samples: number;
  /** Pixels or tokens of each. */
  readonly size: number;
}

/** Samples that pass forward; each operator reads what the ones before it gave, and the weights. */
export function forwardPasses(
  { facts, forward }: Network,
  { passes, samples, size }: Passes,
  share = wholeNetwork,
): PhaseWork {
  const moved = 2 * samples * activationBytes(facts, size) * share.activations;
  return together({
    passes,
    samples,
    layerCalls: passes * facts.layers * share.calls,
    operations: samples * forward(size) * share.operations,
    bytes: moved + passes * facts.parameters * weightBytes * share.parameters,
  });
}

/** Samples that are learnt from: forward, back, and a step of the optimizer for each pass. */
export function learningPasses(network: Network, passes: Passes): PhaseWork {
  const { learns, frozen, isKept, hasAdapters, recomputes, facts } = network;
  const once = forwardPasses(network, passes, learns);
  // The gradients of weights that stay are not computed: forward and back through them alone.
  const both = (hasAdapters ? 2 : facts.learningShare) + (recomputes ? 1 : 0);
  const calls = facts.learningCalls + (recomputes ? facts.layers : 0);
  const adapterCalls = hasAdapters ? facts.layers / 2 : callsPerTensor * facts.tensors;
  const { count, samples } = { count: passes.passes, samples: passes.samples };
  return together(
    {
      passes: count,
      samples,
      layerCalls:
        count * Math.max(headCalls, learns.calls * (calls + adapterCalls)) +
        samples * learns.calls * (facts.callsPerSample ?? 0),
      operations: once.operations * both,
      bytes: once.bytes * both + count * trainedParameters(network) * network.optimizerBytes,
    },
    isKept ? {} : { ...forwardPasses(network, passes, frozen), passes: 0, samples: 0 },
  );
}

/** A head alone: a linear layer, its loss, back, and the optimizer's step of two tensors. */
const headCalls = 20;
/** Of a network that adapters learn in; a rank of 16 in two matrices of each layer. */
const adapterShare = 0.003;

/** Weights that a step changes. */
export function trainedParameters({ facts, learns, hasAdapters }: Network): number {
  return facts.parameters * (hasAdapters ? adapterShare : learns.parameters);
}
