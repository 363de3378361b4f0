import { range } from './fields.ts';
import type { Hyperparameter } from '../model-type.ts';

/** Inference settings, stored under `output_info.params`. */

export const maxConcepts = range(
  'max_concepts',
  20,
  [0, 200, 1],
  'How many concepts a prediction lists; 0: 20.',
);

export const minValue = range(
  'min_value',
  0,
  [0, 1],
  'Concepts below this value are left out of a prediction.',
);

export const selectConcepts: Hyperparameter = {
  name: 'select_concepts',
  type: 'ARRAY_OF_CONCEPTS',
  defaultValue: [],
  description: 'Concepts that a prediction is limited to; empty: all.',
};

export const detectionThreshold = range(
  'detection_threshold',
  0,
  [0, 1],
  'Regions below this value are left out of a prediction.',
);
