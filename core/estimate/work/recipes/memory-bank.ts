import { isObject } from '../../../catalog/hyperparameters/hyperparameter-value.ts';
import type { JsonObject } from '../../../json.ts';
import { forwardPasses, learningPasses } from '../network.ts';
import { repeated, together } from '../phase-work.ts';
import { cutPixels } from '../sample-size.ts';
import { groupIn, numberIn, settingsOf } from '../settings.ts';
import { batchesOf, stepsPerEpoch } from '../steps.ts';
import type { TrainingFacts } from '../training-facts.ts';
import type { PhaseWork } from '../workload.ts';
import { savedBytes, startingBytes } from './artifact-bytes.ts';
import { maxAnswers, pairedRows } from './held-out-answers.ts';
import type { RecipePlan, TrainingPhases } from './recipe-plan.ts';
import { readingOf } from './recipe-plan.ts';

/** Rows that pass the backbone together. */
const batch = 32;
/** Normal images whose mean is the trivial answer. */
const maxMeanRows = 300;
/** Patches that may be remembered, at most. */
const maxPatches = 2_000_000;
/** A random projection of patches: what they are compared in. */
const projected = 128;
/** Ways in which the pretext task shows each image. */
export const kindsOfImage = 3;
/** Operators of one pick, and of judging one image: distances, neighbours, its heatmap. */
const [callsPerPick, callsPerImage] = [10, 40];
const numberBytes = 4;

/** What PatchCore remembers, and how. */
export interface BankPlan {
  readonly pretextEpochs: number;
  /** Patches of one image, and channels of each. */
  readonly patches: number;
  readonly channels: number;
  /** Patches among which it picks, those that it picks, and those that a parent remembers. */
  readonly points: number;
  readonly picks: number;
}

/** Stages of the backbones: channels of each, the finest first, whose stride is 4. */
const stages: Readonly<Record<string, readonly number[]>> = {
  'resnet-small': [24, 48, 96],
  'packaged/efficientnet-lite0': [24, 40, 112, 320],
  'microsoft/resnet-50': [256, 512, 1024, 2048],
};
const firstStride = 4;

/** PatchCore's settings, flat or as anomalib nests them, with the trainer's defaults. */
export function bankSettings(facts: TrainingFacts, isSmall: boolean): JsonObject {
  const settings = settingsOf(facts);
  const nested = nestedSettings(groupIn(settings, 'anomalib_config_json'));
  const defaults = isSmall
    ? { image_size: 64, coreset_sampling_ratio: 0.01, pretext_epochs: 8, batch_size: 16 }
    : { image_size: 256, coreset_sampling_ratio: 0.1, pretext_epochs: 0, batch_size: 16 };
  return { ...defaults, ...nested, ...settings };
}

function nestedSettings(config: JsonObject): JsonObject {
  const inner = ['model', 'dataset', 'data'].map((name) => groupIn(config, name));
  const all = [...inner, ...inner.map((part) => groupIn(part, 'init_args'))];
  const { train_batch_size: size, ...others } = Object.assign({}, config, ...all) as JsonObject;
  const known = Object.entries(others).filter(([, value]) => !isObject(value));
  return { ...Object.fromEntries(known), ...(size === undefined ? {} : { batch_size: size }) };
}

export function bankPlanOf(
  facts: TrainingFacts,
  name: string,
  isSmall: boolean,
  learn: number,
): BankPlan {
  const settings = bankSettings(facts, isSmall);
  const channels = stages[name] ?? stages['microsoft/resnet-50'] ?? [];
  const named = settings['layers'];
  const layers =
    Array.isArray(named) && named.length > 0
      ? named
      : isSmall
        ? ['layer1', 'layer2']
        : ['layer2', 'layer3'];
  const places = layers.map((layer) => Number(String(layer).replace('layer', '')) - 1);
  const stride = firstStride * 2 ** Math.min(...places);
  const patches = Math.max(1, Math.floor(cutPixels(settings, 256) / stride ** 2));
  const fresh = facts.isIncremental ? learn - facts.data.replayed : learn;
  const count = Math.min(maxPatches, fresh * patches);
  return {
    pretextEpochs: facts.isIncremental ? 0 : numberIn(settings, 'pretext_epochs', 0),
    patches,
    channels: places.reduce((sum, place) => sum + (channels[place] ?? 0), 0),
    points: Math.min(maxPatches, learn * patches),
    picks: Math.max(1, Math.round(numberIn(settings, 'coreset_sampling_ratio', 0.1) * count)),
  };
}

/**
 * PatchCore: a pretext task in epochs where the backbone is random, then every normal image is
 * passed twice, and the patches to remember are picked one by one: each pick compares all patches,
 * so that the work grows with the square of the images. Four times one image is passed alone, to
 * count its patches.
 */
export function memoryBankPhases(plan: RecipePlan, bank: BankPlan): TrainingPhases {
  const { facts, network, split, items, batchSize, epochs } = plan;
  const pretext = together(
    learningPasses(network, {
      passes: stepsPerEpoch(items, batchSize),
      samples: items * kindsOfImage,
      size: plan.size(batchSize),
    }),
    readingOf(plan, items),
  );
  const looks = passing(plan, split.learn);
  const paired = pairedRows(plan, facts.data.heldOut);
  const mean = Math.min(split.learn, maxMeanRows);
  return {
    setup: together(
      readingOf(plan, facts.data.rows),
      { storedBytes: startingBytes(plan) + facts.data.objectBytes },
      passing(plan, facts.isIncremental ? 0 : mean),
      passing(plan, 1),
      judging(plan, split.heldOut, bank, facts.isIncremental ? bank.picks : 1),
    ),
    steps: together(
      repeated(pretext, epochs),
      repeated(looks, 2),
      repeated(passing(plan, 1), 3),
      picking(bank),
    ),
    validation: together(),
    evaluation: together(
      judging(plan, split.heldOut, bank, bank.picks),
      readingOf(plan, mean + split.heldOut),
      judging(plan, Math.min(facts.data.heldOut, maxAnswers), bank, bank.picks),
      judging(plan, paired.ofModel, bank, bank.picks),
      judging(plan, paired.ofParent, bank, bank.picks),
    ),
    saving: together({
      storedBytes: savedBytes(plan) + bank.picks * bank.channels * numberBytes * 4,
    }),
  };
}

/** Images through the backbone. */
function passing(plan: RecipePlan, rows: number): PhaseWork {
  const passes = { passes: batchesOf(rows, batch), samples: rows, size: plan.size(batch) };
  return together(forwardPasses(plan.network, passes), readingOf(plan, rows));
}

/** Each pick: distances of all patches to the one that was picked. */
function picking({ points, picks, channels }: BankPlan): PhaseWork {
  const width = Math.min(projected, channels);
  return together({
    layerCalls: picks * callsPerPick,
    operations: picks * points * (2 * width + 8),
    bytes: picks * points * numberBytes * (width + 10),
  });
}

/** Images through the backbone, each compared with a memory of so many patches. */
function judging(plan: RecipePlan, rows: number, bank: BankPlan, remembered: number): PhaseWork {
  const distances = bank.patches * remembered;
  return together(passing(plan, rows), {
    layerCalls: rows * callsPerImage,
    operations: rows * distances * 2 * bank.channels,
    bytes: rows * distances * numberBytes,
  });
}
