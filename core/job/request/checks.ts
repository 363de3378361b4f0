import type { ModelType } from '../../catalog/model-type.ts';
import type { DatasetVersion } from '../../dataset/version/dataset-version.ts';
import { wholeAppDatasetId } from '../../dataset/version/frozen-inputs.ts';
import { fail } from '../../errors.ts';
import type { ConceptRef } from '../../model/model-version.ts';
import { unusableLabels } from './rows/label-facts.ts';
import type { LabelFacts } from './rows/label-facts.ts';
import type { RowFacts } from './rows/row-facts.ts';

/**
 * Concepts of a training: the parent's in their order, then those asked for (else all of the
 * dataset's). A child keeps every concept of its parent: that is what "incremental" promises.
 */
export function chooseConcepts(
  modelType: ModelType,
  from: { asked: readonly ConceptRef[]; parent: readonly ConceptRef[]; dataset: DatasetVersion },
): ConceptRef[] {
  if (!modelType.hasConcepts) return [];
  const inDataset = new Map(from.dataset.concepts.map(({ id, name }) => [id, { id, name }]));
  const wanted =
    from.asked.length > 0
      ? from.asked.map((c) => inDataset.get(c.id) ?? c)
      : [...inDataset.values()];
  const parentIds = new Set(from.parent.map((concept) => concept.id));
  return [
    ...from.parent,
    ...wanted.filter(
      (concept, index) =>
        !parentIds.has(concept.id) && wanted.findIndex((c) => c.id === concept.id) === index,
    ),
  ];
}

export interface TrainableQuestion {
  readonly modelType: ModelType;
  readonly facts: RowFacts;
  readonly labels: LabelFacts;
  readonly dataset: DatasetVersion;
  readonly concepts: readonly ConceptRef[];
  readonly invalidDataTolerancePercent: number;
  readonly isExclusive: boolean;
  /** `output_config.fail_on_missing_positive_examples`: each concept needs an input that has it. */
  readonly failsOnMissingPositives: boolean;
}

/**
 * Refuses what could not train, before anything is stored or reserved.
 * @throws DeeptuneError dataset-empty, invalid-data-tolerance-exceeded, one-class-only,
 *   no-positive-examples, insufficient-data
 */
export function assertTrainable(question: TrainableQuestion): void {
  assertUsableRows(question);
  if (question.modelType.hasConcepts) assertClasses(question);
  if (question.modelType.learnsFrom === 'concepts') assertUsableLabels(question);
}

function assertUsableRows({
  modelType,
  facts,
  dataset,
  invalidDataTolerancePercent,
}: TrainableQuestion): void {
  const { rows } = facts;
  const usable = facts.usable[modelType.inputField === 'image' ? 'image' : 'text'];
  const invalidPercent = rows === 0 ? 0 : (100 * (rows - usable)) / rows;
  if (usable > 0 && invalidPercent > invalidDataTolerancePercent) {
    throw fail(
      'invalidDataToleranceExceeded',
      `${rows - usable} of ${rows} inputs (${invalidPercent.toFixed(1)} %) of ${called(dataset)} are not usable ` +
        `${modelType.inputField}s; invalid_data_tolerance_percent allows ${invalidDataTolerancePercent} %`,
    );
  }
  if (usable === 0) {
    if (rows === 0) throw datasetEmpty(dataset);
    throw fail(
      'datasetEmpty',
      `${atStart(called(dataset))} holds no usable ${modelType.inputField} input (${rows} inputs looked at)${otherKind(modelType, facts)}`,
    );
  }
}

/** What to do where all inputs are of the kind that the type does not take. */
function otherKind({ id, inputField }: ModelType, { usable }: RowFacts): string {
  const other = inputField === 'image' ? 'text' : 'image';
  if (usable[other] === 0) return '';
  const type = other === 'text' ? 'text-classifier' : 'visual-classifier';
  return `: it has ${usable[other]} ${other}s, and a model of type ${id} takes ${inputField}s; one of type ${type} takes ${other}s`;
}

/** More rows than are tolerated whose labels the trainer cannot use: it would end, and be paid. */
function assertUsableLabels({
  labels,
  isExclusive,
  dataset,
  invalidDataTolerancePercent: allowed,
}: TrainableQuestion): void {
  const { several, without, of } = unusableLabels(labels, isExclusive);
  const percent = of === 0 ? 0 : (100 * (several + without)) / of;
  if (percent <= allowed) return;
  const what = [
    ...(several > 0 ? [`${several} have several concepts, which exclude each other here`] : []),
    ...(without > 0 ? [`${without} have no concept`] : []),
  ];
  const advice = [
    ...(several > 0
      ? ['where inputs may have several, set concepts_mutually_exclusive to false (logreg to 1)']
      : []),
    ...(without > 0 ? ['label those without, or leave them out of the dataset'] : []),
    'or raise the tolerance, and they are left out',
  ];
  throw fail(
    'invalidDataToleranceExceeded',
    `Of ${of} inputs of ${called(dataset)} ${what.join(', and ')}: ${percent.toFixed(1)} % are not usable, ` +
      `invalid_data_tolerance_percent allows ${allowed} %. What to do: ${advice.join('; ')}`,
  );
}

/** @param dataset a version without inputs */
export function datasetEmpty(dataset: DatasetVersion): Error {
  const advice =
    dataset.datasetId === wholeAppDatasetId
      ? 'upload inputs first, or name a dataset that has some'
      : 'upload inputs with this dataset id first';
  return fail('datasetEmpty', `${atStart(called(dataset))} has no inputs; ${advice}`);
}

/** Nobody made, and nobody knows, the dataset that stands for a whole app. */
function called({ datasetId }: DatasetVersion): string {
  return datasetId === wholeAppDatasetId ? 'the app' : `dataset '${datasetId}'`;
}

function atStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function assertClasses(question: TrainableQuestion): void {
  if (question.modelType.learnsFrom === 'normal') return assertNormals(question);
  const { facts, concepts, isExclusive } = question;
  const isRegions = question.modelType.learnsFrom === 'regions';
  const positives = isRegions ? facts.regionPositives : facts.positives;
  assertPositives(question, new Set(positives.keys()));
  const only = concepts.length === 1 ? concepts[0] : undefined;
  // A detector finds one kind of thing among the rest of the image; a classifier has nothing to
  // tell it apart from.
  if (!isRegions && only && (isExclusive || positives.get(only.id) === facts.rows)) {
    throw fail(
      'oneClassOnly',
      `Only one concept, '${only.id}', is there to tell apart; add a second concept with labelled inputs`,
    );
  }
}

/** One of the concepts must be on an input; each, where that was asked for. */
function assertPositives(question: TrainableQuestion, present: ReadonlySet<string>): void {
  const { concepts, dataset, modelType, failsOnMissingPositives } = question;
  const missing = concepts.filter((concept) => !present.has(concept.id));
  const isAllowed = failsOnMissingPositives
    ? missing.length === 0
    : missing.length < concepts.length || modelType.allowsMissingPositives === true;
  if (isAllowed && concepts.length > 0) return;
  const where = modelType.learnsFrom === 'regions' ? 'has a region with' : 'carries';
  throw fail(
    'noPositives',
    `No input of ${called(dataset)} ${where} ${failsOnMissingPositives ? 'each' : 'one'} of the concepts ${listIds(missing)}; label inputs with them first`,
  );
}

function assertNormals({ facts, dataset }: TrainableQuestion): void {
  if (facts.hasNormal) return;
  throw fail(
    'noPositives',
    `${atStart(called(dataset))} has no normal input to learn from: one without concepts, or with the concept 'normal'`,
  );
}

function listIds(concepts: readonly ConceptRef[]): string {
  return concepts.length === 0 ? '(none)' : concepts.map((concept) => `'${concept.id}'`).join(', ');
}
