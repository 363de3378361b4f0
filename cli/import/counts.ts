import type { Problem } from './entry.ts';

/** How many, by a stable word. */
export type ByWord = Readonly<Record<string, number>>;

/** What became of a source: `read` is the sum of `added`, `there`, what was left out, `failed`. */
export interface Counts {
  /** Entries of the source that are done with. */
  readonly read: number;
  readonly added: number;
  /** In the app already, with the same content. */
  readonly there: number;
  /** By the reason's word. */
  readonly leftOut: ByWord;
  readonly failed: number;
  /** Of those that were there: outside this dataset, into which they were put. */
  readonly joined: number;
  /** Of those that were there: with other labels than the source has, which they kept. */
  readonly labelsDiffer: number;
  /** Of those that were there: with other labels, which now are the source's. */
  readonly relabelled: number;
  /** Inputs that were read otherwise than they stand in the source, by the note's word. */
  readonly notes: ByWord;
}

export const nothing: Counts = {
  read: 0,
  added: 0,
  there: 0,
  leftOut: {},
  failed: 0,
  joined: 0,
  labelsDiffer: 0,
  relabelled: 0,
  notes: {},
};

export function plus(counts: Counts, more: Partial<Counts>): Counts {
  const sum = (name: Exclude<keyof Counts, 'leftOut' | 'notes'>) =>
    counts[name] + (more[name] ?? 0);
  return {
    read: sum('read'),
    added: sum('added'),
    there: sum('there'),
    leftOut: together(counts.leftOut, more.leftOut),
    failed: sum('failed'),
    joined: sum('joined'),
    labelsDiffer: sum('labelsDiffer'),
    relabelled: sum('relabelled'),
    notes: together(counts.notes, more.notes),
  };
}

export function countWords(words: readonly string[]): ByWord {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** What became of problems: left out by word, the others failed. */
export function countProblems(problems: readonly Problem[]): Pick<Counts, 'leftOut' | 'failed'> {
  const left = problems.filter(({ kind }) => kind === 'left-out');
  return {
    leftOut: countWords(left.map(({ word = 'other' }) => word)),
    failed: problems.length - left.length,
  };
}

function together(counts: ByWord, more: ByWord = {}): ByWord {
  const sums = new Map(Object.entries(counts));
  for (const [word, count] of Object.entries(more)) sums.set(word, (sums.get(word) ?? 0) + count);
  return Object.fromEntries(sums);
}

export const totalOf = (counts: ByWord) =>
  Object.values(counts).reduce((total, count) => total + count, 0);
