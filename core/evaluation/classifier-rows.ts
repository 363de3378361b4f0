import type { ManifestRow } from '../dataset/version/dataset-version.ts';
import { positivesOf } from '../dataset/version/dataset-version.ts';
import type { ConceptRef } from '../model/model-version.ts';
import { conceptsOfVersion } from '../model/model-version.ts';
import type { ScoredRow } from './classification.ts';
import { classificationFigures } from './classification.ts';
import { assertConcepts, assertInputs } from './enough.ts';
import type { Scorer, PredictedRow } from './measure.ts';

/** Classifiers of one kind of input: how well its concepts are told apart. */
export function classification(inputField: 'image' | 'text'): Scorer<ScoredRow> {
  const content = (row: ManifestRow) => (inputField === 'image' ? row.object : row.text);
  return {
    rowsPerCall: 32,
    conceptsOf: conceptsOfVersion,
    rowsOf: (rows, { concepts }) => {
      const known = new Set(concepts.map(({ id }) => id));
      return rows.filter(
        (row) => content(row) !== null && row.concepts.some((concept) => known.has(concept.id)),
      );
    },
    assertEnough: (rows, { concepts }) => {
      assertConcepts(concepts.length, 2);
      assertInputs(countsOf(rows, concepts));
    },
    keep: scoredRow,
    figuresOf: (kept, { concepts }) =>
      classificationFigures(
        kept,
        concepts.map(({ id }) => id),
      ),
  };
}

function countsOf(
  rows: readonly ManifestRow[],
  concepts: readonly ConceptRef[],
): Map<string, number> {
  const positives = rows.map(positivesOf);
  return new Map(
    concepts.map(({ id }) => [id, positives.filter((ids) => ids.includes(id)).length]),
  );
}

function scoredRow({ row, prediction, concepts }: PredictedRow): ScoredRow {
  const values = new Map(prediction.concepts?.map(({ id, value }) => [id, value]));
  const positives = positivesOf(row);
  return {
    inputId: row.id,
    scores: concepts.map(({ id }) => values.get(id) ?? 0),
    targets: concepts.map(({ id }) => positives.includes(id)),
  };
}
