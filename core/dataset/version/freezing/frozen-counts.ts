import { contentOf } from '../content.ts';
import { allConcepts } from '../../record/input.ts';
import type { DatasetVersion, ManifestRow } from '../dataset-version.ts';
import { InputSizesCounter } from './input-sizes.ts';
import { addMeasures, measureRows, noMeasures } from '../row-measures.ts';
import { storedCounts, TrainingCounter } from '../training-counts.ts';
import type { RawRow } from './frozen-part.ts';

/** What is counted of a dataset version when it is frozen. */
export type Counts = Pick<
  DatasetVersion,
  | 'inputCount'
  | 'invalidCount'
  | 'unlabelledCount'
  | 'concepts'
  | 'objectCount'
  | 'objectBytes'
  | 'measures'
  | 'splitTotals'
  | 'inputSizes'
>;

/**
 * Counts rows one by one, their split being final. It keeps a number per concept and per content
 * (an image, a mask, a text), not the rows: a content stands for 52 bits of its SHA-256, so that
 * two of a million are taken for one with a chance of 1 in 9,000.
 */
export class FrozenCounts {
  readonly #sha256: (text: string) => string;
  readonly #training: TrainingCounter;
  readonly #concepts = new Map<string, number>();
  /** Images and masks. */
  readonly #objects = new Map<number, boolean>();
  #objectBytes = 0;
  #inputs = 0;
  #invalid = 0;
  #unlabelled = 0;
  #measures = noMeasures;
  readonly #sizes = new InputSizesCounter();

  constructor(sha256: (text: string) => string) {
    this.#sha256 = sha256;
    this.#training = new TrainingCounter((row) => this.#contentOf(row));
  }

  add(raw: RawRow): void {
    const { row, size } = raw;
    this.#inputs += 1;
    if (row.object === null && row.text === null) this.#invalid += 1;
    const values = new Map(allConcepts(row).map(({ id, value }) => [id, value]));
    if (values.size === 0) this.#unlabelled += 1;
    // It counts once for a concept, however often the concept is in it.
    for (const [id, value] of values)
      this.#concepts.set(id, (this.#concepts.get(id) ?? 0) + (value > 0 ? 1 : 0));
    this.#addObjects(row, size);
    this.#measures = addMeasures(this.#measures, measureRows([row]));
    this.#training.add(row);
    this.#sizes.add(raw);
  }

  /** @param nameOf name of a concept, by its id */
  result(nameOf: (id: string) => string): Counts {
    const concepts = [...this.#concepts]
      .map(([id, positives]) => ({ id, name: nameOf(id), positives }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      inputCount: this.#inputs,
      invalidCount: this.#invalid,
      unlabelledCount: this.#unlabelled,
      objectCount: this.#objects.size,
      objectBytes: this.#objectBytes,
      measures: this.#measures,
      inputSizes: this.#sizes.result(),
      ...storedCounts(concepts, this.#training.result()),
    };
  }

  /** The same image or mask twice is one object. */
  #addObjects(row: ManifestRow, size: number): void {
    for (const { mask } of row.regions ?? []) {
      if (mask === null) continue;
      const key = shortDigest(mask);
      this.#objects.set(key, this.#objects.get(key) ?? false);
    }
    if (row.object === null) return;
    const key = shortDigest(row.object);
    if (this.#objects.get(key) !== true) this.#objectBytes += size;
    this.#objects.set(key, true);
  }

  #contentOf(row: ManifestRow): number | undefined {
    const content = contentOf(row);
    if (content === undefined) return undefined;
    return shortDigest(row.object === null ? this.#sha256(content) : content);
  }
}

/** The last 52 bits: the most that a number holds exactly in whole hexadecimal digits. */
export function shortDigest(sha256: string): number {
  return Number.parseInt(sha256.slice(-13), 16);
}
