import * as base from '../base-models/base-models.ts';
import { earlyStoppingPatience } from '../hyperparameters/best-epoch-fields.ts';
import { classifierConfig } from '../hyperparameters/config-texts.ts';
import {
  boolean,
  imageSizes,
  number,
  ours,
  pythonCode,
  range,
  text,
  unbounded,
  withoutEffect,
} from '../hyperparameters/fields.ts';
import * as image from '../hyperparameters/image-fields.ts';
import { maxConcepts, minValue, selectConcepts } from '../hyperparameters/inference-fields.ts';
import type { Hyperparameter, ModelType, Template } from '../model-type.ts';
import { efficientNetClassifier } from './packaged-templates.ts';

const rate = number('lrate', 0.1, [0, unbounded], 'Learning rate of one update.');
const baseMultiplier = number(
  'base_gradient_multiplier',
  0.001,
  [0, unbounded],
  'What the learning rate of the pretrained layers is multiplied with.',
);
const ownNetwork = "it chooses among Clarifai's own networks";
const averageFlips = boolean(
  'average_horizontal_flips',
  true,
  'Whether the embeddings of an image and of its mirror image are averaged.',
);

const inceptionTransfer: readonly Hyperparameter[] = [
  image.logreg,
  image.imageSize16(256),
  image.batchSize(128, 128),
  rate,
  baseMultiplier,
  image.numEpochs(20),
  image.itemsPerEpoch,
];

const inceptionGeneral: Template = {
  id: 'classification_inception_general_v1_3_transfer_embednorm',
  description: 'Transfer learning on a general image model with normalised embeddings (legacy).',
  internalOnly: true,
  baseModel: base.instead(base.resNet50, "Clarifai's Inception general v1.3"),
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: [
    image.numGpus,
    ...inceptionTransfer,
    withoutEffect(
      text('embeddings_layer', 'mod5B.concat', 'Layer that gives the embeddings.'),
      ownNetwork,
    ),
    averageFlips,
  ],
};

const baseModelV1: Template = {
  id: 'classification_basemodel_v1',
  description: 'Full training of a convolutional image model (legacy).',
  internalOnly: true,
  baseModel: base.instead(base.convNextTiny, "Clarifai's ResNeXt general v1.5"),
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: [
    image.numGpus,
    withoutEffect(text('model_cfg', 'resnext', 'Architecture.'), ownNetwork),
    withoutEffect(text('preinit', 'general-v1.5', 'Initial weights.'), ownNetwork),
    number('logreg', 1, [0, 1, 1], image.logreg.description),
    ...image.clarifaiSchedule.slice(1),
    image.cropType,
  ],
};

const cifar10: Template = {
  id: 'classification_cifar10_v1',
  description: 'Demonstration on very small images (legacy).',
  internalOnly: true,
  baseModel: base.instead(base.resNet18, "Clarifai's CIFAR-10 demonstration model"),
  epochsPath: 'num_epochs',
  hyperparameters: [
    image.numGpus,
    image.imageSize16(32),
    image.batchSize(128, 128),
    image.numEpochs(65),
    image.cropType,
  ],
};

const inceptionEmbedNorm: Template = {
  id: 'Clarifai_InceptionTransferEmbedNorm',
  description: 'Transfer learning: the pretrained layers learn slowly, the head quickly.',
  baseModel: base.instead(base.resNet50, "Clarifai's Inception"),
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: [...inceptionTransfer, averageFlips],
};

const clarifaiConv = (
  id: string,
  published: string,
  baseModel: base.PretrainedModel,
): Template => ({
  id,
  description: `Full training of ${published}, for thousands of images.`,
  baseModel: base.instead(baseModel, published),
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: image.clarifaiSchedule,
});

const advancedConfig: Template = {
  id: 'MMClassification_AdvancedConfig',
  aliases: ['MMClassification'],
  description: 'ResNeXt-101 with a configuration of your own.',
  baseModel: base.instead(base.convNextBase, 'MMClassification ResNeXt-101 32x4d'),
  epochsPath: 'custom_config.max_epochs',
  hyperparameters: [
    pythonCode('custom_config', classifierConfig, 'Configuration; read, never executed.'),
    image.mutuallyExclusive(false),
    imageSizes('image_size', [320], 'Size for inference: shorter side, or width and height.'),
    image.seed,
    image.numGpus,
  ],
};

const efficientNet: Template = {
  id: 'MMClassification_EfficientNet',
  description: 'EfficientNet: accurate and slow, for detailed images.',
  internalOnly: true,
  baseModel: base.instead(base.efficientNetB7, 'EfficientNet-B8'),
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: [
    image.imageSide(336),
    image.batchSize(4, 256),
    image.numEpochs(30),
    image.perItemRate(0.000390625),
    image.weightDecay(0.0001),
    image.momentum,
    image.pretrainedWeights('ImageNet-1k'),
    image.flipProbability(0.5),
    image.flipDirection,
    image.mutuallyExclusive(false),
    image.seed,
    image.numGpus,
  ],
};

const resNet50RsbA1: Template = {
  id: 'MMClassification_ResNet_50_RSB_A1',
  description: 'ResNet-50 with the "ResNet strikes back" A1 recipe: the one to start with.',
  recommended: true,
  baseModel: base.resNet50,
  epochsPath: 'num_epochs',
  optimizer: 'lamb',
  hyperparameters: [
    image.imageSide(224),
    image.batchSize(64, 256),
    image.numEpochs(60, 600),
    image.perItemRate(1.953125e-5),
    image.weightDecay(0.01),
    number(
      'per_item_min_lrate',
      1.5625e-8,
      [0, unbounded],
      'Floor of the learning rate per input.',
    ),
    number('warmup_iters', 100, [0, unbounded, 1], 'Updates of the warm-up.'),
    number(
      'warmup_ratio',
      0.0001,
      [0, 1],
      'Share of the learning rate that the warm-up starts at.',
    ),
    image.pretrainedWeights('ImageNet-1k'),
    image.flipProbability(0.5),
    image.flipDirection,
    image.mutuallyExclusive(false),
    image.seed,
    image.numGpus,
  ],
};

const rateSteps: Hyperparameter = {
  name: 'learning_rate_steps',
  type: 'ARRAY_OF_NUMBERS',
  defaultValue: [30, 40, 50],
  description: 'Epochs at which the learning rate falls to a tenth.',
  range: { min: 1, max: 600, step: 1 },
};

const resNet50: Template = {
  id: 'MMClassification_ResNet_50',
  description: 'ResNet-50 with a stepwise learning rate.',
  internalOnly: true,
  baseModel: base.resNet50,
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: [
    image.imageSide(224),
    image.batchSize(64, 256),
    image.numEpochs(60, 600),
    image.perItemRate(0.000390625),
    rateSteps,
    image.weightDecay(0.0001),
    image.momentum,
    image.pretrainedWeights('ImageNet-1k'),
    image.flipProbability(0.5),
    image.flipDirection,
    image.mutuallyExclusive(false),
    image.seed,
    image.numGpus,
  ],
};

const small = 'chosen for a few hundred small images on a CPU';

const deeptuneSmall: Template = {
  id: 'Deeptune_ResNet_Small',
  description:
    "deeptune's own, not Clarifai's: a small ResNet for few or small images, quick on a CPU.",
  baseModel: base.resNetSmall,
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(range('image_size', 32, [8, 224, 1], 'Side in pixels.'), 'the size of small pictures'),
    ours(image.batchSize(32, 256), small),
    ours(image.numEpochs(10), small),
    ours(earlyStoppingPatience(5), 'half of the epochs: measured on digits, it cost nothing'),
    ours(image.perItemRate(1e-4), 'AdamW at 3.2e-3 for a batch of 32'),
    ours(image.weightDecay(0.01), "AdamW's usual value"),
    ours(image.flipProbability(0), 'digits and letters must not be mirrored'),
    ours(image.flipDirection, 'as in the published templates'),
    ours(image.mutuallyExclusive(true), 'most small datasets have one concept per image'),
    image.fixedSeed,
  ],
};

export const visualClassifier: ModelType = {
  id: 'visual-classifier',
  title: 'Visual Classifier',
  description: 'Classifies images into concepts.',
  inputField: 'image',
  inputFields: ['image'],
  outputFields: ['concepts'],
  evaluationType: 'Classification',
  hasConcepts: true,
  learnsFrom: 'concepts',
  recipe: 'visual_classifier',
  inferenceParams: [maxConcepts, minValue, selectConcepts],
  templates: [
    inceptionGeneral,
    baseModelV1,
    cifar10,
    inceptionEmbedNorm,
    clarifaiConv('Clarifai_ResNext', "Clarifai's ResNeXt", base.convNextTiny),
    clarifaiConv('Clarifai_InceptionV2', "Clarifai's Inception v2", base.resNet50),
    clarifaiConv(
      'Clarifai_InceptionBatchNorm',
      "Clarifai's Inception with batch norm",
      base.resNet50,
    ),
    advancedConfig,
    efficientNet,
    resNet50RsbA1,
    resNet50,
    efficientNetClassifier,
    deeptuneSmall,
  ],
};
