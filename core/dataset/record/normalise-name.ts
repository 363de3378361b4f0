import { fail } from '../../errors.ts';

/** Characters of a concept's id or name, in Unicode's composed form. */
export const maxNameLength = 128;

/**
 * White space, and what is not seen there: zero-width space, joiners and non-joiners, soft hyphens,
 * marks of direction, as web pages and spreadsheets leave them behind. Inside a name these have a
 * meaning (Persian, emoji); around it they have none.
 */
const unseen = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]/;

/**
 * The one form of what a person calls a concept: composed (NFC), without what is not seen around
 * it. Two names that look the same are the same, whichever keyboard or file system they came from.
 */
export function canonicalName(text: string): string {
  const name = text.normalize('NFC');
  const isUnseen = (at: number) => unseen.test(name.charAt(at));
  // From both ends: a pattern that ends with `$` is tried anew at every space of a long text.
  let [start, end] = [0, name.length];
  while (start < end && isUnseen(start)) start += 1;
  while (end > start && isUnseen(end - 1)) end -= 1;
  return name.slice(start, end);
}

/** What a name breaks, as a sentence's end; undefined where it can be kept. */
export function nameProblem(text: string): string | undefined {
  const name = canonicalName(text);
  if (name === '') return 'must have a character that is not white space';
  if (!name.isWellFormed()) return 'must be valid Unicode: it has half a surrogate pair';
  if (/\p{Cc}/u.test(name)) return 'must be without control characters';
  const { length } = [...name];
  return length > maxNameLength
    ? `must be at most ${maxNameLength} characters, and has ${length}`
    : undefined;
}

/**
 * A concept's id or name as it is kept.
 * @throws DeeptuneError bad-request-format that shows the name and what it should be
 */
export function normaliseName(text: string): string {
  const problem = nameProblem(text);
  if (problem === undefined) return canonicalName(text);
  throw fail('badRequest', `The name ${JSON.stringify(text.slice(0, 200))} ${problem}`);
}
