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

/** Rows that a version and its parent both answer, at most. */
const maxPaired = 5000;

/**
 * After a training, the model answers the held-out rows, which are kept with their labels; a parent
 * answers them too, to be compared with.
 */
export function answersAfter(plan: RecipePlan): PhaseWork {
  const { heldOut } = plan.split;
  const { ofModel, ofParent } = pairedRows(plan, heldOut);
  return together(
    answering(plan, Math.min(heldOut, maxAnswers)),
    answering(plan, ofModel),
    answering(plan, ofParent),
  );
}

/** Rows that the parent answers, and those that the model answers beside what it did already. */
export function pairedRows(
  plan: RecipePlan,
  heldOut: number,
): { readonly ofModel: number; readonly ofParent: number } {
  if (!plan.facts.isIncremental) return { ofModel: 0, ofParent: 0 };
  const ofParent = Math.min(heldOut, maxPaired);
  const answered = Math.min(1, maxAnswers / Math.max(1, heldOut));
  return { ofModel: Math.round(ofParent * (1 - answered)), ofParent };
}

/** Rows that a model answers. */
export function answering(plan: RecipePlan, rows: number): PhaseWork {
  const batch = answerBatch[plan.facts.modelTypeId] ?? usualAnswerBatch;
  const passes = { passes: batchesOf(rows, batch), samples: rows, size: plan.size(batch) };
  return together(forwardPasses(plan.network, passes), readingOf(plan, rows));
}
