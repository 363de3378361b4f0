import type { Json } from '../../../json.ts';
import type {
  ConceptFigures,
  ConceptMatrix,
  EvaluationMetrics,
  Summary,
} from '../../../evaluation/figures.ts';
import { measured } from '../../../evaluation/figures.ts';
import { heldOutMetrics } from '../../../evaluation/held-out.ts';
import type { ConceptRef, LoadableVersion } from '../../../model/model-version.ts';
import { conceptsOfVersion } from '../../../model/model-version.ts';
import { status } from '../../http/status.ts';
import type {
  BinaryMetrics,
  Concept,
  ConfusionMatrix,
  CooccurrenceMatrix,
  EvalMetrics,
  EvalTestSetEntry,
  LabelDistribution,
  MetricsSummary,
} from '../../wire/messages.ts';

/** The parts of `EvalMetrics` that are sent on request only (`FieldsValue`). */
export const metricsFields = [
  'confusion_matrix',
  'cooccurrence_matrix',
  'label_counts',
  'binary_metrics',
  'test_set',
  'metrics_by_area',
  'metrics_by_class',
] as const;
export type MetricsField = (typeof metricsFields)[number];

/**
 * What the trainer measured on held-out rows, as `EvalMetrics`; its own file is under
 * `extended_metrics.user_metrics`, unabridged.
 */
export function heldOutToWire(
  version: LoadableVersion,
  fields: readonly MetricsField[] = [],
): EvalMetrics {
  const figures = heldOutMetrics(version);
  const about = { concepts: conceptsOfVersion(version), appId: version.scope.appId };
  return {
    id: version.id,
    app_id: version.scope.appId,
    user_id: version.scope.userId,
    status: status(figures ? 21300 : 21302),
    ...(figures ? evaluationMetricsToWire(figures, about, fields) : {}),
    extended_metrics: { user_metrics: version.metrics },
  };
}

/** Whose concepts the figures are about. */
export interface AboutConcepts {
  readonly concepts: readonly ConceptRef[];
  readonly appId: string;
}

/** The summary, and those of the other parts that were asked for and could be measured. */
export function evaluationMetricsToWire(
  figures: EvaluationMetrics,
  about: AboutConcepts,
  fields: readonly MetricsField[],
): Partial<EvalMetrics> {
  const parts: Readonly<Record<MetricsField, () => Json | undefined>> = {
    confusion_matrix: () => figures.confusion && confusionToWire(figures.confusion, about),
    cooccurrence_matrix: () => figures.cooccurrence && cooccurrenceToWire(figures.cooccurrence),
    label_counts: () => labelCounts(figures.perConcept, about),
    binary_metrics: () => figures.perConcept.map((each) => binaryToWire(each, about)),
    test_set: () => figures.testSet?.map((row) => testedToWire(row, about)),
    metrics_by_area: () => undefined,
    metrics_by_class: () =>
      figures.perConcept.map((each) => ({ ...binaryToWire(each, about), ...iouOf(figures) })),
  };
  const asked = fields.map((field) => [field, parts[field]()] as const);
  const present = asked.filter((part): part is [MetricsField, Json] => part[1] !== undefined);
  return { summary: summaryToWire(figures.summary), ...Object.fromEntries(present) };
}

/** A detector's figures per class are average precisions at this overlap. */
function iouOf({ summary }: EvaluationMetrics): Pick<BinaryMetrics, 'iou'> {
  return summary.map50 === undefined ? {} : { iou: 0.5 };
}

/** What a model type does not have is left out: a detector has no accuracy, and 0 would be one. */
export function summaryToWire(summary: Summary): MetricsSummary {
  const { accuracy, rocAuc, f1, precision, recall, map50, map } = summary;
  return measured({
    top1_accuracy: accuracy,
    macro_avg_roc_auc: rocAuc?.mean,
    macro_std_roc_auc: rocAuc?.deviation,
    macro_avg_f1_score: f1?.mean,
    macro_std_f1_score: f1?.deviation,
    macro_avg_precision: precision,
    macro_avg_recall: recall,
    mean_avg_precision_iou_50: map50,
    mean_avg_precision_iou_range: map,
  });
}

/** Values are shares of the actual concept, as Clarifai's are; cells of 0 are left out. */
function confusionToWire(
  { conceptIds, matrix }: ConceptMatrix,
  about: AboutConcepts,
): ConfusionMatrix {
  const cells = cellsOf(matrix).map(({ row, column, count }) => {
    const [actual, predicted] = [conceptIds[row] ?? '', conceptIds[column] ?? ''];
    return {
      actual,
      predicted,
      actual_concept: conceptOf(actual, about),
      predicted_concept: conceptOf(predicted, about),
      value: count / (matrix[row] ?? []).reduce((sum, each) => sum + each, 0),
    };
  });
  return { concept_ids: conceptIds, matrix: cells };
}

function cooccurrenceToWire({ conceptIds, matrix }: ConceptMatrix): CooccurrenceMatrix {
  const cells = cellsOf(matrix).map(({ row, column, count }) => ({
    row: conceptIds[row] ?? '',
    col: conceptIds[column] ?? '',
    count,
  }));
  return { concept_ids: conceptIds, matrix: cells };
}

function cellsOf(matrix: ConceptMatrix['matrix']) {
  return matrix.flatMap((line, row) =>
    line.flatMap((count, column) => (count === 0 ? [] : [{ row, column, count }])),
  );
}

function labelCounts(
  perConcept: readonly ConceptFigures[],
  about: AboutConcepts,
): LabelDistribution {
  return {
    positive_label_counts: perConcept.map(({ conceptId, positives }) => ({
      count: positives,
      concept: conceptOf(conceptId, about),
    })),
  };
}

function binaryToWire(figures: ConceptFigures, about: AboutConcepts): BinaryMetrics {
  const { conceptId, positives, total, rocAuc, f1, averagePrecision } = figures;
  return {
    concept: conceptOf(conceptId, about),
    num_pos: positives,
    ...(total === undefined ? {} : { num_neg: total - positives, num_tot: total }),
    ...measured({ roc_auc: rocAuc, f1, avg_precision: averagePrecision }),
    ...(figures.rocCurve ? { roc_curve: { ...figures.rocCurve } } : {}),
    ...(figures.precisionRecallCurve
      ? { precision_recall_curve: { ...figures.precisionRecallCurve } }
      : {}),
  };
}

function testedToWire(
  row: NonNullable<EvaluationMetrics['testSet']>[number],
  about: AboutConcepts,
): EvalTestSetEntry {
  return {
    input: { id: row.inputId },
    predicted_concepts: row.predicted.map(({ id, value }) => ({ ...conceptOf(id, about), value })),
    ground_truth_concepts: row.actual.map((id) => ({ ...conceptOf(id, about), value: 1 })),
  };
}

function conceptOf(id: string, { concepts, appId }: AboutConcepts): Concept {
  return { id, name: concepts.find((concept) => concept.id === id)?.name ?? id, app_id: appId };
}
