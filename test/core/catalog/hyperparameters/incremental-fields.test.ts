import { findModelType, findTemplate, modelTypes } from '../../../../core/catalog/catalog.ts';
import {
  epochsOf,
  resolveHyperparameters,
} from '../../../../core/catalog/hyperparameters/hyperparameters.ts';
import type { JsonObject } from '../../../../core/json.ts';

const resolved = (type: string, templateId: string, params: JsonObject, isIncremental = true) => {
  const modelType = findModelType(type);
  const template = findTemplate(modelType, templateId);
  const asked = { ...params, template: templateId };
  const found = resolveHyperparameters(modelType, template, asked, isIncremental);
  return { ...found, epochs: epochsOf(template, found.hyperparameters) };
};
const resNet = (params: JsonObject, isIncremental = true) =>
  resolved('visual-classifier', 'Deeptune_ResNet_Small', params, isIncremental);

describe('settings of a training with a parent', () => {
  test('every template of every type takes them', () => {
    for (const modelType of modelTypes)
      for (const template of [...modelType.templates, modelType.ownTemplate ?? []].flat()) {
        const { hyperparameters } = resolveHyperparameters(
          modelType,
          template,
          { template: template.id, replay_percent: 10, distillation_weight: 0.5 },
          true,
        );
        expect(hyperparameters).toMatchObject({ replay_percent: 10, distillation_weight: 0.5 });
      }
  });

  test('are filled in with a parent alone', () => {
    expect(resNet({}).hyperparameters).toMatchObject({
      replay_percent: 40,
      distillation_weight: 0.3,
      relearning_rate: 1,
    });
    expect(Object.keys(resNet({}, false).hyperparameters)).not.toContain('replay_percent');
  });

  test.each(['replay_percent', 'distillation_weight', 'relearning_rate'])(
    '%s is refused without a parent, with what would be right',
    (name) => {
      expect(() => resNet({ [name]: 1 }, false)).toThrow(
        expect.objectContaining({
          code: 'hyperparameter-invalid',
          message: expect.stringMatching(`${name} belongs to .* resume_from_model`),
        }),
      );
      expect(() => resNet({ [name]: null }, false)).not.toThrow();
    },
  );

  test.each([
    [{ replay_percent: 101 }, 'replay_percent must be a whole number from 0 to 100'],
    [{ replay_percent: 12.5 }, 'replay_percent must be a whole number from 0 to 100'],
    [{ distillation_weight: -1 }, 'distillation_weight must be a number from 0 to 10'],
    [{ relearning_rate: '1' }, 'relearning_rate must be a number from 0 to 10, but "1"'],
  ])('%p is refused', (params, message) => {
    expect(() => resNet(params)).toThrow(message);
  });

  test('a name that nearly is one is told what it may have meant', () => {
    expect(() => resNet({ replay_precent: 3 })).toThrow(/replay_percent/);
  });
});

describe('epochs of a training with a parent', () => {
  test.each<[string, string, JsonObject, number, number | undefined]>([
    ['visual-classifier', 'Deeptune_ResNet_Small', {}, 5, 10],
    ['visual-classifier', 'Deeptune_ResNet_Small', { num_epochs: null }, 5, 10],
    ['visual-classifier', 'Deeptune_ResNet_Small', { num_epochs: 10 }, 10, undefined],
    ['visual-classifier', 'Deeptune_ResNet_Small', { num_epochs: 1 }, 1, undefined],
    ['text-to-text', 'Deeptune_Gpt_Small', {}, 2, 5],
    ['text-to-text', 'HF_GPTNeo_125m_lora', {}, 1, undefined],
    [
      ...(['text-to-text', 'HF_GPTNeo_125m_lora'] as const),
      { trainer_config: { num_train_epochs: 4 } },
      4,
      undefined,
    ],
    ['visual-classifier', 'MMClassification', {}, 30, 60],
    ['visual-classifier', 'MMClassification', { custom_config: '{"max_epochs": 7}' }, 7, undefined],
    ['visual-classifier', 'MMClassification', { custom_config: '{"batch_size": 8}' }, 30, 60],
  ])('%s %s with %p: %p, of %p', (type, template, params, epochs, of) => {
    expect(resolved(type, template, params)).toMatchObject({ epochs });
    expect(resolved(type, template, params).defaultEpochs).toBe(of);
    if (params['num_epochs'] === undefined)
      expect(resolved(type, template, {}, false).defaultEpochs).toBeUndefined();
  });
});
