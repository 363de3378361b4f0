import { fail } from '../../errors.ts';
import { boolean, choice, internal, number, withoutEffect } from './fields.ts';
import { isObject } from './hyperparameter-value.ts';
import type { Hyperparameter, ModelType, Template } from '../model-type.ts';
import type { JsonObject } from '../../json.ts';

/**
 * Which epoch's weights become the model, and when training ends before its last epoch. The names
 * are Hugging Face's: `early_stopping_patience` is an argument of its EarlyStoppingCallback, the
 * others are fields of TrainingArguments, which Clarifai publishes as `trainer_config`.
 */

/** Hyperparameter that counts epochs without a better validation metric. */
const patienceName = 'early_stopping_patience';

export const earlyStoppingPatience = (value: number): Hyperparameter =>
  number(
    patienceName,
    value,
    [0, 600, 1],
    'Epochs without a better validation metric after which training ends early; 0: never.',
  );

/** `evaluation_strategy` was renamed in transformers 4.46; both are understood. */
const strategyNames = ['evaluation_strategy', 'eval_strategy'] as const;

/** The fields of `trainer_config` that are about the best epoch. */
export const bestEpochSettings: readonly Hyperparameter[] = [
  boolean('load_best_model_at_end', true, ''),
  ...strategyNames.map((name) => choice(name, ['epoch', 'no'], '')),
  withoutEffect(
    choice('metric_for_best_model', ['accuracy', 'eval_accuracy'], ''),
    'epochs are compared by accuracy, a text generator by the accuracy of its tokens',
  ),
  withoutEffect(
    { ...boolean('greater_is_better', true, ''), options: ['true'] },
    'the greater accuracy is the better one',
  ),
];

/**
 * The model type with the patience accepted by each of its templates that has epochs; those of our
 * own offer it themselves.
 */
export function withPatience(modelType: ModelType): ModelType {
  const { templates, ownTemplate } = modelType;
  return {
    ...modelType,
    templates: templates.map(acceptingPatience),
    ...(ownTemplate ? { ownTemplate: acceptingPatience(ownTemplate) } : {}),
  };
}

function acceptingPatience(template: Template): Template {
  const { hyperparameters, epochsPath } = template;
  const has = hyperparameters.some(({ name }) => name === patienceName);
  if (has || epochsPath === undefined || epochsPath === preparingEpochs) return template;
  return { ...template, hyperparameters: [...hyperparameters, internal(earlyStoppingPatience(0))] };
}

/**
 * PatchCore's passes prepare the features that it remembers: no metric of theirs says which of them
 * finds anomalies best.
 */
const preparingEpochs = 'pretext_epochs';

/** Epochs without a better metric after which a training ends; 0: it never ends early. */
export function patienceOf(hyperparameters: JsonObject): number {
  const patience = hyperparameters[patienceName];
  return typeof patience === 'number' ? patience : 0;
}

/** Whether epochs are compared at all, so that a part of the inputs is kept for it. */
export function comparesEpochs(template: Template, hyperparameters: JsonObject): boolean {
  const { epochsPath, ownEpochs } = template;
  const hasEpochs =
    ownEpochs !== undefined || (epochsPath !== undefined && epochsPath !== preparingEpochs);
  return hasEpochs && !strategiesOf(hyperparameters).includes('no');
}

function strategiesOf(hyperparameters: JsonObject): unknown[] {
  const trainer = hyperparameters['trainer_config'];
  return isObject(trainer) ? strategyNames.map((name) => trainer[name]) : [];
}

/** Refuses wishes that exclude each other. @throws DeeptuneError hyperparameter-invalid */
export function assertEpochChoice(hyperparameters: JsonObject): void {
  const strategies = strategiesOf(hyperparameters).filter((each) => each !== undefined);
  if (new Set(strategies).size > 1) {
    throw fail(
      'hyperparameterInvalid',
      `trainer_config.evaluation_strategy is ${JSON.stringify(strategies[0])} and eval_strategy, the same under its later name, ${JSON.stringify(strategies[1])}; send one of them`,
    );
  }
  if (!strategies.includes('no')) return;
  const trainer = hyperparameters['trainer_config'];
  const wish =
    isObject(trainer) && trainer['load_best_model_at_end'] === true
      ? 'trainer_config.load_best_model_at_end true'
      : `${patienceName} ${patienceOf(hyperparameters)}`;
  if (wish === `${patienceName} 0`) return;
  throw fail(
    'hyperparameterInvalid',
    `${wish} needs epochs that are compared, but trainer_config.evaluation_strategy is "no"; "epoch" would be right`,
  );
}
