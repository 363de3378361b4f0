import { noWork, repeated, together } from '../phase-work.ts';
import { answersAfter } from './held-out-answers.ts';
import { savedBytes, startingBytes } from './artifact-bytes.ts';
import { measuringWhole } from './learning.ts';
import type { RecipePlan, TrainingPhases } from './recipe-plan.ts';
import { readingOf } from './recipe-plan.ts';

/**
 * A point of a dial: two versions are read and one between them is measured beside its parent and
 * saved. No step is taken.
 */
export function pointPhases(plan: RecipePlan): TrainingPhases {
  const { facts, split } = plan;
  const ends = 2 * startingBytes(plan);
  return {
    setup: together(readingOf(plan, split.heldOut), {
      storedBytes: ends + facts.data.objectBytes,
    }),
    steps: noWork,
    validation: noWork,
    evaluation: together(repeated(measuringWhole(plan, split.heldOut), 2), answersAfter(plan)),
    saving: together({ storedBytes: savedBytes(plan) }),
  };
}
