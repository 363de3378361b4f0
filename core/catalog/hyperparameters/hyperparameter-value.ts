import { fail } from '../../errors.ts';
import { unbounded } from './fields.ts';
import type { FieldType, Hyperparameter, Range } from '../model-type.ts';
import type { Json, JsonObject } from '../../json.ts';
import { didYouMean } from '../nearest.ts';

type Check = (field: Hyperparameter, value: Json) => Json;

const checks: Record<FieldType, Check> = {
  BOOLEAN: checkBoolean,
  STRING: checkText,
  NUMBER: checkNumber,
  RANGE: checkNumber,
  ENUM: checkChoice,
  JSON: checkJson,
  ARRAY_OF_NUMBERS: checkNumbers,
  ARRAY_OF_STRINGS: checkTexts,
  ARRAY_OF_CONCEPTS: checkArray((item) => typeof item === 'string' || isObject(item)),
  // Read, never run: `custom-config.ts` says which texts are understood.
  PYTHON_CODE: checkText,
  DATASET_ID: checkText,
  DATASET_VERSION_ID: checkText,
  RECURSIVE_ENUM: checkText,
  CHECKPOINT_MODEL: (field, value) => (isObject(value) ? value : refuse(field, value)),
};

/**
 * The value in the form that a recipe gets, or `hyperparameter-invalid`. Whole floats are integers
 * here (Python sends `2.0`); a number written as text is refused, since it is more often a mistake
 * than a wish.
 */
export function checkValue(field: Hyperparameter, value: Json): Json {
  return checks[field.type](field, value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object that `text` stands for, if it is one. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `options` says which of the two it may be, where not both. */
function checkBoolean(field: Hyperparameter, value: Json): Json {
  const isOne = typeof value === 'boolean' && (field.options?.includes(String(value)) ?? true);
  return isOne ? value : refuse(field, value);
}

function checkText(field: Hyperparameter, value: Json): Json {
  return typeof value === 'string' ? value : refuse(field, value);
}

function checkNumber(field: Hyperparameter, value: Json): Json {
  return isWithin(field.range, value) ? value : refuse(field, value);
}

/** A choice that reads like a number may be sent as one: 512 for "512". */
function checkChoice(field: Hyperparameter, value: Json): Json {
  const text = typeof value === 'number' ? String(value) : value;
  return (field.options ?? []).some((option) => option === text) ? text : refuse(field, value);
}

/** A lone number stands for an array of one. */
function checkNumbers(field: Hyperparameter, value: Json): Json {
  const items = typeof value === 'number' ? [value] : value;
  const { min, max } = field.itemCount ?? { min: 0, max: 64 };
  if (!Array.isArray(items) || items.length < min || items.length > max)
    return refuse(field, value);
  return items.every((item) => isWithin(field.range, item)) ? items : refuse(field, value);
}

/** A lone text stands for an array of one. */
function checkTexts(field: Hyperparameter, value: Json): Json {
  const items = typeof value === 'string' ? [value] : value;
  const isArray = Array.isArray(items) && items.every((item) => typeof item === 'string');
  return isArray ? items : refuse(field, value);
}

function checkArray(isItem: (item: Json) => boolean): Check {
  return (field, value) =>
    Array.isArray(value) && value.every(isItem) ? value : refuse(field, value);
}

/**
 * Laid over the default, so that `{"num_train_epochs": 3}` keeps the other settings. An empty text
 * is an empty object.
 */
function checkJson(field: Hyperparameter, value: Json): Json {
  const object = typeof value === 'string' ? parseObject(value.trim() || '{}') : value;
  if (!isObject(object)) return refuse(field, value);
  assertSettings(field, object);
  return { ...(field.defaultValue as JsonObject), ...object };
}

/**
 * Each setting of a JSON object is checked like a hyperparameter:
 * `trainer_config.num_train_epochs`.
 */
export function assertSettings(field: Hyperparameter, object: JsonObject): void {
  if (field.settings === undefined) return;
  const names = field.settings.map((setting) => setting.name);
  for (const [name, value] of Object.entries(object)) {
    const setting = field.settings.find((each) => each.name === name);
    if (setting === undefined) throw unknownSetting(field.name, name, names);
    checkValue({ ...setting, name: `${field.name}.${name}` }, value);
  }
}

function unknownSetting(field: string, name: string, names: readonly string[]) {
  return fail(
    'hyperparameterInvalid',
    `${field} has no setting "${name.slice(0, 80)}".${didYouMean(name, names)} It has: ${names.join(', ')}`,
  );
}

function isWithin(range: Range | undefined, value: Json): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (range === undefined) return true;
  return value >= range.min && value <= range.max && isOnStep(range, value);
}

/** Steps may be fractions, so that the distance to the next one is compared with a tolerance. */
function isOnStep({ min, step }: Range, value: number): boolean {
  if (step === undefined) return true;
  const steps = (value - min) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-9;
}

function refuse(field: Hyperparameter, value: Json): never {
  throw fail(
    'hyperparameterInvalid',
    `${field.name} must be ${expected(field)}, but ${shown(value)} was given`,
  );
}

/** What would be right, in words. */
function expected(field: Hyperparameter): string {
  switch (field.type) {
    case 'BOOLEAN':
      return (field.options ?? ['true', 'false']).join(' or ');
    case 'NUMBER':
    case 'RANGE':
      return describeRange(field.range);
    case 'ENUM':
      return `one of ${(field.options ?? []).map((option) => JSON.stringify(option)).join(', ')}`;
    case 'ARRAY_OF_NUMBERS':
      return `an array${describeCount(field)}, each ${describeRange(field.range)}`;
    case 'ARRAY_OF_STRINGS':
    case 'ARRAY_OF_CONCEPTS':
      return field.type === 'ARRAY_OF_STRINGS' ? 'an array of texts' : 'an array of concepts';
    case 'JSON':
      return 'a JSON object, or the text of one';
    default:
      return field.type === 'CHECKPOINT_MODEL' ? 'a model' : 'a text';
  }
}

function describeRange(range: Range | undefined): string {
  if (range === undefined) return 'a number';
  const { min, max, step } = range;
  const kind = step !== undefined && Number.isInteger(step) && Number.isInteger(min);
  const bounds = max === unbounded ? `of at least ${min}` : `from ${min} to ${max}`;
  const steps = step === undefined || step === 1 ? '' : ` in steps of ${step}`;
  return `a ${kind ? 'whole ' : ''}number ${bounds}${steps}`;
}

function describeCount({ itemCount }: Hyperparameter): string {
  return itemCount === undefined
    ? ' of numbers'
    : ` of ${itemCount.min} to ${itemCount.max} numbers`;
}

/** The value received, with its quotes, cut where it is too long to read. */
function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
