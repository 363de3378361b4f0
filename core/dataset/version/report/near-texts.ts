import { SimilarHashes, simHash } from './similar-hashes.ts';

/** From so many words on, a few other ones make no other text. */
const minWords = 20;
/** Characters that are looked at: two books that begin so long with the same words are near. */
const lookedAt = 10_000;
/** With fewer letters, what is left without numbers says too little. */
const minLetters = 3;

/**
 * Finds texts that nearly repeat an earlier one: those that differ in numbers, punctuation and
 * white space alone, and longer ones (20 words) of nearly the same words (`SimilarHashes`). Keeps
 * numbers of each text, not the texts.
 */
export class NearTexts {
  readonly #digestOf: (text: string) => number;
  /** Digest of the letters -> number of the first text that has them. */
  readonly #letters = new Map<number, number>();
  readonly #hashes = new SimilarHashes();

  /** @param digestOf at least 50 bits of a digest */
  constructor(digestOf: (text: string) => number) {
    this.#digestOf = digestOf;
  }

  /**
   * @param text normalised, and no copy of an earlier one
   * @param number of the text, ascending
   * @returns number of an earlier text that it nearly repeats
   */
  add(text: string, number: number): number | undefined {
    const words = text.slice(0, lookedAt).match(/[\p{L}\p{M}]+/gu) ?? [];
    const letters = words.join(' ');
    if (letters.length < minLetters) return undefined;
    const key = this.#digestOf(letters);
    const same = this.#letters.get(key);
    if (same !== undefined) return same;
    this.#letters.set(key, number);
    if (words.length < minWords) return undefined;
    return this.#hashes.add(simHash(words), number);
  }
}
