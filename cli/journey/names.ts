import { basename } from 'node:path';
import { usageFailure } from '../frame/failure.ts';

const maxLength = 60;
/** Ends of files that are read; what stands behind another point belongs to the name. */
const ofFiles = /\.(csv|tsv|txt|jsonl?|ndjson|zip|xml|ya?ml)$/i;

/** Letters that have no accent to take off. */
const letters: Readonly<Record<string, string>> = {
  ...{ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o', đ: 'd', ł: 'l', œ: 'oe' },
};

/**
 * Ids of `--dataset` and `--model`, before anything is made by them. The service has the same rule.
 * @throws CommandFailure (2) with an id that would do
 */
export function assertId(what: string, id: string): void {
  if (/^\w[\w.-]{0,127}$/.test(id)) return;
  throw usageFailure(
    `The ${what} is called '${id}' but must be 1 to 128 letters of A to Z, digits, '_', '-' or '.', and begin with a letter, digit or '_'; '${idAfter(id.replaceAll('/', '-'), what)}' would do`,
  );
}

/**
 * An id after the name of a folder or file: `Äpfel & Birnen.csv` becomes `aepfel-birnen`. Ids are
 * letters, digits, `_`, `-` and `.`, as addresses hold them.
 * @param otherwise where the name has no letter of the Latin alphabet
 */
export function idAfter(path: string, otherwise: string): string {
  const name = basename(path).replace(ofFiles, '').normalize('NFC').toLowerCase();
  const latin = [...name]
    .map((letter) => letters[letter] ?? letter)
    .join('')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
  const id = latin
    .replaceAll(/[^a-z0-9_.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, maxLength)
    .replaceAll(/[-.]+$/g, '');
  return id === '' ? otherwise : id;
}
