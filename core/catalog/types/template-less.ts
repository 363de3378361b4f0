import { resNet50 } from '../base-models/base-models.ts';
import {
  choice,
  internal,
  number,
  ours,
  range,
  unbounded,
  withoutEffect,
} from '../hyperparameters/fields.ts';
import * as image from '../hyperparameters/image-fields.ts';
import { minValue } from '../hyperparameters/inference-fields.ts';
import type { ModelType, Template } from '../model-type.ts';

/** Published types that have no templates to choose from. */

const fraction = (name: string, value: number, description: string) =>
  range(name, value, [0, 1], description);
const count = (name: string, value: number, description: string) =>
  number(name, value, [0, unbounded, 1], description);

/** Listed for clients that walk all types; nothing trains it here. */
export const clusterer: ModelType = {
  id: 'clusterer',
  title: 'Clusterer',
  description: 'Groups embeddings that lie close together.',
  inputField: 'image',
  inputFields: ['embeddings'],
  outputFields: ['clusters'],
  evaluationType: 'Undefined',
  hasConcepts: false,
  trainParams: [
    count('coarse_clusters', 32, 'Groups of the first, coarse division.'),
    fraction('eval_holdout_fraction', 0.2, 'Share of the inputs kept for evaluation.'),
    fraction('query_holdout_fraction', 0.1, 'Share of the inputs kept as queries.'),
    fraction('to_be_indexed_queries_fraction', 0.25, 'Share of the queries that are indexed.'),
    count('max_num_query_embeddings', 100, 'Most queries of an evaluation.'),
    {
      name: 'num_results_per_query',
      type: 'ARRAY_OF_NUMBERS',
      defaultValue: [1, 5, 10, 20],
      description: 'Numbers of results at which an evaluation measures.',
    },
    count('max_visited', 32, 'Most groups that a query visits.'),
    count('quota', 1000, 'Most embeddings that a query compares.'),
    number('beta', 1, [0, unbounded], 'Weight of recall against precision.'),
  ],
  inferenceParams: [],
  templates: [],
};

/**
 * Transfer learning: the layers that were trained before learn at a tenth of the head's rate.
 * Clarifai publishes no settings for it; these are those of a quick fine-tuning on a few hundred
 * images.
 */
const transferLearning: Template = {
  id: 'embedding_classifier',
  description: 'Transfer learning: the pretrained layers learn slowly, the head quickly.',
  baseModel: resNet50,
  epochsPath: 'num_epochs',
  hyperparameters: [
    withoutEffect(
      choice(
        'enrich_dataset',
        ['Automatic', 'Disabled'],
        'Whether negatives are added to the data.',
      ),
      'no data are added',
    ),
    ...[
      image.logreg,
      ours(image.imageSide(224), 'what the base model was trained on'),
      ours(image.batchSize(32, 128), 'few images are usual'),
      ours(image.numEpochs(10), 'few images are usual'),
      ours(image.perItemRate(3e-5), 'AdamW at 1e-3 for a batch of 32'),
      ours(
        number('base_gradient_multiplier', 0.1, [0, unbounded], 'Rate of the pretrained layers.'),
        'ten times slower than the head',
      ),
      image.fixedSeed,
    ].map(internal),
  ],
};

/** The type of a model for which none is named, as Clarifai documents. */
export const embeddingClassifier: ModelType = {
  id: 'embedding-classifier',
  title: 'Transfer-learn Classifier',
  description: 'Classifies embeddings of a base model into concepts.',
  inputField: 'image',
  inputFields: ['embeddings'],
  outputFields: ['concepts'],
  evaluationType: 'Classification',
  hasConcepts: true,
  learnsFrom: 'concepts',
  recipe: 'visual_classifier',
  allowsMissingPositives: true,
  trainParams: transferLearning.hyperparameters,
  inferenceParams: [minValue],
  templates: [],
  ownTemplate: transferLearning,
};
