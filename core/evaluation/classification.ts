import { classificationReport } from './classification-report.ts';
import type { Claim } from './curves.ts';
import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from './curves.ts';
import type { ConceptFigures, ConceptMatrix, EvaluationMetrics, TestedRow } from './figures.ts';
import { measured, spreadOf } from './figures.ts';

/** One row with what the model says of it. */
export interface ScoredRow {
  readonly inputId: string;
  /** In the order of the concepts, 0 to 1. */
  readonly scores: readonly number[];
  /** Which concepts are there, in the same order. */
  readonly targets: readonly boolean[];
}

/** A row with what was predicted of it. */
interface JudgedRow extends ScoredRow {
  readonly predicted: readonly boolean[];
}

/** Concepts of a row in its test set entry. */
const maxShown = 20;

/**
 * Measures a classifier as the trainer does (`container/deeptune_trainer/metrics/classification_metrics.py`): where every row has exactly one concept, its prediction is
 * the highest score; otherwise every score of at least one half. A row is right where exactly its concepts are predicted.
 */
export function classificationFigures(
  rows: readonly ScoredRow[],
  conceptIds: readonly string[],
): EvaluationMetrics {
  const isSingle = rows.every((row) => row.targets.filter(Boolean).length === 1);
  const judged = rows.map((row) => ({ ...row, predicted: predictionOf(row, isSingle) }));
  const perConcept = conceptIds.map((id, place) => conceptFigures(judged, id, place));
  const present = perConcept.filter((figures) => figures.positives > 0);
  const mean = (name: 'precision' | 'recall') => spreadOf(present.map((each) => each[name]))?.mean;
  const [f1, auc] = [spreadOf(present.map((c) => c.f1)), spreadOf(present.map((c) => c.rocAuc))];
  const summary = {
    ...measured({
      accuracy: ratio(judged.filter(isRight).length, judged.length),
      precision: mean('precision'),
      recall: mean('recall'),
    }),
    ...(f1 ? { f1 } : {}),
    ...(auc ? { rocAuc: auc } : {}),
  };
  return {
    report: classificationReport(rows.length, summary, perConcept),
    summary,
    ...(isSingle ? { confusion: confusionOf(judged, conceptIds) } : {}),
    cooccurrence: cooccurrenceOf(rows, conceptIds),
    perConcept,
    testSet: rows.map((row) => testedRow(row, conceptIds)),
  };
}

function predictionOf({ scores }: ScoredRow, isSingle: boolean): boolean[] {
  if (!isSingle) return scores.map((score) => score >= 0.5);
  const best = bestOf(scores);
  return scores.map((_, place) => place === best);
}

function bestOf(scores: readonly number[]): number {
  return scores.indexOf(Math.max(...scores));
}

function isRight({ predicted, targets }: JudgedRow): boolean {
  return predicted.every((is, place) => is === targets[place]);
}

function conceptFigures(
  rows: readonly JudgedRow[],
  conceptId: string,
  place: number,
): ConceptFigures {
  const claims: Claim[] = rows.map(({ scores, targets }) => ({
    score: scores[place] ?? 0,
    isTrue: targets[place] === true,
  }));
  const positives = claims.filter((claim) => claim.isTrue).length;
  const predicted = rows.filter((row) => row.predicted[place]);
  const hits = predicted.filter((row) => row.targets[place]).length;
  const [roc, pr] = [rocCurve(claims), precisionRecallCurve(claims)];
  return {
    conceptId,
    positives,
    total: rows.length,
    ...measured({
      precision: ratio(hits, predicted.length),
      recall: ratio(hits, positives),
      f1: ratio(2 * hits, predicted.length + positives),
      rocAuc: rocAuc(claims),
      averagePrecision: averagePrecision(claims),
    }),
    ...(roc ? { rocCurve: roc } : {}),
    ...(pr ? { precisionRecallCurve: pr } : {}),
  };
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function confusionOf(rows: readonly JudgedRow[], conceptIds: readonly string[]): ConceptMatrix {
  return countPairs(conceptIds, rows, ({ targets, predicted }) => [
    [targets.indexOf(true), predicted.indexOf(true)],
  ]);
}

function cooccurrenceOf(rows: readonly ScoredRow[], conceptIds: readonly string[]): ConceptMatrix {
  return countPairs(conceptIds, rows, ({ targets }) => {
    const present = targets.flatMap((is, place) => (is ? [place] : []));
    return present.flatMap((a) => present.map((b): [number, number] => [a, b]));
  });
}

function countPairs<T>(
  conceptIds: readonly string[],
  rows: readonly T[],
  pairsOf: (row: T) => readonly (readonly [number, number])[],
): ConceptMatrix {
  const matrix = conceptIds.map(() => conceptIds.map(() => 0));
  for (const [a, b] of rows.flatMap(pairsOf)) {
    const line = matrix[a];
    if (line?.[b] !== undefined) line[b] += 1;
  }
  return { conceptIds, matrix };
}

function testedRow({ inputId, scores, targets }: ScoredRow, ids: readonly string[]): TestedRow {
  return {
    inputId,
    predicted: ids
      .map((id, place) => ({ id, value: scores[place] ?? 0 }))
      .toSorted((a, b) => b.value - a.value)
      .slice(0, maxShown),
    actual: ids.filter((_, place) => targets[place]),
  };
}
