import { contentFields, contentOf } from '../../dataset/version/content.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { objectsOf } from '../../dataset/version/dataset-version.ts';
import type { Input } from '../../dataset/record/input.ts';
import { annotationsOf, mergeLabels } from '../../dataset/record/labels.ts';

/**
 * A purge from the moment that it was confirmed: what it erases must be known when it is repeated
 * after it was cut off. It goes with the last step.
 */
export interface PurgeRecord {
  readonly id: string;
  readonly createdAt: string;
  /** Of inputs; ascending. */
  readonly ids: readonly string[];
  /** SHA-256 of their images and masks. */
  readonly objects: readonly string[];
  /** `contentKey` of each. */
  readonly contents: readonly string[];
}

/** What a purge erases: gathered from the inputs and from the rows that have their ids. */
export class Erased {
  readonly ids: ReadonlySet<string>;
  readonly objects: Set<string>;
  readonly contents: Set<string>;
  readonly #sha256: (text: string) => string;

  constructor(
    { ids, objects = [], contents = [] }: Partial<PurgeRecord> & Pick<PurgeRecord, 'ids'>,
    sha256: (text: string) => string,
  ) {
    this.ids = new Set(ids);
    this.objects = new Set(objects);
    this.contents = new Set(contents);
    this.#sha256 = sha256;
  }

  addInput(input: Input, userId: string): void {
    const { regions } = mergeLabels(annotationsOf(input, userId));
    if (input.data.kind === 'image') this.objects.add(input.data.sha256);
    for (const { mask } of regions) if (mask !== null) this.objects.add(mask);
    this.#addContent(this.keyOfInput(input));
  }

  addRow(row: ManifestRow): void {
    for (const object of objectsOf(row)) this.objects.add(object);
    this.#addContent(this.contentKey(row));
  }

  /** What two copies have in common, as a digest; undefined where there is no content. */
  keyOfInput(input: Pick<Input, 'data'>): string | undefined {
    return this.contentKey(contentFields(input));
  }

  /** The same of a row, or of what could become one. */
  contentKey(row: Pick<ManifestRow, 'object' | 'text'>): string | undefined {
    const content = contentOf(row);
    if (content === undefined || row.object !== null) return content;
    return this.#sha256(content);
  }

  #addContent(key: string | undefined): void {
    if (key !== undefined) this.contents.add(key);
  }
}
