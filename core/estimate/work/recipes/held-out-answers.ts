import { forwardPasses } from '../network.ts';
import { together } from '../phase-work.ts';
import { batchesOf } from '../steps.ts';
import type { PhaseWork } from '../workload.ts';
import type { RecipePlan } from './recipe-plan.ts';
import { readingOf } from './recipe-plan.ts';

/** As in the trainer: rows whose answers are kept, and the batches that it answers in. */
export const maxAnswers = 2000;
export const answerBatch: Readonly<Record<string, number>> = {
  'visual-detector': 8,
  'visual-segmenter': 8,
};
export const usualAnswerBatch = 32;

/** After a training, the model answers the held-out rows, which are kept with their labels. */
export function heldOutAnswers(plan: RecipePlan, most = maxAnswers): PhaseWork {
  const rows = Math.min(plan.split.heldOut, most);
  const batch = answerBatch[plan.facts.modelTypeId] ?? usualAnswerBatch;
  const passes = { passes: batchesOf(rows, batch), samples: rows, size: plan.size(batch) };
  return together(forwardPasses(plan.network, passes), readingOf(plan, rows));
}
