import type { ConceptCount, DatasetVersion, ManifestRow } from './dataset-version.ts';
import { positivesOf } from './dataset-version.ts';

/** What a training makes of some rows, by split; counted when they are frozen, so that a question about them reads no manifest. */
export interface SplitTotals {
  readonly train: SplitCounts;
  readonly test: SplitCounts;
  /** Rows whose image or text another row has as well; the first of each is none. */
  readonly copies: number;
  /** Held-out rows whose image or text is trained on. */
  readonly heldOutCopies: number;
}

export interface TrainingCounts extends SplitTotals {
  /** Rows that have the concept, whole or in a region; ascending by id. */
  readonly concepts: readonly ConceptSplit[];
}

export interface SplitCounts {
  /** Rows with an image or a text. */
  readonly inputs: number;
  /** Those of them that say something of a concept. */
  readonly labelled: number;
}

export interface ConceptSplit {
  readonly id: string;
  readonly train: number;
  readonly test: number;
}

/** @param rows of both splits; those without an image and a text do not count */
export function countForTraining(rows: readonly ManifestRow[]): TrainingCounts {
  const usable = rows.filter((row) => contentOf(row) !== undefined);
  const train = usable.filter((row) => row.split === 'train');
  const test = usable.filter((row) => row.split === 'test');
  const learned = new Set(train.map(contentOf));
  return {
    train: splitCounts(train),
    test: splitCounts(test),
    copies: usable.length - new Set(usable.map(contentOf)).size,
    heldOutCopies: test.filter((row) => learned.has(contentOf(row))).length,
    concepts: conceptSplits(usable),
  };
}

/** What is stored with a frozen version; the concepts' own numbers stand beside their others. */
export function storedCounts(
  concepts: readonly ConceptCount[],
  counts: TrainingCounts,
): Pick<DatasetVersion, 'concepts' | 'splitTotals'> {
  const { concepts: splits, ...splitTotals } = counts;
  const heldOut = new Map(splits.map(({ id, test }) => [id, test]));
  return {
    concepts: concepts.map((concept) => ({ ...concept, heldOut: heldOut.get(concept.id) ?? 0 })),
    splitTotals,
  };
}

/** Undefined for a version that was frozen before they were counted. */
export function countsOf({ concepts, splitTotals }: DatasetVersion): TrainingCounts | undefined {
  if (!splitTotals) return undefined;
  const split = ({ id, positives, heldOut = 0 }: ConceptCount): ConceptSplit => ({
    id,
    train: Math.max(0, positives - heldOut),
    test: heldOut,
  });
  return { ...splitTotals, concepts: concepts.map(split) };
}

/** What is the same in two rows that are copies. */
function contentOf({ object, text }: ManifestRow): string | undefined {
  return object ?? text ?? undefined;
}

function splitCounts(rows: readonly ManifestRow[]): SplitCounts {
  const isLabelled = ({ concepts, regions }: ManifestRow) =>
    concepts.length > 0 || (regions ?? []).length > 0;
  return { inputs: rows.length, labelled: rows.filter(isLabelled).length };
}

function conceptSplits(rows: readonly ManifestRow[]): ConceptSplit[] {
  const counts = new Map<string, { train: number; test: number }>();
  for (const row of rows) {
    for (const id of positivesOf(row)) {
      const count = counts.get(id) ?? { train: 0, test: 0 };
      count[row.split] += 1;
      counts.set(id, count);
    }
  }
  return [...counts]
    .map(([id, count]) => ({ id, ...count }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
