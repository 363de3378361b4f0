import type { IncrementalCounts } from '../../../estimate/incremental-counts.ts';
import type { InputSizes, WorkData } from '../../../estimate/work/work-data.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import { heldOutPercent } from '../../../dataset/version/split.ts';
import { countsOf } from '../../../dataset/version/training-counts.ts';
import { replayPercent } from '../../../training/replay.ts';
import type { TrainingCounts } from '../../../dataset/version/training-counts.ts';

/** Of a parent's rows that a child learns from again, and of the same rows those held out. */
const replayShare = replayPercent / 100;
const heldOutPerLearnt = heldOutPercent / (100 - heldOutPercent);

/** What is known of the rows of a job before it runs. */
export interface KnownRows {
  /** Rows to learn from and held out: what a mere number of inputs stands for. */
  readonly inputCount: number;
  /** Their dataset version; absent: there is only the number. */
  readonly dataset?: DatasetVersion | undefined;
  /** Of the rows that are really trained on; absent: those of the dataset version. */
  readonly counts?: TrainingCounts | undefined;
  /** Incremental training: how many rows are new and how many are the parent's. */
  readonly incremental?: IncrementalCounts | undefined;
  /** Whether only labelled rows can be used. */
  readonly needsLabels: boolean;
  /** Whether a concept says that nothing is wrong; absent: no concept tells anomalies apart. */
  readonly isNormal?: ((conceptId: string) => boolean) | undefined;
  /** Of rows that were looked at: their texts count before those of the dataset version. */
  readonly sizes?: InputSizes | undefined;
}

/**
 * The rows of a job as `workloadOf` counts them. What is missing, in versions that were frozen by
 * earlier releases as well, is assumed, and the assumptions say so.
 */
export function workDataOf(known: KnownRows): WorkData {
  const { dataset, inputCount, isNormal } = known;
  const counts = known.counts ?? (dataset && countsOf(dataset));
  const split = counts ? splitOf(counts, known.needsLabels) : assumedSplit(inputCount);
  const anomalous = isNormal && counts ? anomalousOf(counts, isNormal) : 0;
  return {
    rows: counts ? counts.train.inputs + counts.test.inputs : inputCount,
    ...split,
    anomalous: Math.min(split.train, anomalous),
    replayed: replayedOf(known, split.train),
    unseen: unseenOf(split.train, counts),
    concepts: conceptsOf(counts, dataset),
    sizes: { ...dataset?.inputSizes, ...known.sizes },
    objectBytes: bytesOf(known),
    assumptions: counts ? [] : ['Four fifths of the inputs are learnt from, the others held out'],
  };
}

function splitOf({ train, test }: TrainingCounts, needsLabels: boolean) {
  const field = needsLabels ? 'labelled' : 'inputs';
  return { train: train[field], heldOut: test[field] };
}

function assumedSplit(inputCount: number) {
  const heldOut = Math.round((heldOutPercent / 100) * inputCount);
  return { train: inputCount - heldOut, heldOut };
}

/** A row with several concepts counts once for each: at most so many show an anomaly. */
function anomalousOf({ concepts }: TrainingCounts, isNormal: (id: string) => boolean): number {
  return concepts.filter(({ id }) => !isNormal(id)).reduce((sum, { train }) => sum + train, 0);
}

/** Of the line's rows, those that are learnt from: the others are held out. */
function replayedOf({ incremental }: KnownRows, train: number): number {
  if (!incremental) return 0;
  const { replayTrainCount } = incremental;
  if (replayTrainCount !== undefined) return Math.min(train, replayTrainCount);
  const learnt = replayShare / (replayShare + heldOutPerLearnt);
  return Math.min(train, Math.round(learnt * incremental.replayCount));
}

/** As in the trainer (data/unseen_concepts.py). */
const [minConcepts, oneIn, minRows, minHeldOut] = [4, 5, 10, 2];

/**
 * An embedder is measured on one in five of the concepts with enough rows, and does not train on
 * them. Which ones is decided by their ids; here they have as many rows as such concepts on
 * average.
 */
function unseenOf(train: number, counts?: TrainingCounts): number {
  if (!counts) return Math.round(train / oneIn);
  const enough = counts.concepts.filter(
    (concept) => concept.train + concept.test >= minRows && concept.test >= minHeldOut,
  );
  if (enough.length < minConcepts) return 0;
  const unseen = Math.max(1, Math.floor(enough.length / oneIn));
  const rows = enough.reduce((sum, concept) => sum + concept.train, 0);
  return Math.min(train, Math.round((rows * unseen) / enough.length));
}

function conceptsOf(counts?: TrainingCounts, dataset?: DatasetVersion): number {
  const positives = counts?.concepts ?? dataset?.concepts ?? [];
  return positives.length;
}

/** Those of the dataset version, of as many inputs of the same mean size. */
function bytesOf({ dataset, inputCount }: KnownRows): number {
  const { objectBytes = 0, inputCount: own = 0 } = dataset ?? {};
  return own === 0 ? 0 : Math.round((objectBytes * inputCount) / own);
}
