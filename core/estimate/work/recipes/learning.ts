import { forwardPasses, learningPasses } from '../network.ts';
import { noWork, repeated, together } from '../phase-work.ts';
import { batchesOf, stepsPerEpoch } from '../steps.ts';
import type { PhaseWork } from '../workload.ts';
import { savedBytes, startingBytes } from './artifact-bytes.ts';
import { answersAfter } from './held-out-answers.ts';
import { askingBeside, askingParent, choosingExemplars } from './learned-rows.ts';
import type { RecipePlan, TrainingPhases } from './recipe-plan.ts';
import { readingOf } from './recipe-plan.ts';

/** Rows that are measured together (`EVALUATION_BATCH_SIZE`). */
const measuringBatch: Readonly<Record<string, number>> = {
  'visual-detector': 16,
  'visual-segmenter': 16,
};
const usualBatch = 32;
/** Rows that an embedder is measured on, at most: each is compared with every other. */
const maxEmbedded = 5000;

/**
 * A training in epochs: the data are read and checked, frozen layers passed once where that is
 * possible, the held-out rows measured before and after, the validation part before and after each
 * epoch.
 */
export function learningPhases(plan: RecipePlan): TrainingPhases {
  const { facts, network, split, epochs, items, batchSize } = plan;
  const heldOut = facts.modelTypeId === 'visual-embedder' ? maxEmbedded : Infinity;
  const measured = Math.min(split.heldOut, heldOut);
  const isEmbedder = facts.modelTypeId === 'visual-embedder';
  const passes = stepsPerEpoch(items, batchSize);
  const epoch = together(
    learningPasses(network, { passes, samples: items, size: plan.size(batchSize) }),
    enlarged(plan, items, lossCopies),
    network.isKept ? {} : readingOf(plan, items),
    askingBeside(plan, passes),
  );
  return {
    setup: together(
      readingOf(plan, facts.data.rows),
      { storedBytes: startingBytes(plan) + facts.data.objectBytes },
      ...[split.learn, split.validation, measured].map((rows) => keptFeatures(plan, rows)),
      measuring(plan, measured),
      facts.isIncremental ? measuringWhole(plan, measured) : {},
      measuring(plan, split.validation),
      askingParent(plan),
    ),
    steps: repeated(epoch, epochs),
    // An epoch that a stop cut off is not compared.
    validation: repeated(measuring(plan, split.validation), Math.floor(epochs)),
    evaluation: together(
      choosingExemplars(plan),
      measuring(plan, measured),
      answersAfter(plan),
      dialPasses(plan),
      // What comes of 16 x 16 pixels, to compare with.
      isEmbedder ? readingOf(plan, measured) : {},
    ),
    saving: together({ storedBytes: savedBytes(plan) }),
  };
}

/** Rows that a dial is measured on, at most, and how often: by the parent, and at each weight. */
const [maxDialRows, dialWeights] = [2000, 5];

/** A child's classifier measures what lies between its parent and itself. */
function dialPasses(plan: RecipePlan): Partial<PhaseWork> {
  const { facts, split } = plan;
  const isMeasured = ['visual-classifier', 'text-classifier'].includes(facts.modelTypeId);
  if (!facts.isIncremental || !isMeasured) return {};
  const rows = Math.min(split.heldOut, maxDialRows);
  return together(
    measuringWhole(plan, rows),
    keptFeatures(plan, rows),
    repeated(withoutReading(measuring(plan, rows)), dialWeights),
  );
}

/** What was read once is kept. */
function withoutReading(work: PhaseWork): PhaseWork {
  return { ...work, reads: 0, decoded: 0 };
}

/** What the frozen layers make of each row, computed once and kept. */
function keptFeatures(plan: RecipePlan, rows: number): PhaseWork {
  const { network } = plan;
  if (!network.isKept) return noWork;
  const passes = { passes: batchesOf(rows, usualBatch), samples: rows };
  return together(
    // Texts pass by length, so that next to nothing is padded.
    forwardPasses(network, { ...passes, size: plan.size(1) }, network.frozen),
    readingOf(plan, rows),
  );
}

/** Rows are measured by the part that learns, or by the whole. */
export function measuring(plan: RecipePlan, rows: number): PhaseWork {
  const { network } = plan;
  if (!network.isKept) return measuringWhole(plan, rows);
  const passes = {
    passes: batchesOf(rows, usualBatch),
    samples: rows,
    size: plan.size(usualBatch),
  };
  return forwardPasses(network, passes, network.learns);
}

/** Rows are measured by all layers. */
export function measuringWhole(plan: RecipePlan, rows: number): PhaseWork {
  const { facts, network } = plan;
  const batch = measuringBatch[facts.modelTypeId] ?? usualBatch;
  // A mirror image of each is measured too.
  const times = facts.hyperparameters['average_horizontal_flips'] === true ? 2 : 1;
  const passes = { passes: batchesOf(rows, batch), samples: rows, size: plan.size(batch) };
  return together(
    repeated(forwardPasses(network, passes), times),
    enlarged(plan, rows, scoreCopies),
    readingOf(plan, rows),
  );
}

/** Numbers of 32 bits that are moved for each pixel and class: of the loss, and of the answer. */
const [lossCopies, scoreCopies] = [24, 8];

/** A segmenter's answer, for every fourth pixel, is enlarged to a number per pixel and class. */
function enlarged(plan: RecipePlan, rows: number, copies: number): Partial<PhaseWork> {
  if (plan.facts.modelTypeId !== 'visual-segmenter') return {};
  const classes = plan.facts.data.concepts + 1;
  return { bytes: rows * plan.size(plan.batchSize) * classes * copies * 4 };
}
