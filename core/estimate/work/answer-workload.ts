import { answeringNetwork, forwardPasses } from './network.ts';
import { noWork, together } from './phase-work.ts';
import { assumptionsOf } from './assumptions.ts';
import { answerBatch, usualAnswerBatch } from './recipes/held-out-answers.ts';
import { bankPlanOf } from './recipes/memory-bank.ts';
import { writing } from './recipes/writing.ts';
import { batchesOf } from './steps.ts';
import { tokensOf } from './tokens.ts';
import type { AnswerFacts } from './training-facts.ts';
import type { PhaseWork, Workload } from './workload.ts';
import { labelsOf, sizesOf } from './workload-of.ts';
import type { PlannedWork } from './workload-of.ts';

const weightBytes = 4;

/**
 * What an evaluation or a batch prediction does: the artifact is read, every row answered, and of
 * an evaluation measured.
 * @param facts.data its rows; all are asked about, whatever side they are on
 */
export function answerWorkloadOf(facts: AnswerFacts): PlannedWork {
  const network = answeringNetwork(facts);
  const { size, rawSize } = sizesOf(facts, network);
  const { rows } = facts.data;
  const batch = answerBatch[facts.modelTypeId] ?? usualAnswerBatch;
  const isImage = network.facts.unit === 'pixel';
  const reading = { reads: isImage ? rows : 0, decoded: rows * rawSize };
  const artifact = 2 * network.facts.parameters * weightBytes;
  const passes = { passes: batchesOf(rows, batch), samples: rows, size: size(batch) };
  const workload: Workload = {
    kind: facts.kind,
    ...labelsOf(facts, network, size(batch)),
    batchSize: batch,
    isIncremental: false,
    phases: {
      setup: together({ storedBytes: artifact }),
      steps: together(forwardPasses(network, passes), reading, ownWork(facts, rows)),
      ...(facts.kind === 'evaluate' ? { evaluation: noWork } : {}),
      saving: together({ storedBytes: rows * answerBytes }),
    },
  };
  return { workload, epochs: 1, assumptions: assumptionsOf(facts, network) };
}

/** Of one answer in the file that is handed back, more or less. */
const answerBytes = 400;

/** What some types do beside a pass over each row. */
function ownWork(facts: AnswerFacts, rows: number): Partial<PhaseWork> {
  const network = answeringNetwork(facts);
  if (facts.modelTypeId === 'text-to-text')
    return writing(network, rows, tokensOf(facts, network.name));
  if (facts.modelTypeId !== 'visual-anomaly-heatmap') return {};
  const learnt = Math.max(1, facts.learntRows ?? facts.data.train);
  const bank = bankPlanOf(
    { ...facts, isIncremental: false },
    network.name,
    network.isSmall,
    learnt,
  );
  const distances = rows * bank.patches * bank.picks;
  return { operations: 2 * distances * bank.channels, bytes: distances * weightBytes };
}
