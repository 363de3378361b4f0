import { forwardPasses } from '../network.ts';
import type { Network } from '../network.ts';
import { together } from '../phase-work.ts';
import { batchesOf } from '../steps.ts';
import type { Tokens } from '../tokens.ts';
import type { PhaseWork } from '../workload.ts';
import { answering, answersAfter } from './held-out-answers.ts';
import { learningPhases } from './learning.ts';
import type { RecipePlan, TrainingPhases } from './recipe-plan.ts';

/** Completions that are written for one measurement. */
const maxWritten = 256;
const writingBatch = 32;

/**
 * Text-to-text: as any training in epochs, and completions of held-out prompts are written before
 * and after it, token by token.
 */
export function writingPhases(plan: RecipePlan, tokens: Tokens): TrainingPhases {
  const phases = learningPhases(plan);
  const rows = Math.min(plan.split.heldOut, maxWritten);
  // Untrained, it does not know where to end.
  const before = plan.facts.isIncremental ? undefined : tokens.maxNew;
  return {
    ...phases,
    setup: together(phases.setup, writing(plan.network, rows, tokens, before)),
    evaluation: together(
      // The answers that are kept are measured and written, as those before; fewer than of others.
      subtractAnswers(phases.evaluation, plan),
      answering(plan, rows),
      // Its parent writes too, to be compared with.
      writing(plan.network, (plan.facts.isIncremental ? 3 : 2) * rows, tokens),
    ),
  };
}

function subtractAnswers(evaluation: PhaseWork, plan: RecipePlan): PhaseWork {
  const usual = answersAfter(plan);
  const names = Object.keys(evaluation) as (keyof PhaseWork)[];
  const left = names.map((name) => [name, Math.max(0, evaluation[name] - usual[name])]);
  return Object.fromEntries(left) as unknown as PhaseWork;
}

/**
 * Completions of so many prompts: a pass over the prompts of a batch, then one for each token,
 * until the last of the batch ends.
 * @param newTokens absent: as long as the completions of the data
 */
export function writing(
  network: Network,
  rows: number,
  tokens: Tokens,
  newTokens = Math.min(tokens.maxNew, tokens.completion(writingBatch)),
): PhaseWork {
  const batches = batchesOf(rows, writingBatch);
  const prompts = { passes: batches, samples: rows, size: tokens.padded(writingBatch) };
  const written = Math.max(0, Math.ceil(newTokens) - 1);
  const each = { passes: batches * written, samples: rows * written, size: 1 };
  return together(forwardPasses(network, prompts), forwardPasses(network, each));
}
