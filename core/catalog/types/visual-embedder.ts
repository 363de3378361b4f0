import * as base from '../base-models/base-models.ts';
import { earlyStoppingPatience } from '../hyperparameters/best-epoch-fields.ts';
import { number, ours, range, unbounded } from '../hyperparameters/fields.ts';
import * as image from '../hyperparameters/image-fields.ts';
import type { Hyperparameter, ModelType, Template } from '../model-type.ts';
import { efficientNetEmbedder } from './packaged-templates.ts';

const same = 'as in Clarifai_ResNext';
const arcFace = "ArcFace's usual value, on the published grid";

const angularMargin: readonly Hyperparameter[] = [
  ours(image.imageSize16(256), same),
  ours(image.batchSize(64, 128), same),
  ours(image.initEpochs, same),
  ours(image.stepEpochs, same),
  ours(image.numEpochs(65), same),
  ours(image.perItemRate(7.8125e-5), same),
  ours(image.itemsPerEpoch, same),
  ours(range('angular_scale', 64, [16, 128, 16], 'Scale of the angular loss.'), arcFace),
  ours(range('angular_margin', 0.5, [0.1, 0.9], 'Margin between concepts, in radians.'), arcFace),
  ours(
    number('embeddings_size', 512, [1, unbounded, 1], 'Numbers in an embedding.'),
    "ArcFace's usual value",
  ),
];

const legacyAngularMargin: Template = {
  id: 'classification_angular_margin_embed',
  description: 'Embeddings by angular margin (legacy).',
  internalOnly: true,
  baseModel: base.resNet101,
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: angularMargin,
};

const legacyBaseModel: Template = {
  id: 'classification_basemodel_v1_embed',
  description: 'Embeddings of a fully trained convolutional model (legacy).',
  internalOnly: true,
  baseModel: base.instead(base.convNextTiny, "Clarifai's ResNeXt general v1.5"),
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: image.clarifaiSchedule.map((field) => ours(field, same)),
};

const resNetAngularMargin: Template = {
  id: 'Clarifai_ResNet_AngularMargin',
  description: 'ResNet-101 whose embeddings keep concepts apart by an angle.',
  baseModel: base.resNet101,
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: angularMargin,
};

const inceptionBatchNorm: Template = {
  id: 'Clarifai_InceptionBatchNorm',
  description: "Embeddings of Clarifai's Inception with batch norm.",
  baseModel: base.instead(base.resNet50, "Clarifai's Inception with batch norm"),
  epochsPath: 'num_epochs',
  // The fields are published, their values only for Clarifai_ResNext.
  optimizer: 'sgd',
  hyperparameters: image.clarifaiSchedule.map((field) => ours(field, same)),
};

const resNext: Template = {
  id: 'Clarifai_ResNext',
  description: "Embeddings of Clarifai's ResNeXt.",
  baseModel: base.instead(base.convNextTiny, "Clarifai's ResNeXt"),
  epochsPath: 'num_epochs',
  optimizer: 'sgd',
  hyperparameters: image.clarifaiSchedule,
};

const small = 'measured on handwritten numbers on a CPU';

const deeptuneSmall: Template = {
  id: 'Deeptune_Embedder_Small',
  description:
    "deeptune's own, not Clarifai's: a small ResNet for few or small images, quick on a CPU.",
  baseModel: base.resNetSmall,
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(range('image_size', 32, [8, 224, 1], 'Side in pixels.'), 'the size of small pictures'),
    ours(image.batchSize(32, 256), small),
    ours(image.numEpochs(28), small),
    ours(
      earlyStoppingPatience(10),
      'a third of the epochs: measured on handwritten numbers, it cost nothing',
    ),
    ours(image.perItemRate(9.375e-5), 'AdamW at 3e-3 for a batch of 32'),
    ours(number('embeddings_size', 64, [1, 4096, 1], 'Numbers in an embedding.'), small),
    ours(range('angular_margin', 0.2, [0, 0.9], 'Margin between concepts, in radians.'), small),
    ours(range('angular_scale', 16, [1, 128], 'Scale of the angular loss.'), small),
    ours(
      range('turn_probability', 0, [0, 1], 'Share of the images that are turned by quarters.'),
      'each turn is one more concept to tell apart: of use where there are few',
    ),
    ours(range('shift', 0.125, [0, 0.5], 'Most that an image is moved, as a share.'), small),
    ours(image.itemsPerEpoch, 'as in the published templates'),
    image.fixedSeed,
  ],
};

export const visualEmbedder: ModelType = {
  id: 'visual-embedder',
  title: 'Visual Embedder',
  description: 'Turns images into vectors; images of one concept lie close together.',
  inputField: 'image',
  inputFields: ['image'],
  outputFields: ['embeddings'],
  evaluationType: 'Undefined',
  hasConcepts: true,
  learnsFrom: 'concepts',
  recipe: 'visual_embedder',
  inferenceParams: [],
  templates: [
    legacyAngularMargin,
    legacyBaseModel,
    resNetAngularMargin,
    inceptionBatchNorm,
    resNext,
    efficientNetEmbedder,
    deeptuneSmall,
  ],
};
