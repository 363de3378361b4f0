import { InputSizesCounter } from '../../../dataset/version/freezing/input-sizes.ts';
import type { InputSizes } from '../../../estimate/work/work-data.ts';
import { positivesOf } from '../../../dataset/version/dataset-version.ts';
import type { ManifestRow } from '../../../dataset/version/dataset-version.ts';
import type { ConceptRef } from '../../../model/model-version.ts';

/**
 * What decides whether rows can be trained on, and how long it takes; a number per concept, not the
 * rows.
 */
export interface RowFacts {
  readonly rows: number;
  /** With an image, with a text. */
  readonly usable: { readonly image: number; readonly text: number };
  /** Rows that have each concept, whole or in a region; and in a region. */
  readonly positives: ReadonlyMap<string, number>;
  readonly regionPositives: ReadonlyMap<string, number>;
  /** Images without a region: with a concept of the whole, and with nothing, as backgrounds are. */
  readonly unmarked: number;
  readonly backgrounds: number;
  /** True where a row that is trained on says that nothing is wrong with it. */
  readonly hasNormal: boolean;
  /** Characters of the longest text, with its completion. */
  readonly maxTextLength: number;
  /** Lengths of the texts; rows say nothing of the sizes of pictures. */
  readonly sizes: InputSizes;
}

/** Looks at rows one by one. */
export class RowFactsCounter implements RowFacts {
  rows = 0;
  readonly usable = { image: 0, text: 0 };
  readonly positives = new Map<string, number>();
  readonly regionPositives = new Map<string, number>();
  unmarked = 0;
  backgrounds = 0;
  hasNormal = false;
  maxTextLength = 0;
  readonly #sizes = new InputSizesCounter();
  readonly #isNormal: (id: string) => boolean;

  /** @param concepts those whose names are known */
  constructor(concepts: readonly ConceptRef[]) {
    this.#isNormal = normalTest(concepts);
  }

  add(row: ManifestRow): void {
    this.rows += 1;
    this.#sizes.add({ row });
    if (row.object !== null) this.usable.image += 1;
    if (row.text !== null) this.usable.text += 1;
    const length = (row.text?.length ?? 0) + (row.target?.length ?? 0);
    this.maxTextLength = Math.max(this.maxTextLength, length);
    const ids = positivesOf(row);
    if (row.object !== null && !row.regions?.length)
      this[ids.length > 0 ? 'unmarked' : 'backgrounds'] += 1;
    count(this.positives, ids);
    count(this.regionPositives, positivesOf({ ...row, concepts: [] }));
    if (row.split === 'train' && ids.every(this.#isNormal)) this.hasNormal = true;
  }

  get sizes(): InputSizes {
    return this.#sizes.result();
  }
}

function count(counts: Map<string, number>, ids: readonly string[]): void {
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
}

/** Concepts that say that nothing is wrong with an input; the trainer knows the same two words. */
const normalConcepts: readonly string[] = ['normal', 'good'];

/**
 * A test of a concept's id: whether it says that nothing is wrong. @param concepts those whose
 * names are known
 */
export function normalTest(concepts: readonly ConceptRef[]): (id: string) => boolean {
  const names = new Map(concepts.map(({ id, name }) => [id, name.toLowerCase()]));
  return (id) =>
    normalConcepts.includes(id.toLowerCase()) || normalConcepts.includes(names.get(id) ?? '');
}
