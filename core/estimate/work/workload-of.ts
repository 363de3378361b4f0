import { comparesEpochs, patienceOf } from '../../catalog/hyperparameters/best-epoch-fields.ts';
import { epochsOf } from '../../catalog/hyperparameters/hyperparameters.ts';
import { expectedEpochs } from '../expected-epochs.ts';
import type { EpochsSpread } from '../expected-epochs.ts';
import { networkOf } from './network.ts';
import type { Network } from './network.ts';
import type { PhaseWork, WorkFamily, Workload } from './workload.ts';
import { bankPlanOf, bankSettings, kindsOfImage, memoryBankPhases } from './recipes/memory-bank.ts';
import { pointPhases } from './recipes/point.ts';
import { learningPhases } from './recipes/learning.ts';
import { writingPhases } from './recipes/writing.ts';
import type { RecipePlan, TrainingPhases } from './recipes/recipe-plan.ts';
import { cutPixels, paddedPixels } from './sample-size.ts';
import { groupIn, numberIn, settingsOf } from './settings.ts';
import { splitCounts } from './split-counts.ts';
import type { TrainingFacts, WorkFacts } from './training-facts.ts';
import { tokensOf } from './tokens.ts';
import { assumptionsOf } from './assumptions.ts';
import { inputPixels } from './input-sizes.ts';

/** What a job will do, and what was assumed to say so. */
export interface PlannedWork {
  readonly workload: Workload;
  /** Epochs that are counted in it. */
  readonly epochs: number;
  /** How far the epochs that run may be from them; absent: none can be left out. */
  readonly epochsSpread?: EpochsSpread;
  /** For a person. */
  readonly assumptions: readonly string[];
}

/** Inputs of a step where nothing is said of it: the trainer's own defaults. */
const usualBatchSize: Readonly<Record<string, number>> = {
  'visual-classifier': 64,
  'embedding-classifier': 64,
  'visual-embedder': 64,
};

/**
 * What a training does, phase by phase, as its recipe in the trainer does it.
 * @returns its work with the epochs that should run, or with `facts.epochs`
 */
export function workloadOf(facts: TrainingFacts): PlannedWork {
  const network = networkOf(facts);
  const isBank = facts.modelTypeId === 'visual-anomaly-heatmap';
  const split = splitOf(facts);
  const planned = isBank
    ? bankPlanOf(facts, network.name, network.isSmall, split.learn).pretextEpochs
    : epochsOf(facts.template, facts.hyperparameters);
  const patience = split.validation > 0 ? patienceOf(facts.hyperparameters) : 0;
  const expected = expectedEpochs({ planned, patience }, facts.epochsRun);
  const epochs = facts.epochs ?? (isBank ? planned : expected.epochs);
  const plan = planOf(facts, network, { split, planned, epochs });
  const phases = phasesOf(plan);
  const spread = facts.epochs === undefined && !isBank ? expected.spread : undefined;
  return {
    workload: describe(plan, phases),
    epochs,
    ...(spread ? { epochsSpread: spread } : {}),
    assumptions: assumptionsOf(facts, network),
  };
}

function phasesOf(plan: RecipePlan): TrainingPhases {
  const { facts, network, split } = plan;
  if (facts.modelTypeId === 'visual-anomaly-heatmap') {
    const { name, isSmall } = network;
    return memoryBankPhases(plan, bankPlanOf(facts, name, isSmall, split.learn));
  }
  if (facts.isDial) return pointPhases(plan);
  return facts.modelTypeId === 'text-to-text'
    ? writingPhases(plan, tokensOf(facts, network.name))
    : learningPhases(plan);
}

function planOf(
  facts: TrainingFacts,
  network: Network,
  known: Pick<RecipePlan, 'split' | 'planned' | 'epochs'>,
): RecipePlan {
  const values = settingsOf(facts);
  const asked = Math.max(
    numberIn(values, 'num_items_per_epoch', 0),
    numberIn(values, 'min_samples_per_epoch', 0),
  );
  const { learn } = known.split;
  const isRepeated = facts.modelTypeId === 'visual-detector';
  const items = asked === 0 ? learn : isRepeated ? Math.max(learn, asked) : asked;
  return {
    ...{ facts, network, items, batchSize: batchSizeOf(facts, network), ...known },
    ...sizesOf(facts, network),
  };
}

/** Inputs of one step of the optimizer. */
function batchSizeOf(facts: TrainingFacts, { isSmall }: Network): number {
  const values = settingsOf(facts);
  if (facts.modelTypeId === 'visual-anomaly-heatmap')
    return numberIn(bankSettings(facts, isSmall), 'batch_size', 16);
  const usual = usualBatchSize[facts.modelTypeId] ?? 8;
  const trainer = groupIn(values, 'trainer_config');
  const size = numberIn(
    values,
    'batch_size',
    numberIn(trainer, 'per_device_train_batch_size', usual),
  );
  return size >= 1 ? size : usual;
}

/** Pixels or tokens of a sample, and what reading an input takes. */
export function sizesOf(
  facts: WorkFacts,
  network: Pick<Network, 'name' | 'isSmall' | 'facts'>,
): Pick<RecipePlan, 'size' | 'rawSize'> {
  if (network.facts.unit === 'token') {
    const { characters } = facts.data.sizes;
    const tokens = tokensOf(facts, network.name);
    return { size: tokens.padded, rawSize: characters?.mean ?? 4 * tokens.mean };
  }
  const pixels = sampleOf(facts, network.isSmall);
  return { size: () => pixels, rawSize: inputPixels(facts.data) };
}

function sampleOf(facts: WorkFacts, isSmall: boolean): number {
  const values = settingsOf(facts);
  switch (facts.modelTypeId) {
    case 'visual-detector':
    case 'visual-segmenter':
      return paddedPixels(values, facts);
    case 'visual-anomaly-heatmap':
      return cutPixels(bankSettings({ ...facts, isIncremental: false }, isSmall), 256);
    default:
      return cutPixels(values, 224);
  }
}

/** Rows to learn from, to compare epochs by and held out. */
function splitOf(facts: TrainingFacts) {
  const { train, heldOut, anomalous } = facts.data;
  if (facts.modelTypeId === 'visual-anomaly-heatmap') {
    // It learns from normal images alone and measures with all others.
    const normal = Math.max(1, train - anomalous);
    return splitCounts({ train: normal, heldOut: heldOut + (train - normal) }, false);
  }
  const compares = comparesEpochs(facts.template, facts.hyperparameters);
  if (facts.modelTypeId !== 'visual-embedder') return splitCounts({ train, heldOut }, compares);
  return splitCounts({ train: Math.max(1, train - facts.data.unseen), heldOut }, compares);
}

function describe(plan: RecipePlan, phases: TrainingPhases): Workload {
  const { facts, network, batchSize } = plan;
  const isBank = facts.modelTypeId === 'visual-anomaly-heatmap';
  const inBatch = isBank ? batchSize * kindsOfImage : batchSize;
  const entered = Object.entries(phases).filter(([, work]) => isEntered(work));
  return {
    kind: 'train',
    ...labelsOf(facts, network, plan.size(batchSize)),
    batchSize: inBatch,
    isIncremental: facts.isIncremental,
    phases: Object.fromEntries(entered) as Workload['phases'],
  };
}

const isEntered = (work: PhaseWork) => Object.values(work).some((value: number) => value > 0);

/** What every workload says of its network. */
export function labelsOf(facts: WorkFacts, network: Network, sampleSize: number) {
  return {
    modelTypeId: facts.modelTypeId,
    templateId: facts.template.id,
    architecture: network.name,
    family: familyOf(facts.modelTypeId),
    precision: network.precision,
    sampleSize,
    layers: network.facts.layers,
    forwardOperations: network.forward(sampleSize),
  };
}

const families: Readonly<Record<string, WorkFamily>> = {
  'visual-detector': 'detection',
  'visual-segmenter': 'segmentation',
  'visual-anomaly-heatmap': 'memory-bank',
  'text-classifier': 'encoder',
  'text-to-text': 'generator',
};

function familyOf(modelTypeId: string): WorkFamily {
  return families[modelTypeId] ?? 'convolution';
}
