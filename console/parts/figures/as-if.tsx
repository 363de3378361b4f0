import { asIfWords } from './in-words.ts';

/** On a laptop, what amounts are as if of, in the same words as elsewhere; nothing on AWS. */
export function AsIf({ on }: { on: string | undefined }) {
  return on === undefined ? null : <p class="hint">Amounts are {asIfWords(on)}.</p>;
}
