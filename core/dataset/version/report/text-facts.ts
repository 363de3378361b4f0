import { normalisedText } from '../content.ts';
import type { ManifestRow } from '../dataset-version.ts';
import type { DataReport } from './data-report.ts';
import { Examples } from './data-report.ts';
import { languageOf, scriptOf } from './languages.ts';
import { NearTexts } from './near-texts.ts';
import { NameCounter, NumberCounter } from './spread.ts';

/** A text of fewer characters says hardly anything. */
export const minTextCharacters = 3;

/** What is known of texts. */
export class TextFacts {
  readonly short: Examples;
  readonly near: Examples;
  /** Near-copies of which one is trained on and the other is held out. */
  readonly nearAcrossSplits: Examples;
  readonly #lengths = new NumberCounter();
  readonly #scripts = new NameCounter();
  readonly #languages = new NameCounter();
  readonly #nearTexts: NearTexts;
  readonly #firsts: { readonly id: string; readonly split: ManifestRow['split'] }[] = [];

  constructor(digestOf: (text: string) => number, most?: number) {
    this.short = new Examples(most);
    this.near = new Examples(most);
    this.nearAcrossSplits = new Examples(most);
    this.#nearTexts = new NearTexts(digestOf);
  }

  /** @param isCopy an earlier row has the same text: it is no near-copy of anything */
  add({ id, split }: ManifestRow, text: string, isCopy: boolean): void {
    this.#lengths.add(text.length);
    if (text.trim().length < minTextCharacters) this.short.add(id);
    const script = scriptOf(text);
    this.#scripts.add(script);
    this.#languages.add(languageOf(text, script));
    if (isCopy) return;
    const near = this.#nearTexts.add(normalisedText(text), this.#firsts.length);
    const original = near === undefined ? undefined : this.#firsts[near];
    this.#firsts.push({ id, split });
    if (!original) return;
    this.near.add(original.id, id);
    if (original.split !== split) this.nearAcrossSplits.add(original.id, id);
  }

  result(): Pick<DataReport, 'textLengths' | 'scripts' | 'languages'> {
    const lengths = this.#lengths.spread();
    return {
      ...(lengths ? { textLengths: lengths } : {}),
      scripts: this.#scripts.result(),
      languages: this.#languages.result(),
    };
  }

  notLookedAt(): string[] {
    if (this.#firsts.length === 0) return [];
    return [
      'Languages other than the sixteen that are told apart by their function words, and those with a script of their own',
    ];
  }
}
