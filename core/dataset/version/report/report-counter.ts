import { contentOf } from '../content.ts';
import type { ManifestRow } from '../dataset-version.ts';
import type { Counts } from '../freezing/frozen-counts.ts';
import { shortDigest } from '../freezing/frozen-counts.ts';
import type { RawRow } from '../freezing/frozen-part.ts';
import { countsOf } from '../training-counts.ts';
import { Copies, RepeatedContents } from './copies.ts';
import type { DataReport } from './data-report.ts';
import { Examples } from './data-report.ts';
import { findingsOf } from './findings.ts';
import { ImageFacts } from './image-facts.ts';
import { TextFacts } from './text-facts.ts';

/** Concepts that a report lists. */
const maxConcepts = 1_000;

/**
 * Makes the report of rows that are walked through twice: `see` each, then `add` each with its
 * final split. It keeps numbers of each content, and of the texts their ids, not the rows.
 */
export class ReportCounter {
  readonly #sha256: (text: string) => string;
  readonly #repeated = new RepeatedContents();
  readonly #copies: Copies;
  readonly #images: ImageFacts;
  readonly #texts: TextFacts;
  readonly #invalid: Examples;
  readonly #unlabelled: Examples;
  readonly #counts = { images: 0, texts: 0, regions: 0 };

  /** @param most examples of each finding; absent: `maxExamples` */
  constructor(sha256: (text: string) => string, most?: number) {
    this.#sha256 = sha256;
    this.#texts = new TextFacts((text) => shortDigest(sha256(text)), most);
    this.#copies = new Copies(this.#repeated, most);
    this.#images = new ImageFacts(most);
    this.#invalid = new Examples(most);
    this.#unlabelled = new Examples(most);
  }

  see(row: ManifestRow): void {
    const key = this.#keyOf(row);
    if (key !== undefined) this.#repeated.see(key);
  }

  add(raw: RawRow): void {
    const { row } = raw;
    const key = this.#keyOf(row);
    this.#counts.regions += row.regions?.length ?? 0;
    if (row.concepts.length === 0 && !row.regions) this.#unlabelled.add(row.id);
    if (key === undefined) return this.#invalid.add(row.id);
    const isCopy = this.#copies.add(row, key);
    if (row.text === null) {
      this.#counts.images += 1;
      this.#images.add(raw);
    } else {
      this.#counts.texts += 1;
      this.#texts.add(row, row.text, isCopy);
    }
  }

  /** @param counts of the same rows */
  result(counts: Counts): DataReport {
    const { inputCount, concepts, splitTotals } = counts;
    const training = countsOf(counts);
    const names = new Map(concepts.map(({ id, name }) => [id, name]));
    const listed = [...(training?.concepts ?? [])]
      .sort((a, b) => b.train + b.test - a.train - a.test)
      .slice(0, maxConcepts);
    return {
      counts: {
        inputs: inputCount,
        ...this.#counts,
        invalid: this.#invalid.count,
        unlabelled: this.#unlabelled.count,
        train: splitTotals?.train.inputs ?? 0,
        test: splitTotals?.test.inputs ?? 0,
        concepts: concepts.length,
      },
      concepts: listed.map(({ id, ...split }) => ({ id, name: names.get(id) ?? id, ...split })),
      ...this.#images.result(),
      ...this.#texts.result(),
      findings: findingsOf({
        ...(training ? { counts: training } : {}),
        copies: this.#copies,
        images: this.#images,
        texts: this.#texts,
        invalid: this.#invalid,
        unlabelled: this.#unlabelled,
      }),
      notLookedAt: [...this.#images.notLookedAt(), ...this.#texts.notLookedAt()],
    };
  }

  #keyOf(row: ManifestRow): number | undefined {
    const content = contentOf(row);
    if (content === undefined) return undefined;
    return shortDigest(row.object === null ? this.#sha256(content) : content);
  }
}
