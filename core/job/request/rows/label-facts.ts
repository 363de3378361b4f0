import type { ManifestRow } from '../../../dataset/version/dataset-version.ts';
import type { ConceptRef } from '../../../model/model-version.ts';

/**
 * Rows by what their labels say to a training of concepts of the whole input; the trainer judges
 * them alike (`usable_row`), when the job is paid already.
 */
export interface LabelFacts {
  readonly rows: number;
  /** Nothing is said of any concept. */
  readonly unlabelled: number;
  /** Of the training's concepts some are said not to be there, and none to be there. */
  readonly denied: number;
  /** Several of the training's concepts are there. */
  readonly several: number;
  /** Nothing is said of the training's concepts, but of others. */
  readonly others: number;
}

/** Looks at rows one by one: at those that are really trained on, and held out. */
export class LabelFactsCounter implements LabelFacts {
  rows = 0;
  unlabelled = 0;
  denied = 0;
  several = 0;
  others = 0;
  readonly #ids: ReadonlySet<string>;

  /** @param concepts of the training */
  constructor(concepts: readonly ConceptRef[]) {
    this.#ids = new Set(concepts.map(({ id }) => id));
  }

  add({ concepts }: ManifestRow): void {
    this.rows += 1;
    const known = concepts.filter(({ id }) => this.#ids.has(id));
    const there = new Set(known.filter(({ value }) => value > 0).map(({ id }) => id));
    if (concepts.length === 0) this.unlabelled += 1;
    else if (known.length === 0) this.others += 1;
    else if (there.size === 0) this.denied += 1;
    else if (there.size > 1) this.several += 1;
  }
}

/** How many rows the trainer counts as unusable for their labels, and of how many. */
export function unusableLabels(
  { rows, unlabelled, denied, several, others }: LabelFacts,
  isExclusive: boolean,
): { readonly several: number; readonly without: number; readonly of: number } {
  return isExclusive
    ? { several, without: unlabelled + denied, of: rows - others }
    : { several: 0, without: unlabelled, of: rows };
}
