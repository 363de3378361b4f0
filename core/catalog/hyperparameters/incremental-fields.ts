import { fail } from '../../errors.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Hyperparameter, Template } from '../model-type.ts';
import { readCustomConfig } from './custom-config.ts';
import { range } from './fields.ts';
import { isObject, parseObject } from './hyperparameter-value.ts';

/**
 * What a training with a parent may name beside its template's hyperparameters, whatever the
 * template is. One without a parent has none of them.
 */
export const incrementalFields: readonly Hyperparameter[] = [
  range(
    'replay_percent',
    40,
    [0, 100, 1],
    'Share of what the line of versions learnt that is learnt again, in percent, at least 20 inputs of each concept; 0: nothing.',
  ),
  range(
    'distillation_weight',
    0.3,
    [0, 10],
    "Weight of the parent's answers for the concepts that it knows, against the labels; 0: labels alone.",
  ),
  range(
    'relearning_rate',
    1,
    [0, 10],
    "Learning rate after the re-warm, as a multiple of the template's.",
  ),
];

const names: readonly string[] = incrementalFields.map(({ name }) => name);

/** @throws DeeptuneError hyperparameter-invalid for one of them where there is no parent */
export function assertIncremental(name: string, isIncremental: boolean): void {
  if (isIncremental || !names.includes(name)) return;
  throw fail(
    'hyperparameterInvalid',
    `${name} belongs to a training with a parent, and this one starts anew: leave it out, or name the parent by resume_from_model in train_info`,
  );
}

/** The same settings for a training that turns out to have no parent. */
export function withoutIncremental(params: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
}

export function isIncrementalField(name: string): boolean {
  return names.includes(name);
}

/** Of a training whose epochs nobody named. */
export interface HalvedEpochs {
  readonly params: JsonObject;
  /** Those of the template, which a training without a parent runs. */
  readonly defaultEpochs: number;
}

/**
 * The settings of a training with a parent that names no epochs: half of the template's, at least
 * one, since it goes on from what was learnt. Undefined where it names them, and where there is
 * nothing to halve.
 */
export function halvedEpochs(template: Template, params: JsonObject): HalvedEpochs | undefined {
  const [name = '', setting] = (template.epochsPath ?? '').split('.');
  const field = template.hyperparameters.find((each) => each.name === name);
  if (!field || name === 'pretext_epochs') return undefined;
  const asked = params[name] ?? undefined;
  const given = setting === undefined ? undefined : settingsIn(asked);
  const isNamed = given ? (setting ?? '') in given : asked !== undefined;
  const defaultEpochs = epochsIn(field, setting);
  if (isNamed || defaultEpochs === undefined || defaultEpochs < 2) return undefined;
  const half = Math.floor(defaultEpochs / 2);
  if (setting === undefined) return { params: { ...params, [name]: half }, defaultEpochs };
  const settings = { ...given, [setting]: half };
  const value = field.type === 'PYTHON_CODE' ? JSON.stringify(settings) : settings;
  return { params: { ...params, [name]: value }, defaultEpochs };
}

/** Undefined for a text that is not one of settings: it stands for itself. */
function settingsIn(asked: Json | undefined): JsonObject | undefined {
  if (asked === undefined) return {};
  return typeof asked === 'string' ? parseObject(asked) : isObject(asked) ? asked : undefined;
}

function epochsIn(field: Hyperparameter, setting: string | undefined): number | undefined {
  const { defaultValue } = field;
  const epochs =
    setting === undefined
      ? defaultValue
      : field.type === 'PYTHON_CODE'
        ? readCustomConfig(String(defaultValue))['num_epochs']
        : (defaultValue as JsonObject)[setting];
  return typeof epochs === 'number' ? epochs : undefined;
}
