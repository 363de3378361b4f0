import { amountMicros } from '../../../core/money.ts';
import fc from 'fast-check';
import type { JsonObject } from '../../../core/json.ts';
import { coefficientsOf } from '../../../core/estimate/priors/coefficients.ts';
import type { EstimateInput } from '../../../core/estimate/estimate.ts';
import { estimateTraining } from '../../../core/estimate/estimate.ts';
import { maxRuntimeSecondsOf } from '../../../core/estimate/stopping-condition.ts';
import { throughputs } from '../../../core/estimate/priors/gpu-priors.ts';
import { trainingEstimateInput as input } from './training-estimate-input.ts';

type Others = Partial<Omit<EstimateInput, 'job'>>;

const fasterRcnn = (params: JsonObject = {}, others: Others = {}) =>
  estimateTraining(input('visual-detector', 'MMDetection_FasterRCNN', params, others));
const small = (params: JsonObject = {}, others: Others = {}) =>
  estimateTraining(
    input('visual-classifier', 'Deeptune_ResNet_Small', params, { accelerator: 'cpu', ...others }),
  );

describe('the published sample', () => {
  it('MMDetection_FasterRCNN with 100 inputs and defaults takes 308 s by the formula', () => {
    expect(fasterRcnn().formula).toMatchObject({ seconds: 308, inputCount: 100, epochs: 12 });
    expect(fasterRcnn().inputEpochs).toBe(1200);
  });

  it('its forecast waits for an instance and its image, which neither price nor stop counts', () => {
    const estimate = fasterRcnn();

    const { phases, seconds, forecast } = estimate;
    const outside = phases.filter(({ name }) => name === 'wait' || name === 'pull');
    expect(outside.map(({ p50 }) => Math.round(p50 / 5) * 5)).toEqual([90, 185]);
    expect(seconds - forecast.runSeconds.p50).toBeGreaterThan(270);
    expect(estimate).toMatchObject({
      // Three times what it runs is less than the least that a job is given.
      maxRuntimeSeconds: 900,
      microsPerHour: 4_000_000,
      exceedsMaxRuntime: false,
      source: 'prior',
      displaySeconds: 0,
    });
    expect(estimate.explanation.at(-1)).toBe(
      'Stopped after 15 min (3 x the estimate without wait and pull, at least 15 min, at most 5 d), which bounds its time, not its price',
    );
    const charged = phases.filter(({ isCharged }) => isCharged).map(({ name }) => name);
    expect(charged).toEqual(['setup', 'steps', 'evaluation', 'saving']);
    // 900 s would be $1.00: the price is bound by the forecast, not by the stop.
    expect(estimate.maxAmountMicros).toBe(amountMicros(estimate.maxChargedSeconds, 4_000_000));
    expect(estimate.maxChargedSeconds).toBe(forecast.chargedSeconds.p90);
    expect(estimate.maxAmountMicros).toBeLessThan(500_000);
  });

  it('its median is above the sum of its phases’, and the assumptions say why', () => {
    const { seconds, phases, assumptions } = fasterRcnn();

    const sum = phases.reduce((total, { p50 }) => total + p50, 0);
    expect(seconds / sum).toBeGreaterThan(1.05);
    expect(seconds / sum).toBeLessThan(1.2);
    expect(assumptions).toContainEqual(
      expect.stringMatching(/^Waiting for an instance and pulling the image are counted/),
    );
  });

  it('is stopped after three times what it runs, where that is longer', () => {
    const { maxRuntimeSeconds, forecast } = fasterRcnn({}, { inputCount: 100_000 });

    expect(Math.abs(maxRuntimeSeconds - 3 * forecast.runSeconds.p50)).toBeLessThanOrEqual(2);
    expect(forecast.seconds.p50 - forecast.runSeconds.p50).toBeGreaterThan(270);
  });

  it('says how it was reckoned, with the numbers', () => {
    expect(fasterRcnn().explanation).toEqual([
      expect.stringMatching(/^Forecast for NVIDIA A10G: \d+ s; eight of ten such jobs/),
      expect.stringMatching(/^That is wait \d+ s, pull \d+ s, download/),
      expect.stringContaining('the range is a prior, not calibrated'),
      'Charged: setup, steps, evaluation, saving; not charged: wait, pull, download',
      expect.stringMatching(/^Price: 3 min \d+ s charged at \$4\.00 per hour = \$0\.2\d$/),
      expect.stringMatching(/^Never more than \$0\.4\d, whatever it takes: 6 min .*nine of ten/),
      "Clarifai's formula: A 0.01983 s x 100 inputs x 12 epochs + B 284.2 s = 308 s",
      expect.stringMatching(/^A and B: prior\. A10G prior \(50\.4 images\/s at 320 pixels: Faster/),
      expect.stringMatching(/^Stopped after 15 min/),
    ]);
  });
});

/** Waits for a better epoch as long as it takes. */
const patient = { early_stopping_patience: 0 };

describe('what the formula depends on', () => {
  it.each<[string, JsonObject, Others, number]>([
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
    expect(small(params, others).formula.seconds).toBe(seconds);
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
      ).formula.seconds;

    expect(seconds(128)).toBe(308);
    expect(seconds(256)).toBe(608);
  });

  it('the epochs inside a configuration', () => {
    const seconds = (epochs: number) =>
      estimateTraining(
        input('text-classifier', 'HF_GPTNeo_2p7b_lora', {
          trainer_config: { num_train_epochs: epochs },
        }),
      ).formula.seconds;

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
    expect(explanation).toContain(
      'Inputs: 20 new + 10 learnt again or held out, of what the line of versions knows',
    );
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

    expect(estimate.formula.seconds).toBe(348);
    expect(estimate.explanation).toContain('Inputs: 40 s of B bring them');
    expect(estimate.explanation.join('\n')).toContain('+ B 324.2 s = 348 s');
  });

  it('bounds A where each input is fetched when it is read', () => {
    // 0.0198 s are more than 0.01, and less than 0.03.
    expect(fasterRcnn({}, { transfer: transfer(0.01) }).formula.seconds).toBe(348);
    expect(fasterRcnn({}, { transfer: transfer(0.03) }).formula.seconds).toBe(
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
    expect(early.formula.seconds).toBe(3583);
    expect(whole.formula.seconds).toBe(6508);
    expect(early.amountMicros).toBeLessThan(0.6 * whole.amountMicros);
    // Medians of spreads that differ: as good as the same.
    expect(early.maxAmountMicros / whole.maxAmountMicros).toBeCloseTo(1, 1);
    expect(early.inputEpochs).toBe(whole.inputEpochs);
  });

  it('stops no training before all of its epochs', () => {
    const most = { inputCount: 20_000 };
    const early = small(asked, most).maxRuntimeSeconds;
    const whole = small({ num_epochs: 100, ...patient }, most).maxRuntimeSeconds;

    expect([whole > 900, whole < 432_000]).toEqual([true, true]);
    expect(early / whole).toBeGreaterThan(0.9);
  });

  it('says so, with the numbers', () => {
    const { explanation } = small(asked, many);

    expect(explanation).toContain(
      "Clarifai's formula: A 0.00065 s x 100000 inputs x 55 epochs + B 8 s = 3583 s",
    );
    expect(explanation).toContain(
      '55 of at most 100 epochs: early_stopping_patience 5 ends it where 5 epochs bring no better one (prior: the last better one after 0.5 of them)',
    );
    expect(explanation).toContainEqual(
      expect.stringMatching(
        /^All 100 epochs would take \d+ s; epochs that are not run are not charged/,
      ),
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
    const estimate = fasterRcnn({}, { maxRuntimeSeconds: 150 });

    expect(estimate).toMatchObject({ maxRuntimeSeconds: 150, exceedsMaxRuntime: true });
    expect(estimate.explanation.at(-1)).toBe(
      'The estimate exceeds the longest training of 2 min 30 s: it would be stopped unfinished',
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
      { numRuns: 20 },
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
      { numRuns: 20 },
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
