import * as base from './base-models.ts';
import { segmenterConfig } from './config-texts.ts';
import { imageSizes, ours, oursWith, pythonCode } from './fields.ts';
import * as image from './image-fields.ts';
import type { ModelType, Template } from './model-type.ts';

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
  inferenceParams: [],
  templates: [advancedConfig, segFormer],
};
