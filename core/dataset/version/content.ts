import type { Input } from '../record/input.ts';
import type { ManifestRow } from './dataset-version.ts';

/** What an input holds, as its row says it: both null where it was not ingested. */
export function contentFields({ data }: Pick<Input, 'data'>): Pick<ManifestRow, 'object' | 'text'> {
  return {
    object: data.kind === 'image' ? data.sha256 : null,
    text: data.kind === 'text' ? data.text : null,
  };
}

/**
 * What two rows that are copies have in common: the SHA-256 of the image's bytes, or the text as
 * `normalisedText` gives it; undefined for a row without an image and a text.
 */
export function contentOf({ object, text }: Pick<ManifestRow, 'object' | 'text'>) {
  return object ?? (text === null ? undefined : normalisedText(text));
}

/**
 * A text without what makes no other text of it: Unicode's canonical form (NFC), lower case, single
 * spaces. The trainer's validation part compares texts by the same rule
 * (`container/deeptune_trainer/loop/validation_part.py`).
 */
export function normalisedText(text: string): string {
  // Lower case can leave the canonical form, so that it is taken again.
  const folded = text.normalize('NFC').toLowerCase().normalize('NFC');
  return folded.replace(/\s+/g, ' ').trim();
}
