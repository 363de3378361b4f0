import { findModelType } from '../catalog/catalog.ts';
import type { ModelType } from '../catalog/model-type.ts';
import type { ManifestRow } from '../dataset/dataset-version.ts';
import { positivesOf } from '../dataset/dataset-version.ts';
import { fail } from '../errors.ts';
import type { ConceptRef, ModelVersion } from '../version/model-version.ts';

/** Rows of one evaluation, and rows that one call predicts: 32 images a call stay within what API Gateway waits for an answer. */
export const mostRows = 2000;
export const rowsPerCall = 32;

/** Inputs that each concept must be on, as Clarifai asks. */
const fewestPerConcept = 5;

/** The rows of a ground truth that say something of the version's concepts and have what its model type takes, in their order. */
export function evaluationRows(
  rows: readonly ManifestRow[],
  modelType: ModelType,
  concepts: readonly ConceptRef[],
): ManifestRow[] {
  const known = new Set(concepts.map(({ id }) => id));
  const content = (row: ManifestRow) => (modelType.inputField === 'image' ? row.object : row.text);
  return rows.filter(
    (row) => content(row) !== null && row.concepts.some((concept) => known.has(concept.id)),
  );
}

/** @throws DeeptuneError not-supported for a model type whose answers cannot be measured here */
export function assertMeasurable(version: ModelVersion): ModelType {
  const modelType = findModelType(version.modelTypeId);
  if (modelType.evaluationType === 'Classification' && modelType.learnsFrom === 'concepts')
    return modelType;
  throw fail(
    'notSupported',
    `A ${modelType.id} cannot be evaluated on another dataset version by this release: classifiers can. Leave ground_truth_dataset out for the metrics that were measured on held-out inputs after training`,
  );
}

/** @throws DeeptuneError evaluation-needs-concepts, evaluation-needs-inputs, invalid-request for too many rows */
export function assertEnough(rows: readonly ManifestRow[], concepts: readonly ConceptRef[]): void {
  if (concepts.length < 2)
    throw fail(
      'evaluationNeedsConcepts',
      `An evaluation needs at least two concepts; the version knows ${concepts.length}`,
    );
  const positives = rows.map(positivesOf);
  for (const { id } of concepts) {
    const count = positives.filter((ids) => ids.includes(id)).length;
    if (count < fewestPerConcept)
      throw fail(
        'evaluationNeedsInputs',
        `An evaluation needs at least ${fewestPerConcept} labelled inputs per concept; concept '${id}' has ${count}`,
      );
  }
  if (rows.length > mostRows)
    throw fail(
      'invalidRequest',
      `An evaluation takes at most ${mostRows} inputs; this dataset version has ${rows.length} with the version's concepts. Make a smaller one`,
    );
}
