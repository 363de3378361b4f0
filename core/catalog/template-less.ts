import { choice, number, range, unbounded } from './fields.ts';
import { minValue } from './inference-fields.ts';
import type { ModelType } from './model-type.ts';

/** Published types that have no template. They are listed for clients that walk all types; nothing trains them here. */

const fraction = (name: string, value: number, description: string) =>
  range(name, value, [0, 1], description);
const count = (name: string, value: number, description: string) =>
  number(name, value, [0, unbounded, 1], description);

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

export const embeddingClassifier: ModelType = {
  id: 'embedding-classifier',
  title: 'Transfer-learn Classifier',
  description: 'Classifies embeddings of a base model into concepts.',
  inputField: 'image',
  inputFields: ['embeddings'],
  outputFields: ['concepts'],
  evaluationType: 'Classification',
  hasConcepts: true,
  trainParams: [
    choice('enrich_dataset', ['Automatic', 'Disabled'], 'Whether negatives are added to the data.'),
  ],
  inferenceParams: [minValue],
  templates: [],
};
