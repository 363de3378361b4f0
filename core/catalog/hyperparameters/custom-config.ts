import { fail } from '../../errors.ts';
import { batchSize, flipProbability, numEpochs, perItemRate, weightDecay } from './image-fields.ts';
import { assertSettings, isObject, parseObject } from './hyperparameter-value.ts';
import type { Hyperparameter, Template } from '../model-type.ts';
import type { JsonObject } from '../../json.ts';

/**
 * `custom_config` is published as Python, and Python from a stranger is never run here. Two forms
 * are understood: the template's own default text, unchanged, and a JSON object with the settings
 * below.
 */
export const customConfigSettings: readonly Hyperparameter[] = [
  { ...numEpochs(0, 600), name: 'max_epochs' },
  batchSize(0, 256),
  perItemRate(0),
  weightDecay(0),
  flipProbability(0),
];

/** Raises `hyperparameter-invalid` where the text is neither of the two forms. */
export function assertCustomConfig(field: Hyperparameter, text: string): void {
  if (isSameText(text, String(field.defaultValue))) return;
  const config = parseObject(text);
  if (config === undefined) throw fail('hyperparameterInvalid', notUnderstood(field));
  assertSettings({ ...field, settings: customConfigSettings }, config);
}

/** Settings of a `custom_config` that was accepted, under the names that recipes know. */
export function readCustomConfig(text: string): JsonObject {
  const config = parseObject(text) ?? {};
  const { max_epochs, ...others } = config;
  const epochs = max_epochs ?? epochsInText(text);
  return epochs === undefined ? others : { num_epochs: epochs, ...others };
}

/**
 * Hyperparameters under the names that the recipes know: a `custom_config` becomes its settings,
 * `max_length` the tokenizer's `model_max_length`, and the optimizer that the template's rates are
 * meant for stands beside them.
 */
export function recipeHyperparameters(template: Template, values: JsonObject): JsonObject {
  const { optimizer } = template;
  const named = withTokenizerLength(withCustomConfig(template, values));
  return optimizer === undefined ? named : { ...named, optimizer };
}

function withCustomConfig(template: Template, values: JsonObject): JsonObject {
  const field = template.hyperparameters.find((each) => each.type === 'PYTHON_CODE');
  if (field === undefined) return values;
  const { [field.name]: text, ...others } = values;
  const own = readCustomConfig(String(field.defaultValue));
  return { ...others, ...own, ...readCustomConfig(String(text ?? field.defaultValue)) };
}

function withTokenizerLength(values: JsonObject): JsonObject {
  const { max_length, ...others } = values;
  if (max_length === undefined) return values;
  const tokenizer = others['tokenizer_config'];
  const config = isObject(tokenizer) ? tokenizer : {};
  return { ...others, tokenizer_config: { ...config, model_max_length: max_length } };
}

function notUnderstood(field: Hyperparameter): string {
  return (
    `${field.name} is read as a validated configuration: Python is never executed here. Send the default text unchanged, ` +
    `or a JSON object such as {"max_epochs": 10}; known settings: ${customConfigSettings.map((each) => each.name).join(', ')}`
  );
}

/** A client that saved the text to a file may bring other line ends back. */
function isSameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return plain(a) === plain(b);
}

function epochsInText(text: string): number | undefined {
  const match = /max_epochs\s*=\s*(\d+)/.exec(text);
  return match === null ? undefined : Number(match[1]);
}
