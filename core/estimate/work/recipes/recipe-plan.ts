import type { Network } from '../network.ts';
import { stepsPerEpoch } from '../steps.ts';
import type { SplitCounts } from '../split-counts.ts';
import type { TrainingFacts } from '../training-facts.ts';
import type { PhaseWork } from '../workload.ts';

/** What a recipe's numbers come from. */
export interface RecipePlan {
  readonly facts: TrainingFacts;
  readonly network: Network;
  readonly split: SplitCounts;
  readonly batchSize: number;
  /** Rows of one epoch. */
  readonly items: number;
  /** Epochs that run, and those that were asked for. */
  readonly epochs: number;
  readonly planned: number;
  /** Pixels of a picture, or tokens of a text with its padding in batches of this size. */
  size: (batchSize: number) => number;
  /** Pixels of a stored picture, or characters of a text: what reading one takes. */
  readonly rawSize: number;
}

/** The phases that every training has. */
export type TrainingPhases = Readonly<
  Record<'setup' | 'steps' | 'validation' | 'evaluation' | 'saving', PhaseWork>
>;

/** Steps of the whole plan, or of `epochs`. */
export function stepsOf({ items, batchSize, planned }: RecipePlan, epochs = planned): number {
  return Math.round(epochs * stepsPerEpoch(items, batchSize));
}

/** Reading rows from the disk and decoding them, or cutting them into tokens. */
export function readingOf(plan: RecipePlan, rows: number): Pick<PhaseWork, 'reads' | 'decoded'> {
  const isImage = plan.network.facts.unit === 'pixel';
  return { reads: isImage ? rows : 0, decoded: rows * plan.rawSize };
}
