import { findModelType } from '../../../catalog/catalog.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import { fail } from '../../../errors.ts';
import type { ConceptRef, LoadableVersion } from '../../../model/model-version.ts';
import { conceptsOfVersion } from '../../../model/model-version.ts';
import { normalTest } from '../rows/row-facts.ts';

/** Inputs that each concept must be on, as Clarifai asks. */
export const minPerConcept = 5;

/**
 * The concepts that an evaluation measures: the version's. An embedder is there for concepts that
 * it was never trained on: those of the dataset are measured, the version's first. A text generator
 * has none.
 */
export function measuredConcepts(
  version: LoadableVersion,
  dataset: DatasetVersion,
): readonly ConceptRef[] {
  const own = conceptsOfVersion(version);
  if (!findModelType(version.modelTypeId).hasConcepts) return [];
  if (version.modelTypeId !== 'visual-embedder') return own;
  const inDataset = dataset.concepts.filter(({ positives }) => positives > 0);
  const present = new Set(inDataset.map(({ id }) => id));
  const others = inDataset.filter(({ id }) => !own.some((concept) => concept.id === id));
  const named = others.map(({ id, name }) => ({ id, name }));
  return [...own.filter(({ id }) => present.has(id)), ...named];
}

/**
 * Refuses what could not be measured, as far as the counts of the dataset version say: the job
 * looks at its rows, and has the last word.
 * @throws DeeptuneError evaluation-needs-concepts, evaluation-needs-inputs
 */
export function assertMeasurable(
  version: LoadableVersion,
  concepts: readonly ConceptRef[],
  dataset: DatasetVersion,
): void {
  const { hasConcepts, learnsFrom } = findModelType(version.modelTypeId);
  if (!hasConcepts) return;
  if (learnsFrom === 'normal') return assertAnomalies(dataset);
  const min = learnsFrom === 'regions' ? 1 : 2;
  assertConcepts(concepts.length, min);
  const counts = new Map(dataset.concepts.map(({ id, positives }) => [id, positives]));
  if (version.modelTypeId === 'visual-embedder') return assertTwoToTellApart([...counts.values()]);
  // What the version knows beyond the dataset is not asked: a child is measured on its parent's
  // classes, and a parent on some of its own.
  const present = concepts.filter(({ id }) => (counts.get(id) ?? 0) > 0);
  const asked = present.length < min ? concepts : present;
  for (const { id } of asked) assertInputs(id, counts.get(id) ?? 0);
}

/** Anomalous images are at most as many as concepts that say so. */
function assertAnomalies({ concepts }: DatasetVersion): void {
  const isNormal = normalTest(concepts);
  const anomalous = concepts.filter(({ id }) => !isNormal(id));
  assertInputs(
    'anomaly',
    anomalous.reduce((sum, { positives }) => sum + positives, 0),
  );
}

/**
 * @throws DeeptuneError evaluation-needs-inputs; a concept with fewer images only makes an
 * embedder's search harder
 */
function assertTwoToTellApart(counts: readonly number[]): void {
  const enough = counts.filter((count) => count >= minPerConcept).length;
  if (enough >= 2) return;
  throw fail(
    'evaluationNeedsInputs',
    `An evaluation of an embedder needs at least two concepts with ${minPerConcept} labelled inputs each; ${enough} of ${counts.length} have as many`,
  );
}

function assertConcepts(count: number, min: number): void {
  if (count >= min) return;
  const wanted = min === 1 ? 'one concept' : 'two concepts';
  throw fail(
    'evaluationNeedsConcepts',
    `An evaluation needs at least ${wanted}; there ${count === 1 ? 'is' : 'are'} ${count}`,
  );
}

function assertInputs(id: string, count: number): void {
  if (count >= minPerConcept) return;
  throw fail(
    'evaluationNeedsInputs',
    `An evaluation needs at least ${minPerConcept} labelled inputs per concept; concept '${id}' has ${count}`,
  );
}

/** Whether an evaluation is over what its version was trained on: named so, or not named. */
export function isOwnDataset(
  asked: { readonly datasetId?: string; readonly datasetVersionId?: string },
  { training }: LoadableVersion,
): boolean {
  const { datasetId, datasetVersionId } = asked;
  return (
    (datasetId === undefined || datasetId === training.datasetId) &&
    (datasetVersionId === undefined || datasetVersionId === training.datasetVersionId)
  );
}
