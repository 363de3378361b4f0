import type { DatasetVersion, ManifestRow } from '../dataset/version/dataset-version.ts';
import type { Prediction } from '../ports/predictor.ts';
import type { ConceptRef, LoadableVersion } from '../model/model-version.ts';
import type { EvaluationMetrics } from './figures.ts';
import type { ReadObject } from './region-pixels.ts';

/** What is measured, and against which concepts. */
export interface EvaluatedModel {
  readonly version: LoadableVersion;
  readonly concepts: readonly ConceptRef[];
}

/** The ground truth of an evaluation. */
export interface GroundTruth {
  readonly dataset: DatasetVersion;
  readonly rows: readonly ManifestRow[];
}

/** What a row's prediction is compared with, and what is needed for it. */
export interface PredictedRow extends EvaluatedModel {
  readonly row: ManifestRow;
  readonly prediction: Prediction;
  /** Bytes of the row's image; absent for a text. */
  readonly image?: Uint8Array;
  readonly read: ReadObject;
}

/**
 * How the versions of a model type are measured. A row's prediction is boiled down to a few numbers (`keep`), which are stored until all rows are
 * predicted; then the figures are reckoned from them.
 */
export interface Scorer<Kept = unknown> {
  /** Rows that one call predicts: their answer must come within the 29 seconds of a Lambda behind API Gateway. */
  readonly rowsPerCall: number;
  /** Which concepts are measured. */
  conceptsOf(version: LoadableVersion, truth: GroundTruth): readonly ConceptRef[];
  /** The rows that say something, in their order. */
  rowsOf(rows: readonly ManifestRow[], subject: EvaluatedModel): ManifestRow[];
  /** @throws DeeptuneError evaluation-needs-concepts, evaluation-needs-inputs */
  assertEnough(rows: readonly ManifestRow[], subject: EvaluatedModel): void;
  /** @throws DeeptuneError input-unsupported-format where the row's truth or its prediction cannot be read */
  keep(predicted: PredictedRow): Kept | Promise<Kept>;
  /** @param kept at least one */
  figuresOf(kept: readonly Kept[], subject: EvaluatedModel): EvaluationMetrics;
}
