import type { Template } from '../../catalog/model-type.ts';
import type { JsonObject } from '../../json.ts';

/**
 * What `trainable_layers` saves. A step of a network is one pass forward and two back; blocks are
 * assumed to cost the same. With n of N blocks learning, an epoch costs their share of a step, n /
 * N, and each input passes the frozen ones forward once, which is a third of theirs. The head alone
 * costs next to nothing. docs/benchmarks.md compares this with what was measured.
 */
export interface FrozenShare {
  /** Of A, at each epoch. */
  readonly perEpoch: number;
  /** Of A, once in the training. */
  readonly once: number;
}

const field = 'trainable_layers';
/** Reading kept features and the head's own step, as a share of a whole step. */
const headShare = 0.01;
const forwardShare = 1 / 3;

/** The shares of A that a training costs; undefined where all layers learn. */
export function frozenShareOf(template: Template, values: JsonObject): FrozenShare | undefined {
  const blocks = blocksOf(template);
  const chosen = values[field];
  if (blocks === undefined || chosen === undefined || chosen === 'all') return undefined;
  const trained = chosen === 'head' ? 0 : Math.min(1, Number(chosen) / blocks);
  if (!Number.isFinite(trained)) return undefined;
  const frozen = (1 - trained) * forwardShare;
  const isKept = !isAugmented(values);
  return {
    perEpoch: Math.max(headShare, trained) + (isKept ? 0 : frozen),
    once: isKept ? frozen : 0,
  };
}

/** A of a training with frozen layers, as a share of A with all of them learning. */
export function shareOfA({ perEpoch, once }: FrozenShare, epochs: number): number {
  return perEpoch + once / Math.max(1, epochs);
}

/** How many blocks the template's base model has: the largest count it offers. */
function blocksOf({ hyperparameters }: Template): number | undefined {
  const options = hyperparameters.find(({ name }) => name === field)?.options ?? [];
  const counts = options.map(Number).filter(Number.isFinite);
  return counts.length === 0 ? undefined : Math.max(...counts);
}

/** Images that look different each time pass the frozen layers each time. */
function isAugmented(values: JsonObject): boolean {
  return ['flip_probability', 'turn_probability', 'shift'].some((name) => Number(values[name]) > 0);
}
