import * as base from '../base-models/base-models.ts';
import { imageSizes, json, number, ours, range } from '../hyperparameters/fields.ts';
import * as image from '../hyperparameters/image-fields.ts';
import type { ModelType, Template } from '../model-type.ts';
import { efficientNetPatchCore } from './packaged-templates.ts';

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

const small = 'measured on damaged digits on a CPU';
const published = "PatchCore's usual value";

const deeptuneSmall: Template = {
  id: 'Deeptune_PatchCore_Small',
  description:
    "deeptune's own, not Clarifai's: PatchCore on a small ResNet that first learns to tell damaged images, quick on a CPU.",
  baseModel: base.resNetSmall,
  epochsPath: 'pretext_epochs',
  hyperparameters: [
    ours(imageSizes('image_size', [64], 'Side, or width and height, in pixels.'), small),
    ours(
      range('coreset_sampling_ratio', 0.01, [0.0001, 1], 'Share of the patches that is kept.'),
      published,
    ),
    ours(
      number('num_neighbors', 9, [1, 100, 1], "Patches that weigh an image's score."),
      published,
    ),
    ours(
      range('pretext_epochs', 8, [0, 200, 1], 'Passes that learn to tell pasted-in pieces.'),
      small,
    ),
    ours(number('lrate', 4e-3, [0, 1], 'Learning rate of these passes.'), small),
    ours(image.batchSize(16, 256), small),
    image.fixedSeed,
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
  recipe: 'visual_anomaly_heatmap',
  inferenceParams: [],
  templates: [patchCore, efficientNetPatchCore, deeptuneSmall],
};
