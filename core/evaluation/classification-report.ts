import type { ConceptFigures, Report, Summary } from './figures.ts';

/** {count, accuracy, macroF1, macroRocAuc, perConcept: [{conceptId, count, precision, recall, f1, rocAuc}]} as `classification_metrics` of the container. */
export function classificationReport(
  count: number,
  { accuracy, f1, rocAuc }: Summary,
  perConcept: readonly ConceptFigures[],
): Report {
  return {
    count,
    accuracy: accuracy ?? null,
    macroF1: f1?.mean ?? null,
    macroRocAuc: rocAuc?.mean ?? null,
    perConcept: perConcept.map((each) => ({
      conceptId: each.conceptId,
      count: each.positives,
      precision: each.precision ?? null,
      recall: each.recall ?? null,
      f1: each.f1 ?? null,
      rocAuc: each.rocAuc ?? null,
    })),
  };
}
