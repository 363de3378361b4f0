import { trainedParameters } from '../network.ts';
import { checkpointsOf } from '../steps.ts';
import type { RecipePlan } from './recipe-plan.ts';
import { stepsOf } from './recipe-plan.ts';

const weightBytes = 4;
/** A checkpoint: weights that learn, AdamW's two states, and in half of them the best epoch's. */
const checkpointCopies = 3.5;
/** The export is written, read for its digests, and copied into the model's folder. */
const exportCopies = 4;

/** Bytes that a training writes and reads while it saves. */
export function savedBytes(plan: RecipePlan): number {
  const { network, epochs, planned } = plan;
  const checkpoints = checkpointsOf(stepsOf(plan, epochs), stepsOf(plan, planned));
  const trained = trainedParameters(network) * weightBytes * checkpointCopies;
  return checkpoints * trained + network.facts.parameters * weightBytes * exportCopies;
}

/**
 * Bytes of the weights that it begins with: a base model's, or its parent's, which are read once
 * more to compare their digests. Random weights are not read.
 */
export function startingBytes({ facts, network }: RecipePlan): number {
  const bytes = network.facts.parameters * weightBytes;
  if (facts.isIncremental) return 3 * bytes;
  return network.isSmall ? 0 : bytes;
}
