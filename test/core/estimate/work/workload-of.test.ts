import fc from 'fast-check';
import { defaultHyperparameters } from '../../../../core/catalog/hyperparameters/hyperparameters.ts';
import { modelTypes } from '../../../../core/catalog/catalog.ts';
import { startingWeightsOf } from '../../../../core/catalog/base-models/starting-weights.ts';
import { answerWorkloadOf } from '../../../../core/estimate/work/answer-workload.ts';
import type { WorkData } from '../../../../core/estimate/work/work-data.ts';
import type { PhaseWork, Workload } from '../../../../core/estimate/work/workload.ts';
import { workloadOf } from '../../../../core/estimate/work/workload-of.ts';
import type { TrainingFacts } from '../../../../core/estimate/work/training-facts.ts';
import type { ForecastPhase } from '../../../../core/estimate/phase.ts';
import type { JsonObject } from '../../../../core/json.ts';

const data: WorkData = {
  rows: 600,
  train: 478,
  heldOut: 122,
  anomalous: 0,
  replayed: 0,
  unseen: 0,
  concepts: 10,
  sizes: {},
  objectBytes: 0,
  assumptions: [],
};
const lengths = { mean: 100, median: 90, p95: 200, max: 400 };
const texts = { characters: lengths };
const pairs = {
  characters: { mean: 26.8, median: 26, p95: 45, max: 62 },
  completionCharacters: { mean: 14.7, median: 15, p95: 17, max: 18 },
};

const trainable = modelTypes
  .filter(({ recipe }) => recipe !== undefined)
  .flatMap((modelType) =>
    [...modelType.templates, ...(modelType.ownTemplate ? [modelType.ownTemplate] : [])].map(
      (template) => ({ modelTypeId: modelType.id, template }),
    ),
  );

function factsFor(
  templateId: string,
  chosen: JsonObject = {},
  more: Partial<TrainingFacts> = {},
): TrainingFacts {
  const [modelTypeId, id] = templateId.includes('/') ? templateId.split('/') : [, templateId];
  const found = trainable.find(
    (each) =>
      each.template.id === id && (modelTypeId === undefined || each.modelTypeId === modelTypeId),
  );
  if (!found) throw new Error(`No template ${templateId}`);
  const hyperparameters = { ...defaultHyperparameters(found.template), ...chosen };
  return {
    ...found,
    hyperparameters,
    startsFrom: startingWeightsOf(found.template, hyperparameters, { usesStandIns: true }),
    accelerator: 'cpu',
    data,
    isIncremental: false,
    ...more,
  };
}

const rows = (train: number, heldOut: number, more: Partial<WorkData> = {}): WorkData => ({
  ...data,
  ...{ rows: train + heldOut, train, heldOut },
  ...more,
});

type Counted = Readonly<Partial<Record<ForecastPhase, readonly [number, number]>>>;

function countsOf({ phases }: Workload, names: readonly string[]): Counted {
  const entries = names.map((name) => {
    const work = phases[name as ForecastPhase];
    return [name, [Math.round(work?.passes ?? 0), Math.round(work?.samples ?? 0)]];
  });
  return Object.fromEntries(entries) as Counted;
}

/**
 * What the trainer did: `passes` and `samples` of times.json, of real trainings on the demo's data,
 * one for each recipe and each of its ways.
 */
const trainings: readonly [string, TrainingFacts, Counted][] = [
  [
    'a classifier of images that ended early',
    factsFor('Deeptune_ResNet_Small', { num_epochs: 14 }, { epochs: 13 }),
    { setup: [6, 170], steps: [182, 5590], validation: [26, 624], evaluation: [22, 674] },
  ],
  [
    'one that went on from a parent, which is measured too',
    factsFor(
      'Deeptune_ResNet_Small',
      {},
      { epochs: 8, isIncremental: true, data: rows(432, 178, { replayed: 160 }) },
    ),
    { setup: [27, 788], steps: [104, 3112], validation: [16, 344], evaluation: [67, 1991] },
  ],
  [
    'one whose frozen layers are passed once',
    factsFor('Deeptune_EfficientNet_Lite0', {}, { epochs: 8, data: rows(358, 92) }),
    { setup: [21, 578], steps: [88, 2576], validation: [16, 288], evaluation: [17, 506] },
  ],
  [
    'one all of whose layers learn',
    factsFor(
      'Deeptune_EfficientNet_Lite0',
      { trainable_layers: 'all', num_epochs: 2 },
      { epochs: 2, data: rows(154, 46) },
    ),
    { setup: [3, 61], steps: [10, 278], validation: [2, 30], evaluation: [9, 231] },
  ],
  [
    'a detector',
    factsFor('Deeptune_Detr_Small', { batch_size: 16 }, { epochs: 9, data: rows(111, 39) }),
    { setup: [4, 50], steps: [63, 900], validation: [9, 99], evaluation: [8, 78] },
  ],
  [
    'a detector with too few rows to compare epochs by',
    factsFor('MMDetection_FasterRCNN', { num_epochs: 5 }, { epochs: 5, data: rows(96, 34) }),
    { setup: [3, 34], steps: [60, 480], validation: [0, 0], evaluation: [8, 68] },
  ],
  [
    'a segmenter',
    factsFor('Deeptune_SegFormer_Small', {}, { epochs: 10, data: rows(134, 46) }),
    { setup: [4, 59], steps: [150, 1210], validation: [10, 130], evaluation: [9, 92] },
  ],
  [
    'a segmenter whose parent is asked beside it',
    factsFor(
      'Deeptune_SegFormer_Small',
      {},
      { epochs: 10, isIncremental: true, data: rows(161, 60, { replayed: 53 }) },
    ),
    { setup: [9, 136], steps: [360, 2900], validation: [10, 160], evaluation: [20, 180] },
  ],
  [
    'a memory of patches, with its pretext task',
    factsFor(
      'Deeptune_PatchCore_Small',
      { pretext_epochs: 10 },
      { epochs: 10, data: rows(237, 63, { anomalous: 53 }) },
    ),
    { setup: [11, 301], steps: [135, 5891], validation: [0, 0], evaluation: [6, 179] },
  ],
  [
    'a memory of patches on pretrained weights',
    factsFor('Deeptune_EfficientNet_PatchCore', {}, { data: rows(323, 77, { anomalous: 77 }) }),
    { setup: [14, 401], steps: [19, 495], validation: [0, 0], evaluation: [8, 231] },
  ],
  [
    'an embedder',
    factsFor(
      'Deeptune_Embedder_Small',
      { batch_size: 16 },
      { epochs: 16, data: rows(483, 117, { unseen: 106 }) },
    ),
    { setup: [6, 155], steps: [352, 5424], validation: [32, 608], evaluation: [19, 573] },
  ],
  [
    'a classifier of texts',
    factsFor('Deeptune_Bert_Small', {}, { epochs: 9, data: rows(321, 79, { sizes: texts }) }),
    { setup: [4, 111], steps: [162, 2601], validation: [9, 288], evaluation: [16, 447] },
  ],
  [
    'a generator, which writes held-out completions before it learns and after',
    factsFor(
      'Deeptune_Gpt_Small',
      { batch_size: 8 },
      { epochs: 5, data: rows(720, 180, { sizes: pairs }) },
    ),
    { steps: [405, 3240], validation: [15, 360] },
  ],
];

describe('the work of a training', () => {
  test.each(trainings)('%s: as many passes and samples as the trainer made', (_, facts, real) => {
    const { workload } = workloadOf(facts);

    expect(countsOf(workload, Object.keys(real))).toEqual(real);
  });

  test('all templates have one, and no number of it is negative or none', () => {
    for (const { modelTypeId, template } of trainable) {
      for (const accelerator of ['cpu', 'gpu'] as const) {
        const facts = factsFor(`${modelTypeId}/${template.id}`, {}, { accelerator });
        const { workload, epochs } = workloadOf(facts);
        const numbers = Object.values(workload.phases).flatMap((work) => Object.values(work));
        expect(numbers.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
        expect(workload.phases.steps?.operations).toBeGreaterThan(0);
        expect(epochs).toBeGreaterThanOrEqual(0);
      }
    }
  });
});

const operationsOf = ({ phases }: Workload, field: keyof PhaseWork) =>
  Object.values(phases).reduce((sum, work) => sum + work[field], 0);

describe('more of anything is never less work', () => {
  const template = fc
    .constantFrom(...trainable)
    .map((each) => `${each.modelTypeId}/${each.template.id}`);
  const fields = ['passes', 'samples', 'operations', 'layerCalls', 'reads', 'decoded'] as const;
  const notLess = (less: TrainingFacts, more: TrainingFacts) => {
    const [a, b] = [workloadOf(less).workload, workloadOf(more).workload];
    for (const field of fields)
      expect(operationsOf(b, field)).toBeGreaterThanOrEqual(operationsOf(a, field) * (1 - 1e-9));
  };
  const count = fc.integer({ min: 2, max: 20_000 });

  test('inputs', () => {
    fc.assert(
      fc.property(template, count, count, fc.nat(20_000), (id, train, heldOut, more) => {
        // From 100 rows on a tenth of them compares epochs and is not learnt from: less work.
        fc.pre(train >= 100 === train + more >= 100);
        const epochs = 5;
        const small = factsFor(id, {}, { epochs, data: rows(train, heldOut) });
        notLess(small, { ...small, data: rows(train + more, heldOut + Math.floor(more / 4)) });
      }),
      { numRuns: 200 },
    );
  });

  test('epochs', () => {
    fc.assert(
      fc.property(template, fc.integer({ min: 1, max: 50 }), fc.nat(50), (id, epochs, more) => {
        const facts = factsFor(id, {}, { epochs });
        notLess(facts, { ...facts, epochs: epochs + more });
      }),
      { numRuns: 200 },
    );
  });

  test('pixels', () => {
    const side = fc.integer({ min: 1, max: 20 }).map((steps) => steps * 32);
    const small = fc.constantFrom(
      'Deeptune_ResNet_Small',
      'Deeptune_Detr_Small',
      'Deeptune_SegFormer_Small',
      'Deeptune_PatchCore_Small',
      'Deeptune_Embedder_Small',
    );
    fc.assert(
      fc.property(small, side, side, (id, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        notLess(factsFor(id, { image_size: less }), factsFor(id, { image_size: more }));
      }),
      { numRuns: 200 },
    );
  });

  test('layers that learn', () => {
    const counts = ['head', ...Array.from({ length: 16 }, (_, index) => String(index + 1))];
    const steps = counts.map((trainable_layers) => {
      const facts = factsFor('Deeptune_EfficientNet_Lite0', { trainable_layers });
      return workloadOf(facts).workload.phases.steps?.operations ?? NaN;
    });

    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  });
});

describe('what settings change', () => {
  const stepsOf = (facts: TrainingFacts) => {
    const { steps } = workloadOf(facts).workload.phases;
    if (!steps) throw new Error('no steps');
    return steps;
  };

  test('augmented images pass the frozen layers at each step', () => {
    const kept = factsFor('Deeptune_EfficientNet_Lite0', { flip_probability: 0 }, { epochs: 8 });
    const flipped = factsFor(
      'Deeptune_EfficientNet_Lite0',
      { flip_probability: 0.5 },
      { epochs: 8 },
    );

    expect(stepsOf(kept).reads).toBe(0);
    expect(stepsOf(flipped).reads).toBe(stepsOf(flipped).samples);
    expect(stepsOf(flipped).operations).toBeGreaterThan(1.5 * stepsOf(kept).operations);
  });

  test('adapters spare the gradients of the weights: two thirds of a full step', () => {
    const data = rows(400, 100, { sizes: texts });
    const lora = factsFor('text-classifier/HF_GPTNeo_125m_lora', {}, { epochs: 1, data });
    const full = { ...lora, hyperparameters: { ...lora.hyperparameters, peft_config: {} } };

    expect(stepsOf(lora).operations / stepsOf(full).operations).toBeCloseTo(2 / 3, 2);
  });

  test.each([
    ['text-to-text/HF_Llama_2_7b_chat_GPTQ_lora', 'gpu', 'nf4'],
    ['text-to-text/HF_Llama_2_7b_chat_GPTQ_lora', 'cpu', 'fp32'],
    ['text-to-text/HF_Mistral_7b_lora', 'gpu', 'bf16'],
    ['MMClassification_ResNet_50', 'gpu', 'bf16'],
    ['MMDetection_FasterRCNN', 'gpu', 'fp32'],
  ] as const)('%s on a %s computes in %s', (id, accelerator, precision) => {
    const facts = factsFor(id, {}, { accelerator });
    const { template, hyperparameters } = facts;
    const startsFrom = startingWeightsOf(template, hyperparameters, { usesStandIns: false });

    expect(workloadOf({ ...facts, startsFrom }).workload.precision).toBe(precision);
  });

  test('a template without a hyperparameter for epochs has those of its recipe', () => {
    expect(workloadOf(factsFor('detection_msc10')).epochs).toBe(12);
  });

  test('the memory of patches grows faster than its images', () => {
    const operations = (train: number) =>
      stepsOf(factsFor('Deeptune_EfficientNet_PatchCore', {}, { data: rows(train, 10) })).bytes;

    expect(operations(4000) / operations(1000)).toBeGreaterThan(6);
  });

  test('what is not known of the data is said', () => {
    expect(workloadOf(factsFor('Deeptune_Detr_Small')).assumptions).toEqual([
      'The pixels of the pictures are not known: a million on average',
      'The shapes of the pictures are not known: 4:3',
    ]);
    expect(workloadOf(factsFor('Deeptune_Bert_Small')).assumptions).toEqual([
      'The lengths of the texts are not known: 250 characters on average',
    ]);
  });
});

describe('the work of an evaluation and of a batch prediction', () => {
  test('each row is answered once, without learning', () => {
    const facts = factsFor('Deeptune_ResNet_Small');

    const { workload } = answerWorkloadOf({ ...facts, kind: 'predict' });

    expect(workload).toMatchObject({ kind: 'predict', batchSize: 32 });
    expect(workload.phases.steps).toMatchObject({ passes: 19, samples: 600, reads: 600 });
    expect(workload.phases.evaluation).toBeUndefined();
  });

  test('a generator writes each answer token by token', () => {
    const facts = factsFor('Deeptune_Gpt_Small', {}, { data: rows(80, 16, { sizes: pairs }) });

    const { steps } = answerWorkloadOf({ ...facts, kind: 'evaluate' }).workload.phases;

    expect(steps?.passes).toBeGreaterThan(6);
    expect(steps?.samples).toBeGreaterThan(2 * 96);
  });
});
