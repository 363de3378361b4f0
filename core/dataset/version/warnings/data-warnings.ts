import { comparesEpochs, patienceOf } from '../../../catalog/hyperparameters/best-epoch-fields.ts';
import { isExclusive } from '../../../catalog/hyperparameters/exclusive.ts';
import type { ModelType, Template } from '../../../catalog/model-type.ts';
import type { JsonObject } from '../../../json.ts';
import type { TrainingCounts } from '../training-counts.ts';
import { classBalance } from './class-balance.ts';
import { copiedInputs } from './copied-inputs.ts';
import type { DataWarning } from './data-warning.ts';
import { fewInputs } from './few-inputs.ts';
import { testSet } from './test-set.ts';
import { withoutRegions } from './without-regions.ts';
import type { ImagesWithoutRegions } from './without-regions.ts';
import { unusableLabels } from './unusable-labels.ts';
import { validationPart } from './validation-part.ts';

export interface WarningsQuestion {
  readonly modelType: ModelType;
  readonly template: Template;
  /** Resolved ones: defaults filled in. */
  readonly hyperparameters: JsonObject;
  readonly counts: TrainingCounts;
  /** Ids of the concepts that are trained; absent: all that the rows have. */
  readonly conceptIds?: readonly string[];
  /** Images without regions, for a type that learns from regions; absent: not known. */
  readonly images?: ImagesWithoutRegions;
}

/**
 * What somebody should know of his data before a training is paid for; empty where there is nothing
 * to say.
 */
export function dataWarnings(question: WarningsQuestion): DataWarning[] {
  const { modelType, template, hyperparameters, counts, images } = question;
  const [train, test] = [usable(modelType, counts.train), usable(modelType, counts.test)];
  return [
    ...fewInputs(train + test),
    ...(modelType.learnsFrom === 'concepts'
      ? unusableLabels(counts, isExclusive(hyperparameters))
      : []),
    ...(learnsConcepts(modelType) ? classBalance(conceptsOf(question)) : []),
    ...(modelType.learnsFrom === 'regions' && images ? withoutRegions(images) : []),
    ...copiedInputs(counts),
    ...testSet(test),
    ...(comparesEpochs(template, hyperparameters)
      ? validationPart(train, patienceOf(hyperparameters))
      : []),
  ];
}

/** A model of normal inputs has no concepts to balance. */
function learnsConcepts({ learnsFrom }: ModelType): boolean {
  return learnsFrom === 'concepts' || learnsFrom === 'regions';
}

/**
 * The trainer passes over inputs that say nothing of a concept, where concepts of the whole are
 * what it learns; to a detector they are backgrounds.
 */
function usable(modelType: ModelType, split: TrainingCounts['train']): number {
  return modelType.learnsFrom === 'concepts' ? split.labelled : split.inputs;
}

function conceptsOf({ counts, conceptIds }: WarningsQuestion) {
  if (!conceptIds) return counts.concepts;
  const found = new Map(counts.concepts.map((concept) => [concept.id, concept]));
  return conceptIds.map((id) => found.get(id) ?? { id, train: 0, test: 0 });
}
