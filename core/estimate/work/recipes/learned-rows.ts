import { forwardPasses } from '../network.ts';
import { noWork, repeated, together } from '../phase-work.ts';
import { numberIn } from '../settings.ts';
import { batchesOf } from '../steps.ts';
import type { PhaseWork } from '../workload.ts';
import type { RecipePlan } from './recipe-plan.ts';
import { readingOf } from './recipe-plan.ts';

/** Rows that pass together (`BATCH_SIZE`). */
const batch = 32;
/** Of more rows than these, evenly spaced ones are looked at (`MOST_ROWS`). */
const maxExemplarRows = 20_000;
const classifiers = ['visual-classifier', 'text-classifier'];

/**
 * Before a child learns, its parent answers each row that it learns from, and its mirror image
 * where one may come.
 */
export function askingParent(plan: RecipePlan): PhaseWork {
  const { modelTypeId, isIncremental, hyperparameters } = plan.facts;
  const isTaught = numberIn(hyperparameters, 'distillation_weight', 0.3) > 0;
  if (!isIncremental || !isTaught || !classifiers.includes(modelTypeId)) return noWork;
  const forms = numberIn(hyperparameters, 'flip_probability', 0) > 0 ? 2 : 1;
  return repeated(passing(plan, plan.split.learn), forms);
}

/** Of these types the parent answers each row of each step, whatever was changed in it. */
const guided = ['visual-segmenter', 'visual-embedder'];

/** In the steps of one epoch, the parent's answers beside its child's. */
export function askingBeside(plan: RecipePlan, passes: number): PhaseWork {
  const { modelTypeId, isIncremental, hyperparameters } = plan.facts;
  const isTaught = numberIn(hyperparameters, 'distillation_weight', 1) > 0;
  if (!isIncremental || !isTaught || !guided.includes(modelTypeId)) return noWork;
  const { network, items: samples, batchSize } = plan;
  const { isKept, learns } = network;
  const size = plan.size(batchSize);
  return forwardPasses(network, { passes, samples, size }, isKept ? learns : undefined);
}

/** After a training, the rows that it learnt from are ordered by how well they stand for theirs. */
export function choosingExemplars(plan: RecipePlan): PhaseWork {
  const { modelTypeId } = plan.facts;
  if (![...classifiers, 'visual-embedder'].includes(modelTypeId)) return noWork;
  return passing(plan, Math.min(plan.split.learn, maxExemplarRows));
}

function passing(plan: RecipePlan, rows: number): PhaseWork {
  const { network } = plan;
  const passes = { passes: batchesOf(rows, batch), samples: rows, size: plan.size(batch) };
  if (network.isKept) return forwardPasses(network, passes, network.learns);
  return together(forwardPasses(network, passes), readingOf(plan, rows));
}
