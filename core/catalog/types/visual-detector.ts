import * as base from '../base-models/base-models.ts';
import { earlyStoppingPatience } from '../hyperparameters/best-epoch-fields.ts';
import { detectorConfig } from '../hyperparameters/config-texts.ts';
import {
  boolean,
  choice,
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
import { detectionThreshold } from '../hyperparameters/inference-fields.ts';
import type { Hyperparameter, ModelType, Template } from '../model-type.ts';

/** Only AdvancedConfig's size is published, the other defaults of this file are ours. */
const size = ours(
  imageSizes('image_size', [320], 'Shorter side, or width and height, in pixels.'),
  "the one detection size that Clarifai publishes, MMDetection_AdvancedConfig's",
);
const batch = (max: number): Hyperparameter =>
  ours(image.batchSize(8, max), 'fits 24 GiB at 320 pixels with room to spare');
const epochs = (value: number, reason: string): Hyperparameter =>
  ours(image.numEpochs(value), reason);
const rate = ours(
  image.perItemRate(6.25e-6),
  'AdamW at 5e-5 for a batch of 8, usual for DETR kinds',
);
const coco = image.pretrainedWeights('coco');
const cocoEpochs = 'the 1x schedule of the public MMDetection COCO recipes';

const advancedConfig: Template = {
  id: 'MMDetection_AdvancedConfig',
  aliases: ['MMDetection'],
  description: 'A detector with a configuration of your own.',
  baseModel: base.instead(base.rtDetrR50, 'MMDetection YOLOF R50'),
  epochsPath: 'custom_config.max_epochs',
  hyperparameters: [
    pythonCode('custom_config', detectorConfig, 'Configuration; read, never executed.'),
    imageSizes('image_size', [320], 'Shorter side, or width and height, in pixels.'),
  ],
};

const resizeBound = (name: string, which: string): Hyperparameter =>
  ours(
    imageSizes(name, [], `${which} size that training images are resized to; empty: image_size.`),
    'empty means image_size',
  );

const fasterRcnn: Template = {
  id: 'MMDetection_FasterRCNN',
  description: 'Two-stage detector: accurate, the one to start with.',
  baseModel: base.instead(base.rtDetrR50, 'MMDetection Faster R-CNN R50-FPN'),
  epochsPath: 'num_epochs',
  hyperparameters: [
    size,
    resizeBound('random_resize_lower', 'Smallest'),
    resizeBound('random_resize_upper', 'Largest'),
    batch(32),
    epochs(12, cocoEpochs),
    rate,
    coco,
  ],
};

const ssd: Template = {
  id: 'MMDetection_SSD',
  description: 'Single-shot detector: quick, for large objects.',
  baseModel: base.instead(base.rtDetrR18, 'MMDetection SSD'),
  epochsPath: 'num_epochs',
  hyperparameters: [
    size,
    batch(32),
    epochs(24, 'the schedule of the public MMDetection SSD recipe'),
    rate,
    coco,
  ],
};

const yolof: Template = {
  id: 'MMDetection_YoloF',
  aliases: ['MMDetection_YOLOF'],
  description: 'One-level detector: quick, without a feature pyramid.',
  baseModel: base.instead(base.rtDetrR50, 'MMDetection YOLOF R50'),
  epochsPath: 'num_epochs',
  hyperparameters: [
    size,
    ours(
      range('max_aspect_ratio', 3, [1, 5], 'Longest side over shortest side that is kept.'),
      'the middle of the published range',
    ),
    boolean('keep_aspect_ratio', true, 'Whether resizing keeps the shape of the image.'),
    batch(32),
    epochs(12, cocoEpochs),
    ours(
      number(
        'min_samples_per_epoch',
        0,
        [0, unbounded, 1],
        'Small datasets are repeated up to this count; 0: not.',
      ),
      'an epoch is then what the estimate counts',
    ),
    rate,
    coco,
    ours(
      range('frozen_stages', 1, [1, 4, 1], 'Stages of the backbone that do not learn.'),
      'the public MMDetection YOLOF recipe',
    ),
  ],
};

const yolox: Template = {
  id: 'MMDetection_YOLOX',
  description: 'Anchor-free detector.',
  baseModel: base.instead(base.rtDetrR34, 'MMDetection YOLOX'),
  epochsPath: 'num_epochs',
  hyperparameters: [
    size,
    batch(32),
    epochs(24, 'fine-tuning needs less than the 300 epochs of the recipe from scratch'),
    rate,
    ours(
      choice('load_from', ['coco', ''], 'Initial weights; empty: random ones.'),
      'as pretrained_weights of the other detectors; a URL is not accepted',
    ),
  ],
};

const anchorRatios: Hyperparameter = {
  name: 'anchor_ratios',
  type: 'ARRAY_OF_NUMBERS',
  defaultValue: [0.5, 1, 2],
  description: 'Width over height of the anchor boxes.',
  range: { min: 0.05, max: 20 },
  itemCount: { min: 1, max: 9 },
};

/** RetinaNet heads on Clarifai's backbones. */
const inception = (id: string, published: string, baseModel: base.PretrainedModel): Template => ({
  id,
  description: `${published} with RetinaNet heads.`,
  baseModel: base.instead(baseModel, published),
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(choice('image_size', ['320', '512', '800'], 'Shorter side in pixels.'), 'as the others'),
    batch(16),
    epochs(12, cocoEpochs),
    ours(
      withoutEffect(
        boolean('use_perclass_regression', false, 'Whether each concept has boxes of its own.'),
        'boxes of a DETR belong to queries',
      ),
      'RetinaNet shares them',
    ),
    ours(withoutEffect(anchorRatios, 'a DETR has no anchors'), "RetinaNet's"),
    ours(
      boolean('use_focal_loss', true, 'Focal loss; false: hard example mining (OHEM).'),
      "RetinaNet's",
    ),
    rate,
  ],
});

const none = 'nothing is published';
const olderService = 'it names parts of an older service';
const msc10: Template = {
  id: 'detection_msc10',
  description: 'Detector on 10 scales (legacy).',
  baseModel: base.instead(base.rtDetrR50, "Clarifai's msc10 detector"),
  // As the recipe trains where nothing is said (recipes/visual_detector.py).
  ownEpochs: 12,
  hyperparameters: [
    ours(
      withoutEffect(
        text('pretrain_base_data', 'mscoco', 'Data of the initial weights.'),
        olderService,
      ),
      'the example shown',
    ),
    ours(withoutEffect(text('base_model', '', 'Architecture.'), olderService), none),
    ours(withoutEffect(text('continue_from_eid', '', 'Earlier experiment.'), olderService), none),
  ],
};

const small = 'chosen for a few hundred small scenes on a CPU';

const deeptuneSmall: Template = {
  id: 'Deeptune_Detr_Small',
  description:
    "deeptune's own, not Clarifai's: a small DETR for few or small scenes, quick on a CPU.",
  baseModel: base.detrSmall,
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(imageSizes('image_size', [64], 'Shorter side, or width and height, in pixels.'), small),
    ours(image.batchSize(8, 64), small),
    ours(image.numEpochs(15), small),
    ours(
      earlyStoppingPatience(5),
      'a third of the epochs: measured on scenes of digits, it cost nothing',
    ),
    ours(image.perItemRate(2.5e-4), 'AdamW at 2e-3 for a batch of 8'),
    ours(image.weightDecay(0), small),
    image.fixedSeed,
  ],
};

export const visualDetector: ModelType = {
  id: 'visual-detector',
  title: 'Visual Detector',
  description: 'Finds objects in images: bounding boxes with concepts.',
  inputField: 'image',
  inputFields: ['image'],
  outputFields: ['regions[...].region_info.bounding_box,regions[...].data.concepts'],
  evaluationType: 'Detection',
  hasConcepts: true,
  learnsFrom: 'regions',
  recipe: 'visual_detector',
  inferenceParams: [detectionThreshold],
  templates: [
    advancedConfig,
    fasterRcnn,
    ssd,
    yolof,
    inception('Clarifai_InceptionV2', "Clarifai's Inception v2", base.rtDetrR34),
    inception('Clarifai_InceptionV4', "Clarifai's Inception v4", base.rtDetrR101),
    msc10,
    yolox,
    deeptuneSmall,
  ],
};
