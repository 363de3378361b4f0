import { findModelType, findTemplate } from '../../../../core/catalog/catalog.ts';
import { resolveHyperparameters } from '../../../../core/catalog/hyperparameters/hyperparameters.ts';
import type { JsonObject } from '../../../../core/json.ts';
import { coefficientsOf } from '../../../../core/estimate/priors/coefficients.ts';
import { formulaEstimate } from '../../../../core/estimate/formula-estimate.ts';
import { frozenShareOf } from '../../../../core/estimate/priors/frozen-layers.ts';

const modelType = findModelType('visual-classifier');
const template = findTemplate(modelType, 'Deeptune_EfficientNet_Lite0');

const estimate = (params: JsonObject, accelerator: 'cpu' | 'gpu' = 'cpu') => {
  const asked = { ...params, template: template.id };
  const { hyperparameters } = resolveHyperparameters(modelType, template, asked);
  const job = { modelTypeId: modelType.id, template, hyperparameters, accelerator };
  return formulaEstimate({ ...job, inputCount: 10_000 });
};

it.each([
  ['the head', { trainable_layers: 'head' }, { perEpoch: 0.01, once: 1 / 3 }],
  ['4 of 16 blocks', { trainable_layers: '4' }, { perEpoch: 0.25, once: 0.25 }],
  ['every block', { trainable_layers: '16' }, { perEpoch: 1, once: 0 }],
  [
    'augmented images',
    { trainable_layers: '4', flip_probability: 0.5 },
    { perEpoch: 0.5, once: 0 },
  ],
])('knows what %s costs of a whole step', (_what, values, expected) => {
  const share = frozenShareOf(template, values)!;

  expect(share.perEpoch).toBeCloseTo(expected.perEpoch, 12);
  expect(share.once).toBeCloseTo(expected.once, 12);
});

it('has no share where all layers learn, or where a template does not know the hyperparameter', () => {
  const other = findTemplate(modelType, 'MMClassification_ResNet_50');

  expect(frozenShareOf(template, { trainable_layers: 'all' })).toBeUndefined();
  expect(frozenShareOf(other, {})).toBeUndefined();
});

it('counts what is computed once only once', () => {
  const { secondsPerInput, fixedSeconds } = coefficientsOf({
    modelTypeId: modelType.id,
    template,
    accelerator: 'cpu',
  });
  const expected = (epochs: number) =>
    Math.round(10_000 * secondsPerInput * (0.25 * epochs + 0.25) + fixedSeconds);

  for (const epochs of [1, 8, 50]) {
    const { seconds, frozen } = estimate({
      trainable_layers: '4',
      num_epochs: epochs,
      early_stopping_patience: 0,
    });
    expect(seconds).toBe(expected(epochs));
    expect(frozen).toEqual({ perEpoch: 0.25, once: 0.25 });
  }
});

it('costs less the more is frozen', () => {
  const seconds = ['all', '8', '2', 'head'].map(
    (layers) => estimate({ trainable_layers: layers }).seconds,
  );

  expect(seconds).toEqual([...seconds].sort((a, b) => b - a));
  expect(seconds[0]).toBeGreaterThan(5 * seconds[3]!);
});
