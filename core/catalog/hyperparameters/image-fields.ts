import {
  boolean,
  choice,
  internal,
  number,
  ours,
  range,
  text,
  unbounded,
  withoutEffect,
} from './fields.ts';
import type { Hyperparameter } from '../model-type.ts';

/**
 * Hyperparameters that several image templates share. Defaults differ per template, so they are
 * arguments.
 */

export const numGpus = internal(
  withoutEffect(range('num_gpus', 1, [0, 1, 1], 'GPUs to train on.'), 'the host decides'),
);

const seedOf = (value: number): Hyperparameter =>
  number('seed', value, [-1, 4294967295, 1], 'Seed of shuffling and initial weights; -1: any.');

export const seed = internal(seedOf(-1));
/** The templates of our own offer it: a repeat must be able to give the same model. */
export const fixedSeed = ours(seedOf(0), 'the same data then give the same model');

export const logreg = range(
  'logreg',
  1,
  [0, 1, 1],
  '1: one sigmoid per concept, an input may have several. 0: softmax, exactly one.',
);

export const imageSize16 = (value: number): Hyperparameter =>
  range('image_size', value, [32, 1024, 16], 'Shorter side in pixels, for training and inference.');

export const imageSide = (value: number): Hyperparameter =>
  number('image_size', value, [8, 2048, 1], 'Shorter side in pixels, for training and inference.');

export const batchSize = (value: number, max: number): Hyperparameter =>
  range('batch_size', value, [1, max, 1], 'Inputs per update of the weights.');

export const numEpochs = (value: number, max = 200): Hyperparameter =>
  range('num_epochs', value, [1, max, 1], 'Passes over the training data.');

export const perItemRate = (value: number): Hyperparameter =>
  number(
    'per_item_lrate',
    value,
    [0, unbounded],
    'Learning rate per input; the rate of an update is batch_size x per_item_lrate.',
  );

export const itemsPerEpoch = number(
  'num_items_per_epoch',
  0,
  [0, unbounded, 1],
  'Inputs that count as one epoch; 0: the size of the dataset.',
);

export const weightDecay = (value: number): Hyperparameter =>
  range('weight_decay', value, [0, 1], 'Pull of the weights towards zero (regularisation).');

export const momentum = range('momentum', 0.9, [0, 1], 'Share of the last update that is kept.');

export const pretrainedWeights = (known: string): Hyperparameter => ({
  ...choice('pretrained_weights', ['None', known], 'Initial weights; None: random ones.'),
  defaultValue: known,
});

export const flipProbability = (value: number): Hyperparameter =>
  range('flip_probability', value, [0, 1], 'Share of the training images that are mirrored.');

export const flipDirection = choice(
  'flip_direction',
  ['horizontal', 'vertical'],
  'How images are mirrored.',
);

export const mutuallyExclusive = (value: boolean): Hyperparameter =>
  boolean('concepts_mutually_exclusive', value, 'Whether each input has exactly one concept.');

export const initEpochs = range(
  'init_epochs',
  25,
  [1, 200, 1],
  'Epochs at the first learning rate.',
);

export const stepEpochs = range(
  'step_epochs',
  7,
  [1, 200, 1],
  'Epochs between two decreases of the learning rate after that.',
);

export const cropType = withoutEffect(
  text('inference_crop_type', 'sorta2', 'How an image is cropped for inference.'),
  "it names a crop of Clarifai's own networks",
);

/**
 * The schedule that Clarifai's own convolutional templates share, complete and in the published
 * order.
 */
export const clarifaiSchedule: readonly Hyperparameter[] = [
  logreg,
  imageSize16(256),
  batchSize(64, 128),
  initEpochs,
  stepEpochs,
  numEpochs(65),
  perItemRate(7.8125e-5),
  itemsPerEpoch,
];
