import { startingWeightsOf } from '../../../core/catalog/base-models/starting-weights.ts';
import { findModelType, findTemplate } from '../../../core/catalog/catalog.ts';
import { workDataOf } from '../../../core/job/request/forecast/work-data-of.ts';
import { cpuPriorDevice } from '../../../core/estimate/device/cpu-prior.ts';
import { nothingLearnt } from '../../../core/estimate/learn/learn.ts';
import { answerWorkloadOf } from '../../../core/estimate/work/answer-workload.ts';
import { answerCoefficients, estimateForwardPass } from '../../../core/estimate/forward-pass.ts';
import type { Coefficients } from '../../../core/estimate/priors/coefficients.ts';

/** A training of images of 100 x 100 pixels: 0.03 s each and 200 s around them. */
const training: Coefficients = {
  size: 10_000,
  unit: 'pixel',
  secondsPerUnit: 3e-6,
  secondsPerInput: 0.03,
  minSecondsPerInput: 0.001,
  fixedSeconds: 200,
  derivation: 'as the test says',
};
const device = { ...cpuPriorDevice(), id: 'here' };
const job = (rows: number) => {
  const template = findTemplate(findModelType('visual-classifier'), 'Deeptune_ResNet_Small');
  const accelerator = 'cpu' as const;
  const work = answerWorkloadOf({
    ...{ kind: 'predict', modelTypeId: 'visual-classifier', template, accelerator },
    hyperparameters: { image_size: 32 },
    startsFrom: startingWeightsOf(template, {}, { usesStandIns: true }),
    data: workDataOf({ inputCount: rows, needsLabels: false }),
  });
  return { ...work, device, learnt: nothingLearnt };
};
const money = { microsPerHour: 3_600_000, maxRuntimeSeconds: 432_000 };

test.each([
  ['visual-classifier', 0.01],
  ['visual-detector', 0.01],
  ['text-to-text', 0.06],
])('an answer of a %s takes %d s of the 0.03 s of an epoch', (modelTypeId, seconds) => {
  const answering = answerCoefficients(training, modelTypeId);

  expect(answering.secondsPerInput).toBeCloseTo(seconds, 12);
  expect(answering.fixedSeconds).toBe(200);
});

test('reading an input is the least that it takes', () => {
  const small = { ...training, secondsPerUnit: 1e-8, secondsPerInput: 0.001 };

  expect(answerCoefficients(small, 'visual-classifier').secondsPerInput).toBe(0.001);
});

test.each<[string, object, { seconds: number; inputEpochs: number }]>([
  [
    'each input once: epochs do not count',
    { num_epochs: 50 },
    { seconds: 1200, inputEpochs: 100_000 },
  ],
  [
    'images of twice the sides take four times as long',
    { image_size: [200] },
    { seconds: 4200, inputEpochs: 400_000 },
  ],
])('%s', (_, hyperparameters, wanted) => {
  const coefficients = answerCoefficients(training, 'visual-classifier');
  const estimate = estimateForwardPass({
    ...money,
    hyperparameters: hyperparameters as never,
    inputCount: 100_000,
    job: job(100_000),
    coefficients,
  });

  expect(estimate.formula.seconds).toBe(wanted.seconds);
  expect(estimate.inputEpochs).toBeCloseTo(wanted.inputEpochs, 6);
});

test('it is stopped after three times what it should take, and costs less at most', () => {
  const coefficients = answerCoefficients(training, 'visual-classifier');
  const estimate = estimateForwardPass({
    ...{ ...money, coefficients, hyperparameters: {}, inputCount: 1_000_000 },
    job: job(1_000_000),
  });

  const { seconds, maxRuntimeSeconds, maxAmountMicros, amountMicros, p90AmountMicros } = estimate;
  expect(Math.abs(maxRuntimeSeconds - 3 * seconds)).toBeLessThanOrEqual(2);
  // 3.60 dollars an hour are 1,000 micro-dollars a second.
  expect(maxAmountMicros).toBe(estimate.maxChargedSeconds * 1000);
  // Each input once: nine of ten cost no more, and so nobody's does.
  expect(maxAmountMicros).toBe(p90AmountMicros);
  expect(maxAmountMicros).toBeLessThan(maxRuntimeSeconds * 1000);
  expect(amountMicros % 1000).toBe(0);
  // It runs on this machine: nothing is waited for, and all of it serves.
  expect(Math.abs(amountMicros / 1000 - seconds)).toBeLessThanOrEqual(1);
  expect(estimate).toMatchObject({ exceedsMaxRuntime: false, source: 'prior' });
});

test('inputs that are brought from S3 add their seconds, and never take less than reading them', () => {
  const transfer = {
    mode: 'FastFile' as const,
    seconds: 60,
    minSecondsPerInput: 0.02,
    explanation: 'Inputs: as the test says',
  };
  const estimate = estimateForwardPass({
    ...money,
    hyperparameters: {},
    inputCount: 1000,
    job: job(1000),
    coefficients: answerCoefficients(training, 'visual-classifier'),
    transfer,
  });

  expect(estimate).toMatchObject({ formula: { seconds: 280 }, transferSeconds: 60 });
  expect(estimate.explanation).toContain('Inputs: as the test says');
});

test('what takes longer than any job may run says so', () => {
  const estimate = estimateForwardPass({
    ...money,
    maxRuntimeSeconds: 10,
    hyperparameters: {},
    inputCount: 1_000_000,
    job: job(1_000_000),
    coefficients: answerCoefficients(training, 'visual-classifier'),
  });

  expect(estimate).toMatchObject({ exceedsMaxRuntime: true, maxRuntimeSeconds: 10 });
});
