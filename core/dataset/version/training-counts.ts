import { contentOf } from './content.ts';
import type { SplitTotals } from './stored-counts.ts';
import type { ConceptCount, DatasetVersion, ManifestRow } from './dataset-version.ts';
import { positivesOf } from './dataset-version.ts';

export interface TrainingCounts extends SplitTotals {
  /** Rows that have the concept, whole or in a region; ascending by id. */
  readonly concepts: readonly ConceptSplit[];
}

export interface ConceptSplit {
  readonly id: string;
  readonly train: number;
  readonly test: number;
}

/** @param rows of both splits; those without an image and a text do not count */
export function countForTraining(rows: Iterable<ManifestRow>): TrainingCounts {
  const counter = new TrainingCounter();
  for (const row of rows) counter.add(row);
  return counter.result();
}

/** Counts rows one by one: what it keeps is one number per concept and per content. */
export class TrainingCounter {
  readonly #contentOf: (row: ManifestRow) => string | number | undefined;
  readonly #splits = {
    train: { inputs: 0, labelled: 0 },
    test: { inputs: 0, labelled: 0 },
  };
  #several = 0;
  readonly #concepts = new Map<string, { train: number; test: number }>();
  /** Held-out rows of each content; negative, and one less, where it is trained on as well. */
  readonly #contents = new Map<string | number, number>();

  /**
   * @param keyOf what is the same in two rows that are copies; undefined for a row without an image
   * and a text
   */
  constructor(keyOf: (row: ManifestRow) => string | number | undefined = contentOf) {
    this.#contentOf = keyOf;
  }

  add(row: ManifestRow): void {
    const content = this.#contentOf(row);
    if (content === undefined) return;
    const isLabelled = row.concepts.length > 0 || (row.regions ?? []).length > 0;
    this.#splits[row.split].inputs += 1;
    if (isLabelled) this.#splits[row.split].labelled += 1;
    if (row.concepts.filter(({ value }) => value > 0).length > 1) this.#several += 1;
    this.#addContent(content, row.split);
    for (const id of positivesOf(row)) {
      const count = this.#concepts.get(id) ?? { train: 0, test: 0 };
      count[row.split] += 1;
      this.#concepts.set(id, count);
    }
  }

  result(): TrainingCounts {
    const { train, test } = this.#splits;
    let heldOutCopies = 0;
    for (const count of this.#contents.values()) if (count < 0) heldOutCopies += -count - 1;
    return {
      train: { ...train },
      test: { ...test },
      copies: train.inputs + test.inputs - this.#contents.size,
      heldOutCopies,
      ...(this.#several > 0 ? { several: this.#several } : {}),
      concepts: [...this.#concepts]
        .map(([id, count]) => ({ id, ...count }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    };
  }

  /** Contents, each once, and how many of them are held out alone. */
  contents(): { readonly inputs: number; readonly heldOut: number } {
    let heldOut = 0;
    for (const count of this.#contents.values()) if (count > 0) heldOut += 1;
    return { inputs: this.#contents.size, heldOut };
  }

  #addContent(content: string | number, split: 'train' | 'test'): void {
    const count = this.#contents.get(content) ?? 0;
    const heldOut = (count < 0 ? -count - 1 : count) + (split === 'test' ? 1 : 0);
    this.#contents.set(content, split === 'train' || count < 0 ? -heldOut - 1 : heldOut);
  }
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
export function countsOf({
  concepts,
  splitTotals,
}: Pick<DatasetVersion, 'concepts' | 'splitTotals'>): TrainingCounts | undefined {
  if (!splitTotals) return undefined;
  const split = ({ id, positives, heldOut = 0 }: ConceptCount): ConceptSplit => ({
    id,
    train: Math.max(0, positives - heldOut),
    test: heldOut,
  });
  return { ...splitTotals, concepts: concepts.map(split) };
}
