import * as base from './base-models.ts';
import { json, ours } from './fields.ts';
import type { ModelType, Template } from './model-type.ts';

/** One pass over the images fills a memory of normal patches, so that there are no epochs. */
const patchCore: Template = {
  id: 'Anomalib_PatchCore',
  description: 'PatchCore: learns from normal images only, shows where an image differs.',
  baseModel: base.instead(base.resNet50, 'Wide ResNet-50'),
  hyperparameters: [
    ours(
      json('anomalib_config_json', {}, 'Settings as a JSON object, or as its text; may be empty.'),
      'the published text may be empty',
    ),
  ],
};

export const visualAnomalyHeatmap: ModelType = {
  id: 'visual-anomaly-heatmap',
  title: 'Visual Anomaly',
  description: 'Scores how unusual an image is and shows where.',
  inputField: 'image',
  inputFields: ['image'],
  outputFields: ['heatmaps,concepts'],
  evaluationType: 'Undefined',
  hasConcepts: true,
  learnsFrom: 'normal',
  inferenceParams: [],
  templates: [patchCore],
};
