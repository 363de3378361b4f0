import type { Json, JsonObject } from '../../catalog/model-type.ts';
import type { ModelVersion } from '../../version/model-version.ts';
import { status } from '../status.ts';

interface ConceptMetrics {
  readonly conceptId: string;
  readonly count: number;
  readonly precision?: number | null;
  readonly recall?: number | null;
}

/** The part of `metrics.json` that has a place in Clarifai's `EvalMetrics`. */
interface HeldOut {
  readonly count: number;
  readonly accuracy?: number | null;
  readonly macroF1?: number | null;
  readonly macroRocAuc?: number | null;
  readonly perConcept?: readonly ConceptMetrics[];
  /** Detectors: mean average precision at IoU .5, and over .5 to .95. */
  readonly map50?: number | null;
  readonly map?: number | null;
  readonly confusionMatrix?: {
    readonly conceptIds: readonly string[];
    readonly matrix: readonly (readonly number[])[];
  };
}

/** Held-out metrics as Clarifai's `EvalMetrics`; the trainer's own file is under `extended_metrics.user_metrics`, unabridged. */
export function evalMetricsToWire(version: ModelVersion): JsonObject {
  const metrics = ('metrics' in version && version.metrics) || {};
  const heldOut = metrics['heldOut'] as unknown as HeldOut | undefined;
  return {
    id: version.id,
    app_id: version.scope.appId,
    user_id: version.scope.userId,
    status: status(heldOut && heldOut.count > 0 ? 21300 : 21302),
    ...(heldOut ? { summary: summary(heldOut) } : {}),
    ...(heldOut?.confusionMatrix
      ? { confusion_matrix: confusionMatrix(heldOut.confusionMatrix) }
      : {}),
    extended_metrics: { user_metrics: metrics },
  };
}

/** What a model type does not have is left out: a detector has no accuracy, and 0 would be one. */
function summary(heldOut: HeldOut): JsonObject {
  const mean = (pick: (metrics: ConceptMetrics) => number | null | undefined) => {
    const values = (heldOut.perConcept ?? [])
      .map(pick)
      .filter((value) => typeof value === 'number');
    return values.length === 0
      ? undefined
      : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const figures = {
    top1_accuracy: heldOut.accuracy,
    macro_avg_roc_auc: heldOut.macroRocAuc,
    macro_avg_f1_score: heldOut.macroF1,
    macro_avg_precision: mean((metrics) => metrics.precision),
    macro_avg_recall: mean((metrics) => metrics.recall),
    mean_avg_precision_iou_50: heldOut.map50,
    mean_avg_precision_iou_range: heldOut.map,
  };
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, value]] : [],
    ),
  );
}

/** Rows of the trainer's matrix are actual concepts, columns predicted ones; values are shares of the actual concept, as Clarifai's are. */
function confusionMatrix({
  conceptIds,
  matrix,
}: NonNullable<HeldOut['confusionMatrix']>): JsonObject {
  const cells: Json[] = matrix.flatMap((row, actual) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.flatMap((count, predicted) =>
      count === 0
        ? []
        : [
            {
              actual: conceptIds[actual] ?? '',
              predicted: conceptIds[predicted] ?? '',
              value: count / total,
            },
          ],
    );
  });
  return { concept_ids: [...conceptIds], matrix: cells };
}
