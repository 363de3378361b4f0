import * as base from '../base-models/base-models.ts';
import { earlyStoppingPatience } from '../hyperparameters/best-epoch-fields.ts';
import { choice, number, ours, range } from '../hyperparameters/fields.ts';
import * as image from '../hyperparameters/image-fields.ts';
import type { Hyperparameter, Template } from '../model-type.ts';

/**
 * Templates whose base models come from packages (`deeptune stage-model packaged/…`): real
 * pretrained weights that two CPU cores fine-tune. Defaults were measured on real data on two
 * cores; docs/benchmarks.md has the figures and how to repeat them.
 */

/** Blocks that a base model has: what `trainable_layers` may count. */
const [efficientNetBlocks, miniLmBlocks] = [16, 6];

/** The default first: what else there is follows in order. */
function trainableLayers(value: string, blocks: number): Hyperparameter {
  const counts = Array.from({ length: blocks }, (_, index) => String(index + 1));
  const others = ['all', 'head', ...counts].filter((each) => each !== value);
  return choice(
    'trainable_layers',
    [value, ...others],
    'What learns: all layers, the head alone, or the head and this many of the last blocks. The layers below are frozen; what they ' +
      'make of an input is computed once, unless images are augmented.',
  );
}

const halfOfEpochs = 'half of the epochs, as in the small templates';
const onEmoji = 'measured on pictures of emoji on two CPU cores';
const onMails = 'measured on mails and names of emoji on two CPU cores';
const onDigits = 'measured on damaged digits on two CPU cores';
const size = (value: number) =>
  range('image_size', value, [32, 512, 32], 'Side in pixels, a multiple of 32.');

export const efficientNetClassifier: Template = {
  id: 'Deeptune_EfficientNet_Lite0',
  description:
    "deeptune's own, not Clarifai's: EfficientNet-Lite0 trained on ImageNet, whose last blocks learn; a few hundred images and a CPU are enough.",
  baseModel: base.efficientNetLite0,
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(size(96), onEmoji),
    ours(image.batchSize(32, 256), onEmoji),
    ours(image.numEpochs(8), onEmoji),
    ours(earlyStoppingPatience(4), halfOfEpochs),
    ours(image.perItemRate(3.125e-5), 'AdamW at 1e-3 for a batch of 32'),
    ours(image.weightDecay(0.01), "AdamW's usual value"),
    ours(trainableLayers('2', efficientNetBlocks), onEmoji),
    ours(image.flipProbability(0), 'what frozen layers give is then computed once'),
    ours(image.flipDirection, 'as in the published templates'),
    ours(image.mutuallyExclusive(true), 'most small datasets have one concept per image'),
    image.fixedSeed,
  ],
};

export const efficientNetEmbedder: Template = {
  id: 'Deeptune_EfficientNet_Embedder',
  description:
    "deeptune's own, not Clarifai's: embeddings on EfficientNet-Lite0 trained on ImageNet, quick on a CPU.",
  baseModel: base.efficientNetLite0,
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(size(96), onEmoji),
    ours(image.batchSize(32, 256), onEmoji),
    ours(image.numEpochs(8), onEmoji),
    ours(earlyStoppingPatience(4), halfOfEpochs),
    ours(image.perItemRate(3.125e-5), 'AdamW at 1e-3 for a batch of 32'),
    ours(number('embeddings_size', 128, [1, 4096, 1], 'Numbers in an embedding.'), onEmoji),
    ours(range('angular_margin', 0.2, [0, 0.9], 'Margin between concepts, in radians.'), onEmoji),
    ours(range('angular_scale', 16, [1, 128], 'Scale of the angular loss.'), onEmoji),
    ours(trainableLayers('head', efficientNetBlocks), onEmoji),
    ours(image.itemsPerEpoch, 'as in the published templates'),
    image.fixedSeed,
  ],
};

export const efficientNetPatchCore: Template = {
  id: 'Deeptune_EfficientNet_PatchCore',
  description:
    "deeptune's own, not Clarifai's: PatchCore on EfficientNet-Lite0 trained on ImageNet, which learns nothing and remembers normal patches.",
  baseModel: base.efficientNetLite0,
  hyperparameters: [
    ours({ ...size(96), type: 'NUMBER', description: 'Side of the square in pixels.' }, onDigits),
    ours(
      {
        name: 'layers',
        type: 'ARRAY_OF_STRINGS',
        defaultValue: ['layer1', 'layer2'],
        description: 'Feature maps that give the patches: layer1 (the finest) to layer4.',
      },
      onDigits,
    ),
    ours(
      range('coreset_sampling_ratio', 0.01, [0.0001, 1], 'Share of the patches that is kept.'),
      onDigits,
    ),
    ours(
      number('num_neighbors', 9, [1, 100, 1], "Patches that weigh an image's score."),
      "PatchCore's usual value",
    ),
    image.fixedSeed,
  ],
};

export const miniLmClassifier: Template = {
  id: 'Deeptune_MiniLM',
  description:
    "deeptune's own, not Clarifai's: MiniLM (all-MiniLM-L6-v2), trained on a billion sentence pairs, whose last block learns; a few hundred texts and a CPU are enough.",
  recommended: true,
  baseModel: base.packagedMiniLm,
  epochsPath: 'num_epochs',
  hyperparameters: [
    ours(image.numEpochs(6), onMails),
    ours(earlyStoppingPatience(3), halfOfEpochs),
    ours(image.batchSize(16, 256), onMails),
    ours(image.perItemRate(3.125e-5), 'AdamW at 5e-4 for a batch of 16'),
    ours(image.weightDecay(0.01), "AdamW's usual value"),
    ours(range('max_length', 128, [8, 512, 1], 'Tokens of a text that are read.'), onMails),
    ours(trainableLayers('1', miniLmBlocks), onMails),
    ours(image.mutuallyExclusive(true), 'most small datasets have one concept per text'),
    image.fixedSeed,
  ],
};
