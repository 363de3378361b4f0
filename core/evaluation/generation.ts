import type { ManifestRow } from '../dataset/version/dataset-version.ts';
import { fail } from '../errors.ts';
import { minPerConcept } from './enough.ts';
import type { Report } from './figures.ts';
import { meanOf } from './figures.ts';
import { figuresOfReport } from './held-out.ts';
import type { Scorer } from './measure.ts';
import { rougeL, stripped } from './rouge.ts';

/** What is kept of one completion. */
export interface WrittenRow {
  readonly isExact: boolean;
  readonly rougeL: number;
}

/** Completions that are written for one evaluation, as many as the trainer writes. */
const maxWritten = 256;

/** Text generators: how close what they write is to what was expected, `metadata.completion` of an input. */
export const generation: Scorer<WrittenRow> = {
  rowsPerCall: 8,
  conceptsOf: () => [],
  rowsOf: (rows) => evenlySpaced(rows.filter(isPair), maxWritten),
  assertEnough: (rows) => {
    if (rows.length < minPerConcept)
      throw fail(
        'evaluationNeedsInputs',
        `An evaluation needs at least ${minPerConcept} texts with metadata.completion; there are ${rows.length}`,
      );
  },
  keep: ({ row, prediction }) => compared(prediction.text ?? '', row.target ?? ''),
  figuresOf: (kept) => figuresOfReport(generationReport(kept)),
};

function isPair({ text, target }: ManifestRow): boolean {
  return [text, target].every((each) => stripped(each ?? '') !== '');
}

/** At most `most` of the items, in order. */
function evenlySpaced<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, n) => items[Math.floor(n * step)] as T);
}

export function compared(written: string, expected: string): WrittenRow {
  return {
    isExact: stripped(written) === stripped(expected),
    rougeL: rougeL(written, expected),
  };
}

/**
 * {count, exactMatch, rougeL, generated} as `text_scores` of the container. Perplexity and token accuracy are null: they need the model's
 * probabilities, which a prediction does not tell.
 */
export function generationReport(rows: readonly WrittenRow[]): Report {
  return {
    count: rows.length,
    perplexity: null,
    tokenAccuracy: null,
    exactMatch: meanOf(rows.map(({ isExact }) => Number(isExact))),
    rougeL: meanOf(rows.map((row) => row.rougeL)),
    generated: rows.length,
  };
}
