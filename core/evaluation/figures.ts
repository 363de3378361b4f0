import type { JsonObject } from '../json.ts';

/**
 * What was measured, in the words of the trainer: `heldOut` of its `metrics.json`. What could not
 * be measured is null or absent.
 */
export type Report = JsonObject;

/** What the trainer measured: on held-out rows of a training, or on a dataset version. */
export interface EvaluationMetrics {
  /** The same unabridged, in the words of the trainer. */
  readonly report: Report;
  readonly summary: Summary;
  /** `matrix[actual][predicted]`, counts; absent where rows have several concepts. */
  readonly confusion?: ConceptMatrix;
  /** `matrix[a][b]`: rows that carry both. */
  readonly cooccurrence?: ConceptMatrix;
  readonly perConcept: readonly ConceptFigures[];
  readonly testSet?: readonly TestedRow[];
}

export interface Summary {
  readonly accuracy?: number;
  readonly rocAuc?: MeanAndStd;
  readonly f1?: MeanAndStd;
  readonly precision?: number;
  readonly recall?: number;
  /** Detectors: mean average precision at IoU .5, and over .5 to .95. */
  readonly map50?: number;
  readonly map?: number;
}

/** Mean and population standard deviation over the concepts. */
export interface MeanAndStd {
  readonly mean: number;
  readonly deviation: number;
}

export interface ConceptMatrix {
  readonly conceptIds: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

/** One concept against all others. What cannot be measured is absent. */
export interface ConceptFigures {
  readonly conceptId: string;
  readonly positives: number;
  /** Absent where objects in images are counted: how many are not there is no number. */
  readonly total?: number;
  readonly precision?: number;
  readonly recall?: number;
  readonly f1?: number;
  readonly rocAuc?: number;
  readonly averagePrecision?: number;
  readonly rocCurve?: RocCurve;
  readonly precisionRecallCurve?: PrecisionRecallCurve;
}

/** Points at falling thresholds; a concept counts as predicted from the threshold on. */
export interface RocCurve {
  readonly fpr: readonly number[];
  readonly tpr: readonly number[];
  readonly thresholds: readonly number[];
}
export interface PrecisionRecallCurve {
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly thresholds: readonly number[];
}

export interface TestedRow {
  readonly inputId: string;
  readonly predicted: readonly { readonly id: string; readonly value: number }[];
  readonly actual: readonly string[];
}

/** Mean and standard deviation of what could be measured; undefined for nothing. */
export function spreadOf(values: readonly (number | null | undefined)[]): MeanAndStd | undefined {
  const known = values.filter((value) => typeof value === 'number');
  if (known.length === 0) return undefined;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/**
 * Only the numbers among the values: what could not be measured is left out, since 0 would be a
 * measurement.
 */
export function measured<K extends string>(
  values: Readonly<Record<K, number | null | undefined>>,
): Partial<Record<K, number>> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => typeof value === 'number'),
  ) as Partial<Record<K, number>>;
}
