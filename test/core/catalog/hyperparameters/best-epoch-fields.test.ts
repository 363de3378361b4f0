import {
  comparesEpochs,
  earlyStoppingPatience,
  patienceOf,
} from '../../../../core/catalog/hyperparameters/best-epoch-fields.ts';
import {
  findModelType,
  findTemplate,
  modelTypes,
  templatesOf,
} from '../../../../core/catalog/catalog.ts';
import { recipeHyperparameters } from '../../../../core/catalog/hyperparameters/custom-config.ts';
import { resolveHyperparameters } from '../../../../core/catalog/hyperparameters/hyperparameters.ts';
import type { JsonObject } from '../../../../core/json.ts';

const templates = modelTypes.flatMap((modelType) =>
  templatesOf(modelType).map((template) => ({ modelType, template, id: template.id })),
);
const patienceFieldOf = (template: (typeof templates)[number]['template']) =>
  template.hyperparameters.find(({ name }) => name === 'early_stopping_patience');

/** Resolved hyperparameters of a template of text-classifier. */
function resolved(params: JsonObject, templateId = 'HuggingFace_AdvancedConfig'): JsonObject {
  const modelType = findModelType('text-classifier');
  const template = findTemplate(modelType, templateId);
  const asked = { template: template.id, ...params };
  return resolveHyperparameters(modelType, template, asked).hyperparameters;
}

describe('early_stopping_patience', () => {
  it.each(templates)('is offered by $id where it is ours, else accepted', ({ template }) => {
    const field = patienceFieldOf(template);
    // PatchCore's passes are not compared; the other names no hyperparameter at all that does
    // something.
    const isWithout = template.id.includes('PatchCore') || template.id === 'detection_msc10';

    expect(field === undefined).toBe(isWithout);
    if (!field) return;
    const isOurs = template.id.startsWith('Deeptune_');
    expect(field.internalOnly === true).toBe(!isOurs);
    expect(Number(field.defaultValue) > 0).toBe(isOurs);
  });

  it('reaches the recipe under its own name', () => {
    const modelType = findModelType('visual-classifier');
    const template = findTemplate(modelType, 'MMClassification_AdvancedConfig');
    const asked = { template: template.id, early_stopping_patience: 3 };
    const { hyperparameters } = resolveHyperparameters(modelType, template, asked);

    expect(recipeHyperparameters(template, hyperparameters)).toMatchObject({
      num_epochs: 60,
      early_stopping_patience: 3,
    });
    expect(patienceOf(hyperparameters)).toBe(3);
  });

  it.each([-1, 1.5, 601, '3', true])('refuses %p', (value) => {
    expect(() => resolved({ early_stopping_patience: value })).toThrow(
      /early_stopping_patience must be a whole number from 0 to 600/,
    );
  });

  it('is none where the template is not told of it', () => {
    expect(patienceOf({})).toBe(0);
    expect(earlyStoppingPatience(7).defaultValue).toBe(7);
  });
});

describe("TrainingArguments' names for the best epoch", () => {
  it.each([
    { load_best_model_at_end: false },
    { load_best_model_at_end: true, metric_for_best_model: 'accuracy', greater_is_better: true },
    { evaluation_strategy: 'epoch' },
    { eval_strategy: 'no' },
    { evaluation_strategy: 'no', eval_strategy: 'no', load_best_model_at_end: false },
  ])('accepts %j', (trainer_config) => {
    expect(resolved({ trainer_config })['trainer_config']).toMatchObject(trainer_config);
  });

  it.each([
    [{ metric_for_best_model: 'eval_loss' }, /metric_for_best_model must be one of "accuracy"/],
    [{ greater_is_better: false }, /greater_is_better must be true, but false was given/],
    [{ evaluation_strategy: 'steps' }, /evaluation_strategy must be one of "epoch", "no"/],
    [
      { evaluation_strategy: 'no', eval_strategy: 'epoch' },
      /evaluation_strategy is "no" and eval_strategy, the same under its later name, "epoch"/,
    ],
    [
      { evaluation_strategy: 'no', load_best_model_at_end: true },
      /load_best_model_at_end true needs epochs that are compared/,
    ],
  ])('refuses %j by name', (trainer_config, message) => {
    expect(() => resolved({ trainer_config })).toThrow(message);
  });

  it('refuses a patience without epochs that are compared', () => {
    const asked = { trainer_config: { eval_strategy: 'no' }, early_stopping_patience: 2 };

    expect(() => resolved(asked)).toThrow(/early_stopping_patience 2 needs epochs/);
  });
});

describe('comparesEpochs', () => {
  it.each([
    ['text-classifier', 'HuggingFace_AdvancedConfig', { trainer_config: {} }, true],
    [
      'text-classifier',
      'HuggingFace_AdvancedConfig',
      { trainer_config: { evaluation_strategy: 'no' } },
      false,
    ],
    ['visual-classifier', 'Deeptune_ResNet_Small', {}, true],
    ['visual-anomaly-heatmap', 'Deeptune_PatchCore_Small', {}, false],
    ['visual-anomaly-heatmap', 'Anomalib_PatchCore', {}, false],
  ])('of %s %s with %j is %p', (typeId, templateId, params, expected) => {
    const template = findTemplate(findModelType(typeId), templateId);

    expect(comparesEpochs(template, params)).toBe(expected);
  });
});
