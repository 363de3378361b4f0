import type { ManifestRow } from '../dataset-version.ts';
import { Examples } from './data-report.ts';

/** Which contents come more than once: what they have in common is told apart for those alone. */
export class RepeatedContents {
  readonly #seen = new Set<number>();
  readonly #repeated = new Set<number>();

  see(content: number): void {
    if (this.#seen.has(content)) this.#repeated.add(content);
    else this.#seen.add(content);
  }

  has(content: number): boolean {
    return this.#repeated.has(content);
  }
}

interface Original {
  readonly id: string;
  /** First id of each split. */
  readonly ids: Partial<Record<ManifestRow['split'], string>>;
  /** The first labels, and who has them; and whether another one has others. */
  labels?: { readonly text: string; readonly id: string };
  isConflict: boolean;
}

/** Rows of equal content: copies, those on both sides of the split, those labelled otherwise. */
export class Copies {
  readonly copies: Examples;
  readonly acrossSplits: Examples;
  /** Contents that two inputs label differently; unlabelled inputs contradict nobody. */
  readonly conflicts: Examples;
  readonly #originals = new Map<number, Original>();
  readonly #repeated: RepeatedContents;

  constructor(repeated: RepeatedContents, most?: number) {
    this.#repeated = repeated;
    this.copies = new Examples(most);
    this.acrossSplits = new Examples(most);
    this.conflicts = new Examples(most);
  }

  /** @returns whether an earlier row has the content */
  add(row: ManifestRow, content: number): boolean {
    if (!this.#repeated.has(content)) return false;
    const original = this.#originals.get(content);
    const first: Original = original ?? { id: row.id, ids: {}, isConflict: false };
    if (original) this.copies.add(original.id, row.id);
    else this.#originals.set(content, first);
    this.#addSide(row, first);
    this.#addLabels(row, first);
    return original !== undefined;
  }

  #addSide({ id, split }: ManifestRow, { ids }: Original): void {
    if (ids[split] !== undefined) return;
    ids[split] = id;
    if (ids.train !== undefined && ids.test !== undefined)
      this.acrossSplits.add(ids.train, ids.test);
  }

  #addLabels(row: ManifestRow, original: Original): void {
    const text = labelsText(row);
    if (text === '') return;
    original.labels ??= { text, id: row.id };
    if (original.isConflict || original.labels.text === text) return;
    original.isConflict = true;
    this.conflicts.add(original.labels.id, row.id);
  }
}

/** What a row says of its content: its concepts, those of its regions, its completion. */
function labelsText({ concepts, regions = [], target }: ManifestRow): string {
  const said = [...concepts, ...regions.flatMap((region) => region.concepts)];
  if (said.length === 0 && target === undefined) return '';
  const sorted = [...new Set(said.map(({ id, value }) => `${id}=${value}`))].sort();
  return JSON.stringify([sorted, target ?? null]);
}
