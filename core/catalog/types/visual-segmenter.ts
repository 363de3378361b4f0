import * as base from '../base-models/base-models.ts';
import { earlyStoppingPatience } from '../hyperparameters/best-epoch-fields.ts';
import { segmenterConfig } from '../hyperparameters/config-texts.ts';
import { imageSizes, ours, oursWith, pythonCode } from '../hyperparameters/fields.ts';
import * as image from '../hyperparameters/image-fields.ts';
import type { ModelType, Template } from '../model-type.ts';

const size = imageSizes('image_size', [520], 'Shorter side, or width and height, in pixels.');

const advancedConfig: Template = {
  id: 'MMSegmentation_AdvancedConfig',
  aliases: ['MMSegmentation'],
  description: 'A segmenter with a configuration of your own.',
  baseModel: base.segFormerB0,
  epochsPath: 'custom_config.max_epochs',
  hyperparameters: [
    ours(
      pythonCode('custom_config', segmenterConfig, 'Configuration; read, never executed.'),
      'as in MMDetection_AdvancedConfig, for SegFormer',
    ),
    oursWith(size, [520], "MMSegmentation_SegFormer's"),
  ],
};

const segFormer: Template = {
  id: 'MMSegmentation_SegFormer',
  description: 'SegFormer: one mask per concept.',
  baseModel: base.segFormerB0,
  epochsPath: 'num_epochs',
  hyperparameters: [
    size,
    image.batchSize(2, 16),
    image.numEpochs(1),
    image.perItemRate(7.5e-6),
    image.pretrainedWeights('ade20k'),
  ],
};

const small = 'chosen for a few hundred small scenes on a CPU';

const deeptuneSmall: Template = {
  id: 'Deeptune_SegFormer_Small',
  description:
    "deeptune's own, not Clarifai's: a small SegFormer for few or small scenes, quick on a CPU.",
  baseModel: base.segFormerSmall,
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(imageSizes('image_size', [64], 'Shorter side, or width and height, in pixels.'), small),
    ours(image.batchSize(8, 64), small),
    ours(image.numEpochs(20), small),
    ours(
      earlyStoppingPatience(10),
      'half of the epochs: measured on scenes of digits, it cost nothing',
    ),
    ours(image.perItemRate(3.75e-4), 'AdamW at 3e-3 for a batch of 8'),
    ours(image.weightDecay(0), small),
    image.fixedSeed,
  ],
};

export const visualSegmenter: ModelType = {
  id: 'visual-segmenter',
  title: 'Visual Segmenter',
  description: 'Marks the pixels of each concept: masks with concepts.',
  inputField: 'image',
  inputFields: ['image'],
  outputFields: ['regions[...].region_info.mask,regions[...].data.concepts'],
  evaluationType: 'Segmentation',
  hasConcepts: true,
  learnsFrom: 'regions',
  recipe: 'visual_segmenter',
  inferenceParams: [],
  templates: [advancedConfig, segFormer, deeptuneSmall],
};
