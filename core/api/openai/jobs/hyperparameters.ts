import { batchSizeOf, epochsOf } from '../../../catalog/hyperparameters/hyperparameters.ts';
import type { Template } from '../../../catalog/model-type.ts';
import type { JsonObject } from '../../../json.ts';
import type { FineTuningHyperparameters } from '../../wire/messages.ts';

/** OpenAI's three; absent: `auto`, the template's own. */
export interface OpenAiHyperparameters {
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Times the template's own learning rate. */
  readonly rateMultiplier?: number;
}

/** Rate of transformers' TrainingArguments, where a template names none. */
const trainerRate = 5e-5;

/**
 * OpenAI's hyperparameters under the names of a template; templates have them flat, or within
 * `trainer_config`. Who names a number of epochs gets that many: OpenAI knows no early stopping.
 */
export function toParams(template: Template, asked: OpenAiHyperparameters): JsonObject {
  const defaults = Object.fromEntries(
    template.hyperparameters.map(({ name, defaultValue }) => [name, defaultValue]),
  );
  const { epochs, batchSize, rateMultiplier } = asked;
  const scaled = (rate: unknown) =>
    rateMultiplier === undefined ? undefined : Number(rate) * rateMultiplier;
  if ('num_epochs' in defaults)
    return given({
      num_epochs: epochs,
      early_stopping_patience: epochs === undefined ? undefined : 0,
      batch_size: batchSize,
      per_item_lrate: scaled(defaults['per_item_lrate']),
    });
  const trainer = defaults['trainer_config'] as JsonObject;
  const changes = given({
    num_train_epochs: epochs,
    per_device_train_batch_size: batchSize,
    learning_rate: scaled(trainer['learning_rate'] ?? trainerRate),
  });
  return Object.keys(changes).length === 0 ? {} : { trainer_config: { ...trainer, ...changes } };
}

function given(values: Readonly<Record<string, number | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** What a training really used, as OpenAI names it; its rate is told as it was asked for. */
export function fromParams(
  template: Template,
  hyperparameters: JsonObject,
): FineTuningHyperparameters {
  return {
    n_epochs: epochsOf(template, hyperparameters),
    batch_size: batchSizeOf(template, hyperparameters),
  };
}
