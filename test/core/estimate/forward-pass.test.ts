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
  logSd: 0.4,
  source: 'prior',
  derivation: 'as the test says',
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

test.each<[string, object, { seconds: number; inputEpochs: number; maxRuntimeSeconds: number }]>([
  [
    'each input once: epochs do not count',
    { num_epochs: 50 },
    { seconds: 1200, inputEpochs: 100_000, maxRuntimeSeconds: 3600 },
  ],
  [
    'images of twice the sides take four times as long',
    { image_size: [200] },
    { seconds: 4200, inputEpochs: 400_000, maxRuntimeSeconds: 12_600 },
  ],
])('%s', (_, hyperparameters, wanted) => {
  const coefficients = answerCoefficients(training, 'visual-classifier');
  const estimate = estimateForwardPass({
    ...money,
    hyperparameters: hyperparameters as never,
    inputCount: 100_000,
    coefficients,
  });

  expect(estimate).toMatchObject({
    ...wanted,
    inputEpochs: expect.closeTo(wanted.inputEpochs, 6),
    // 3.60 dollars an hour are 1,000 micro-dollars a second.
    amountMicros: wanted.seconds * 1000,
    maxAmountMicros: wanted.maxRuntimeSeconds * 1000,
    exceedsMaxRuntime: false,
  });
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
    coefficients: answerCoefficients(training, 'visual-classifier'),
    transfer,
  });

  expect(estimate).toMatchObject({ seconds: 280, transferSeconds: 60 });
  expect(estimate.explanation).toContain('Inputs: as the test says');
});

test('what takes longer than any job may run says so', () => {
  const estimate = estimateForwardPass({
    ...money,
    maxRuntimeSeconds: 1000,
    hyperparameters: {},
    inputCount: 100_000,
    coefficients: answerCoefficients(training, 'visual-classifier'),
  });

  expect(estimate).toMatchObject({ exceedsMaxRuntime: true, maxRuntimeSeconds: 1000 });
});
