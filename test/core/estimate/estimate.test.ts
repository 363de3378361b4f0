import fc from 'fast-check';
import { findModelType, findTemplate } from '../../../core/catalog/catalog.ts';
import { resolveHyperparameters } from '../../../core/catalog/hyperparameters/hyperparameters.ts';
import type { JsonObject } from '../../../core/json.ts';
import { coefficientsOf } from '../../../core/estimate/priors/coefficients.ts';
import type { EstimateInput } from '../../../core/estimate/estimate.ts';
import { estimateTraining } from '../../../core/estimate/estimate.ts';
import { maxRuntimeSecondsOf } from '../../../core/estimate/stopping-condition.ts';
import { throughputs } from '../../../core/estimate/priors/gpu-priors.ts';

const input = (
  modelTypeId: string,
  templateId: string,
  params: JsonObject = {},
  others: Partial<EstimateInput> = {},
): EstimateInput => {
  const modelType = findModelType(modelTypeId);
  const template = findTemplate(modelType, templateId);
  return {
    modelTypeId,
    template,
    hyperparameters: resolveHyperparameters(modelType, template, params).hyperparameters,
    inputCount: 100,
    microsPerHour: 4_000_000,
    accelerator: 'gpu',
    ...others,
  };
};
const fasterRcnn = (params: JsonObject = {}, others: Partial<EstimateInput> = {}) =>
  estimateTraining(input('visual-detector', 'MMDetection_FasterRCNN', params, others));
const small = (params: JsonObject = {}, others: Partial<EstimateInput> = {}) =>
  estimateTraining(
    input('visual-classifier', 'Deeptune_ResNet_Small', params, { accelerator: 'cpu', ...others }),
  );

describe('the published sample', () => {
  it('MMDetection_FasterRCNN with 100 inputs and defaults takes 308 s', () => {
    const estimate = fasterRcnn();

    expect(estimate).toMatchObject({
      seconds: 308,
      p50Seconds: 308,
      displaySeconds: 0,
      amountMicros: 342_222,
      maxRuntimeSeconds: 924,
      maxAmountMicros: 1_026_667,
      microsPerHour: 4_000_000,
      inputEpochs: 1200,
      exceedsMaxRuntime: false,
      source: 'prior',
    });
    expect(estimate.p90Seconds).toBeGreaterThan(308);
    expect(estimate.p90Seconds).toBeLessThan(estimate.maxRuntimeSeconds);
  });

  it('says how it was reckoned, with the numbers', () => {
    expect(fasterRcnn().explanation).toEqual([
      'A 0.01983 s x 100 inputs x 12 epochs + B 284.2 s = 308 s',
      expect.stringMatching(/^A and B: prior\. A10G prior \(50\.4 images\/s at 320 pixels: Faster/),
      '308 s at $4.00 per hour = $0.34',
      'Stopped after 15 min 24 s (3 x the estimate, at least 15 min, at most 5 d): never more than $1.03',
    ]);
  });
});

/** Waits for a better epoch as long as it takes. */
const patient = { early_stopping_patience: 0 };

describe('what an estimate depends on', () => {
  it.each<[string, JsonObject, Partial<EstimateInput>, number]>([
    ['the defaults', {}, {}, 9],
    ['no inputs', {}, { inputCount: 0 }, 8],
    ['the number of inputs', {}, { inputCount: 10_000 }, 73],
    ['the chosen epochs', { num_epochs: 100, ...patient }, { inputCount: 1000 }, 73],
    ['epochs that end early', { num_epochs: 100 }, { inputCount: 1000 }, 44],
    ['too few inputs to end early', { num_epochs: 100 }, { inputCount: 124 }, 16],
    ['the chosen size, by pixels', { image_size: 64 }, { inputCount: 10_000 }, 268],
    [
      'new and replayed inputs of an incremental training',
      {},
      { inputCount: 5, incremental: { newCount: 6000, replayCount: 4000 } },
      73,
    ],
  ])('%s', (_what, params, others, seconds) => {
    expect(small(params, others).seconds).toBe(seconds);
  });

  it('the length of a text', () => {
    const seconds = (length: number) =>
      estimateTraining(
        input(
          'text-classifier',
          'Deeptune_Bert_Small',
          { max_length: length },
          { accelerator: 'cpu', inputCount: 10_000 },
        ),
      ).seconds;

    expect(seconds(128)).toBe(308);
    expect(seconds(256)).toBe(608);
  });

  it('the epochs inside a configuration', () => {
    const seconds = (epochs: number) =>
      estimateTraining(
        input('text-classifier', 'HF_GPTNeo_2p7b_lora', {
          trainer_config: { num_train_epochs: epochs },
        }),
      ).seconds;

    // 1,000 more input-epochs of 256 tokens: 134.7 s, less or more by the rounding of two
    // estimates.
    expect(Math.abs(seconds(11) - seconds(1) - (1000 * 256) / 1900)).toBeLessThanOrEqual(1);
  });

  it('the size explains itself, and so does incremental training', () => {
    const { explanation } = small(
      { image_size: 64 },
      { incremental: { newCount: 20, replayCount: 10 } },
    );

    expect(explanation).toContain(
      'A is for 4096 pixels per input; at the default 1024 it is 0.00065 s',
    );
    expect(explanation).toContain("Inputs: 20 new + 10 replayed from the parent's");
  });

  it('counts its work in inputs of the default size', () => {
    expect(small({ image_size: 64 }, { inputCount: 1000 }).inputEpochs).toBeCloseTo(40_000, 6);
  });

  it.each([
    [{ inputCount: -1 }, 'The number of inputs'],
    [{ inputCount: 0.5 }, 'The number of inputs'],
    [{ incremental: { newCount: 10, replayCount: -3 } }, 'The number of replayed inputs'],
    [{ microsPerHour: 0.1 }, 'The price per hour in micro-dollars'],
  ])('refuses %j', (others, message) => {
    expect(() => small({}, others)).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        message: expect.stringContaining(message),
      }),
    );
  });
});

describe('what the inputs cost to bring', () => {
  const transfer = (minSecondsPerInput = 0) => ({
    mode: 'File' as const,
    seconds: 40,
    minSecondsPerInput,
    explanation: 'Inputs: 40 s of B bring them',
  });

  it('is part of B, and said', () => {
    const estimate = fasterRcnn({}, { transfer: transfer() });

    expect(estimate.seconds).toBe(348);
    expect(estimate.explanation).toContain('Inputs: 40 s of B bring them');
    expect(estimate.explanation[0]).toContain('+ B 324.2 s = 348 s');
  });

  it('bounds A where each input is fetched when it is read', () => {
    // 0.0198 s are more than 0.01, and less than 0.03.
    expect(fasterRcnn({}, { transfer: transfer(0.01) }).seconds).toBe(348);
    expect(fasterRcnn({}, { transfer: transfer(0.03) }).seconds).toBe(
      Math.round(284.2 + 40 + 0.03 * 1200),
    );
  });
});

describe('on another GPU', () => {
  it.each([
    ['A10G', 1],
    ['L4', 2],
    ['L40S', 600 / 864],
  ] as const)('%s: A is %d times as long, B stays', (gpu, factor) => {
    const [here, there] = [{}, { gpu }].map((change) =>
      coefficientsOf({ ...input('visual-detector', 'MMDetection_FasterRCNN'), ...change }),
    );

    expect(there!.secondsPerInput / here!.secondsPerInput).toBeCloseTo(factor, 9);
    expect(there!.fixedSeconds).toBe(here!.fixedSeconds);
  });

  it('reading an image takes as long as before', () => {
    const on = (gpu: 'A10G' | 'L40S') =>
      coefficientsOf({ ...input('visual-classifier', 'MMClassification_ResNet_50'), gpu });

    expect(on('L40S').secondsPerInput).toBe(on('A10G').secondsPerInput);
  });
});

describe('what cannot be predicted with afterwards', () => {
  it('is a warning, and a fact of its own', () => {
    expect(fasterRcnn()).toMatchObject({ predictable: true });
    expect(fasterRcnn({}, { notPredictable: 'too large' })).toMatchObject({
      predictable: false,
      notPredictable: 'too large',
    });
  });
});

describe('early stopping', () => {
  const asked = { num_epochs: 100, early_stopping_patience: 5 };
  const many = { inputCount: 100_000 };

  it('expects fewer epochs, and holds the money for all of them', () => {
    const early = small(asked, many);
    const whole = small({ num_epochs: 100, ...patient }, many);

    expect([early.epochs, early.expectedEpochs]).toEqual([100, 55]);
    expect([whole.epochs, whole.expectedEpochs]).toEqual([100, 100]);
    expect(early.seconds).toBe(3583);
    expect(whole.seconds).toBe(6508);
    expect(early.amountMicros).toBe(3_981_111);
    const { maxRuntimeSeconds, maxAmountMicros, inputEpochs } = whole;
    expect(early).toMatchObject({ maxRuntimeSeconds, maxAmountMicros, inputEpochs });
    expect(early.p90Seconds).toBeGreaterThanOrEqual(whole.seconds);
  });

  it('says so, with the numbers', () => {
    const { explanation } = small(asked, many);

    expect(explanation).toContain('A 0.00065 s x 100000 inputs x 55 epochs + B 8 s = 3583 s');
    expect(explanation).toContain(
      '55 of at most 100 epochs: early_stopping_patience 5 ends it where 5 epochs bring no better one (prior: the last better one after 0.5 of them)',
    );
    expect(explanation).toContain(
      'All 100 epochs would take 6508 s; epochs that are not run are not paid',
    );
    expect(explanation.at(-1)).toMatch(/3 x all epochs/);
  });

  it('learns how many epochs the account’s own trainings run', () => {
    const run = (epochs: number) => ({ planned: 100, patience: 5, run: epochs });

    const { expectedEpochs, explanation } = small(asked, {
      ...many,
      epochsRun: [run(20), run(22), run(18)],
    });

    expect(expectedEpochs).toBe(26);
    expect(explanation).toContainEqual(expect.stringContaining(', x 0.47 by 3 finished)'));
  });

  it('is refused as too long by all epochs: they may all be needed', () => {
    const hundred = { num_epochs: 200, early_stopping_patience: 1 };

    expect(small(hundred, { inputCount: 5_000_000 }).exceedsMaxRuntime).toBe(true);
  });
});

describe('the stopping condition', () => {
  it.each([
    [0, 900],
    [299, 900],
    [301, 903],
    [143_999, 431_997],
    [144_001, 432_000],
    [1_000_000, 432_000],
  ])('of a training of %d s is %d s', (seconds, expected) => {
    expect(maxRuntimeSecondsOf(seconds)).toBe(expected);
  });

  it.each([
    [600, 100, 600],
    [600, 601, 600],
    [86_400, 40_000, 86_400],
  ])(
    'is at most the %d s that jobs may run here: of %d s it is %d s',
    (most, seconds, expected) => {
      expect(maxRuntimeSecondsOf(seconds, most)).toBe(expected);
    },
  );

  it('a limit of the account is said instead of the service’s', () => {
    const estimate = fasterRcnn({}, { maxRuntimeSeconds: 300 });

    expect(estimate).toMatchObject({ maxRuntimeSeconds: 300, exceedsMaxRuntime: true });
    expect(estimate.explanation.at(-1)).toBe(
      'The estimate exceeds the longest training of 5 min: it would be stopped unfinished',
    );
  });

  it('is shorter than a training that nobody should start, which is said', () => {
    const estimate = fasterRcnn({ num_epochs: 200 }, { inputCount: 1_000_000 });

    expect(estimate.exceedsMaxRuntime).toBe(true);
    expect(estimate.maxRuntimeSeconds).toBe(432_000);
    expect(estimate.explanation.at(-1)).toMatch(/exceeds the longest training of 5 d/);
  });
});

describe('for all counts', () => {
  const count = fc.integer({ min: 0, max: 1_000_000 });

  it('more inputs never take less time or money', () => {
    fc.assert(
      fc.property(count, count, (a, b) => {
        const less = fasterRcnn({}, { inputCount: Math.min(a, b) });
        const more = fasterRcnn({}, { inputCount: Math.max(a, b) });

        expect(less.seconds).toBeLessThanOrEqual(more.seconds);
        expect(less.amountMicros).toBeLessThanOrEqual(more.amountMicros);
      }),
    );
  });

  it('amounts are integers, and the reservation covers what may be spent', () => {
    fc.assert(
      fc.property(count, fc.integer({ min: 0, max: 50_000_000 }), (inputCount, microsPerHour) => {
        const estimate = fasterRcnn({}, { inputCount, microsPerHour });

        expect(Number.isSafeInteger(estimate.amountMicros)).toBe(true);
        expect(Number.isSafeInteger(estimate.maxAmountMicros)).toBe(true);
        if (!estimate.exceedsMaxRuntime) {
          expect(estimate.maxAmountMicros).toBeGreaterThanOrEqual(estimate.amountMicros);
        }
      }),
    );
  });
});

it('a base model without a throughput is our fault, not the caller’s', () => {
  const { template, ...others } = input('visual-detector', 'MMDetection_FasterRCNN');
  const unknown = { ...template, baseModel: { id: 'none/such', small: 'none' } };

  expect(throughputs['none/such']).toBeUndefined();
  expect(() => estimateTraining({ ...others, template: unknown })).toThrow(
    expect.objectContaining({ code: 'internal', fault: 'platform' }),
  );
});
