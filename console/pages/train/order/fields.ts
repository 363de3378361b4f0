import type {
  ModelType,
  ModelTypeEnumOption,
  ModelTypeField,
} from '../../../../core/api/wire/messages.ts';
import type { Json } from '../../../../core/json.ts';

/** The name that a field has in `train_info.params`. */
export function nameOf({ path }: ModelTypeField): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

const paramsPath = 'train_info.params.';
const chosenElsewhere = ['template', 'dataset_id', 'dataset_version_id'];

/** Templates of a type, in the catalog's order. */
export function templatesOf({ model_type_fields: fields }: ModelType): ModelTypeEnumOption[] {
  const template = fields.find(({ path }) => path === `${paramsPath}template`);
  return [...(template?.model_type_enum_options ?? [])];
}

/** What can be set for a training: the template's own settings, then those of every training. */
export function settingsOf(
  type: ModelType,
  template: ModelTypeEnumOption | undefined,
): ModelTypeField[] {
  const general = type.model_type_fields.filter(
    (field) => field.path.startsWith(paramsPath) && !chosenElsewhere.includes(nameOf(field)),
  );
  return [...(template?.model_type_fields ?? []), ...general];
}

/** True: its trainings learn concepts, which can be chosen. */
export function hasConcepts({ model_type_fields: fields }: ModelType): boolean {
  return fields.some(({ path }) => path === 'output_info.data.concepts');
}

/** True: the catalog says that nothing follows from it here. */
export function isWithoutEffect({ description }: ModelTypeField): boolean {
  return description.includes('Accepted without effect');
}

/** A value as a person sees and types it. */
export function textOfValue(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * What was typed, as the API wants it. What cannot be read as the field's type is sent as it is:
 * the API says what is wrong with it, and what would be right.
 */
export function valueOfText({ field_type: type }: ModelTypeField, text: string): Json {
  if (type === 'NUMBER' || type === 'RANGE') return numberOf(text);
  if (type === 'BOOLEAN') return text === 'true' || (text === 'false' ? false : text);
  if (type === 'JSON') return parsed(text);
  if (type === 'ARRAY_OF_NUMBERS') return listOf(text, numberOf);
  if (type === 'ARRAY_OF_STRINGS') return listOf(text, (word) => word);
  return text;
}

function numberOf(text: string): Json {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return trimmed === '' || !Number.isFinite(value) ? text : value;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** `[1, 2]` or `1, 2`. */
function listOf(text: string, each: (word: string) => Json): Json {
  const list = parsed(text);
  if (Array.isArray(list)) return list as Json;
  const words = text.split(',').map((word) => word.trim());
  return words.filter((word) => word !== '').map(each);
}

/** `1 to 200, in steps of 1`; empty where anything goes. */
export function rangeInWords({ model_type_range_info: range, field_type: type }: ModelTypeField) {
  if (!range) return '';
  const { min, max, step } = range;
  const from = min ?? 0;
  const ends = max === undefined ? `from ${from} on` : `${from} to ${max}`;
  const isWhole = step === 1 && Number.isInteger(from);
  if (step === undefined) return ends;
  return isWhole && type === 'RANGE' ? `${ends}, whole numbers` : `${ends}, in steps of ${step}`;
}

/**
 * Which field an error of the API is about: the first whose name stands in it as a word. The names
 * of others may follow where it lists what there is.
 */
export function fieldInError(
  details: string | undefined,
  names: readonly string[],
): string | undefined {
  if (details === undefined) return undefined;
  const found = names
    .map((name) => ({ name, at: details.search(new RegExp(`(?<![\\w-])${name}(?![\\w-])`)) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return found[0]?.name;
}
