import { fail } from '../../errors.ts';
import { assertEpochChoice } from './best-epoch-fields.ts';
import { assertCustomConfig, recipeHyperparameters } from './custom-config.ts';
import { choice, range, text } from './fields.ts';
import { assertModelName } from './hugging-face-config.ts';
import {
  assertIncremental,
  halvedEpochs,
  incrementalFields,
  isIncrementalField,
} from './incremental-fields.ts';
import { checkValue, isObject } from './hyperparameter-value.ts';
import type { Hyperparameter, ModelType, Template } from '../model-type.ts';
import type { Json, JsonObject } from '../../json.ts';
import { didYouMean } from '../nearest.ts';

/**
 * What `train_info.params` carries for every templated type, beside the template's own
 * hyperparameters.
 */
export interface Envelope {
  /** The template's present id, also where an earlier name was sent. */
  readonly templateId: string;
  /** Empty: all labelled inputs of the app. */
  readonly datasetId: string;
  readonly datasetVersionId: string;
  readonly invalidDataTolerancePercent: number;
  /** Empty: the account's default. Which are allowed is for the account to say. */
  readonly instanceType: string;
}

export interface Resolved {
  /** All of the template's, defaults filled in, in the catalog's order. */
  readonly hyperparameters: JsonObject;
  readonly envelope: Envelope;
  /** Epochs of the template, where half of them are run because none were named. */
  readonly defaultEpochs?: number;
}

export const datasetId: Hyperparameter = {
  ...text('dataset_id', '', 'Dataset to train on; empty: all labelled inputs of the app.'),
  type: 'DATASET_ID',
};
export const datasetVersionId: Hyperparameter = {
  ...text('dataset_version_id', '', 'Version of the dataset; empty: its present content.'),
  type: 'DATASET_VERSION_ID',
};
export const invalidDataTolerance = range(
  'invalid_data_tolerance_percent',
  5,
  [0, 100],
  'Share of unusable inputs, in percent, above which the training stops.',
);
export const instanceType = text(
  'instance_type',
  '',
  'Instance type that trains; its rate and memory are those of the estimate.',
);

/**
 * The SDK sends `resume_from_model: null` among the params; the reference itself stands in
 * `train_info`.
 */
const envelopeNames = [
  'template',
  datasetId.name,
  datasetVersionId.name,
  invalidDataTolerance.name,
  instanceType.name,
];
const resumeName = 'resume_from_model';

/**
 * Validates `train_info.params` and fills in the defaults. `null` means: not given. Raises
 * `hyperparameter-unknown`, `hyperparameter-invalid` or `template-unknown`.
 * @param isIncremental the training has a parent: see `incrementalFields` and `halvedEpochs`
 */
export function resolveHyperparameters(
  modelType: ModelType,
  template: Template,
  params: JsonObject,
  isIncremental = false,
): Resolved {
  assertKnown({ modelType, template, isIncremental }, params);
  const halved = isIncremental ? halvedEpochs(template, params) : undefined;
  const hyperparameters = {
    ...fill(template.hyperparameters, halved?.params ?? params),
    ...(isIncremental ? fill(incrementalFields, params) : {}),
  };
  assertConfigs(template, hyperparameters);
  assertEpochs(template, hyperparameters);
  assertEpochChoice(hyperparameters);
  const envelope = envelopeOf(template, params);
  return { hyperparameters, envelope, ...(halved ? { defaultEpochs: halved.defaultEpochs } : {}) };
}

/** All of a template's hyperparameters as they are where a training names none. */
export function defaultHyperparameters(template: Template): JsonObject {
  return fill(template.hyperparameters, {});
}

/** Validates `output_info.params` and fills in the defaults. */
export function resolveInferenceParams(modelType: ModelType, params: JsonObject): JsonObject {
  const known = modelType.inferenceParams.map((field) => field.name);
  for (const name of Object.keys(params)) {
    if (!known.includes(name))
      throw unknown(`${modelType.id} has no inference setting`, name, known);
  }
  return fill(modelType.inferenceParams, params);
}

/**
 * Passes over the data. PatchCore passes at least once, whether or not it has epochs; a template
 * without a hyperparameter for them has those of its recipe.
 */
export function epochsOf(template: Template, hyperparameters: JsonObject): number {
  const epochs = readEpochs(template, hyperparameters);
  return typeof epochs === 'number' ? Math.max(1, epochs) : (template.ownEpochs ?? 1);
}

/**
 * Inputs per update; 8, the Hugging Face trainer's own default, where a template leaves it to the
 * trainer.
 */
export function batchSizeOf(template: Template, hyperparameters: JsonObject): number {
  const values = recipeHyperparameters(template, hyperparameters);
  const trainer = values['trainer_config'];
  const size = isObject(trainer) ? trainer['per_device_train_batch_size'] : values['batch_size'];
  return typeof size === 'number' && size >= 1 ? size : 8;
}

function assertKnown(
  of: { readonly modelType: ModelType; readonly template: Template; isIncremental: boolean },
  params: JsonObject,
): void {
  const { modelType, template, isIncremental } = of;
  const known = [...template.hyperparameters.map((field) => field.name), ...envelopeNames];
  for (const [name, value] of Object.entries(params)) {
    if (name === resumeName) assertNoResume(value);
    else if (isIncrementalField(name)) {
      if (value !== null) assertIncremental(name, isIncremental);
    } else if (!known.includes(name)) {
      throw unknown(`${template.id} (${modelType.id}) has no hyperparameter`, name, [
        ...offered(template),
        ...(isIncremental ? incrementalFields.map((f) => f.name) : []),
      ]);
    }
  }
}

function assertNoResume(value: Json): void {
  if (value === null || value === '') return;
  throw fail(
    'hyperparameterInvalid',
    `${resumeName} belongs to train_info, not to train_info.params`,
  );
}

function offered(template: Template): string[] {
  return template.hyperparameters
    .filter((field) => field.internalOnly !== true)
    .map((field) => field.name);
}

function unknown(what: string, name: string, choices: readonly string[]) {
  const names = choices.length === 0 ? 'It has none' : `It has: ${choices.join(', ')}`;
  return fail(
    'hyperparameterUnknown',
    `${what} "${name.slice(0, 80)}".${didYouMean(name, choices)} ${names}`,
  );
}

function fill(fields: readonly Hyperparameter[], params: JsonObject): JsonObject {
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, params)]));
}

function valueOf(field: Hyperparameter, params: JsonObject): Json {
  const value = Object.hasOwn(params, field.name) ? params[field.name] : undefined;
  // Python's None is how one writes the choice "None"; the default would be the opposite of what
  // was meant.
  if (value === null && field.options?.includes('None') === true) return 'None';
  return value === undefined || value === null ? field.defaultValue : checkValue(field, value);
}

function assertConfigs(template: Template, hyperparameters: JsonObject): void {
  for (const field of template.hyperparameters) {
    if (field.type !== 'PYTHON_CODE') continue;
    assertCustomConfig(field, String(hyperparameters[field.name]));
  }
  assertModelName(template, hyperparameters);
}

/** Epochs set the price, so that those inside a configuration are checked like any other. */
function assertEpochs(template: Template, hyperparameters: JsonObject): void {
  if (template.epochsPath === undefined) return;
  const epochs = readEpochs(template, hyperparameters);
  checkValue(range(template.epochsPath, 1, [1, 600, 1], ''), epochs ?? null);
}

function readEpochs({ epochsPath, ...template }: Template, values: JsonObject): Json | undefined {
  if (epochsPath === undefined) return undefined;
  const [first = '', second] = epochsPath.split('.');
  if (second === undefined) return values[first];
  const group = values[first];
  return isObject(group) ? group[second] : recipeHyperparameters(template, values)['num_epochs'];
}

function envelopeOf(template: Template, params: JsonObject): Envelope {
  // Only a caller's slip gets here: the template was looked up by this very name.
  valueOf(choice('template', [template.id, ...(template.aliases ?? [])], ''), params);
  return {
    templateId: template.id,
    datasetId: valueOf(datasetId, params) as string,
    datasetVersionId: valueOf(datasetVersionId, params) as string,
    invalidDataTolerancePercent: valueOf(invalidDataTolerance, params) as number,
    instanceType: valueOf(instanceType, params) as string,
  };
}
