import type { Hyperparameter } from '../model-type.ts';
import type { Json, JsonObject } from '../../json.ts';

/** `[min, max]` is continuous, `[min, max, step]` is not. */
type Bounds = readonly [min: number, max: number, step?: number];

/** Upper bound of a number that has none; a finite one, so that the catalog stays plain JSON. */
export const unbounded = Number.MAX_VALUE;

const rangeOf = ([min, max, step]: Bounds) =>
  step === undefined ? { min, max } : { min, max, step };

export function range(
  name: string,
  defaultValue: number,
  bounds: Bounds,
  description: string,
): Hyperparameter {
  return { name, type: 'RANGE', defaultValue, description, range: rangeOf(bounds) };
}

/** A free number: the bounds guard against nonsense and are not shown to clients. */
export function number(
  name: string,
  defaultValue: number,
  bounds: Bounds,
  description: string,
): Hyperparameter {
  return { name, type: 'NUMBER', defaultValue, description, range: rangeOf(bounds) };
}

export function boolean(name: string, defaultValue: boolean, description: string): Hyperparameter {
  return { name, type: 'BOOLEAN', defaultValue, description };
}

export function text(name: string, defaultValue: string, description: string): Hyperparameter {
  return { name, type: 'STRING', defaultValue, description };
}

/** `settings` are the keys it may have; without them, any. */
export function json(
  name: string,
  defaultValue: JsonObject,
  description: string,
  settings?: readonly Hyperparameter[],
): Hyperparameter {
  const field = { name, type: 'JSON', defaultValue, description } as const;
  if (settings === undefined) return field;
  const idle = settings.filter((each) => each.hasNoEffect === true).map((each) => each.name);
  if (idle.length === 0) return { ...field, settings };
  return { ...field, settings, description: `${description} Without effect: ${idle.join(', ')}.` };
}

/** The first of `options` is the default. */
export function choice(
  name: string,
  options: readonly [string, ...string[]],
  description: string,
): Hyperparameter {
  return { name, type: 'ENUM', defaultValue: options[0], description, options };
}

/** One number for the shorter side, two for width and height. */
export function imageSizes(
  name: string,
  defaultValue: readonly number[],
  description: string,
): Hyperparameter {
  const itemCount = { min: defaultValue.length === 0 ? 0 : 1, max: 2 };
  const bounds = rangeOf(pixels);
  return { name, type: 'ARRAY_OF_NUMBERS', defaultValue, description, range: bounds, itemCount };
}

/**
 * Python text is published as the default; deeptune reads it and never runs it
 * (`custom-config.ts`).
 */
export function pythonCode(
  name: string,
  defaultValue: string,
  description: string,
): Hyperparameter {
  return { name, type: 'PYTHON_CODE', defaultValue, description };
}

/** Accepted from a client, not offered to one. */
export function internal(field: Hyperparameter): Hyperparameter {
  return { ...field, internalOnly: true };
}

/** Published and accepted, but there is nothing here that it could change. */
export function withoutEffect(field: Hyperparameter, why: string): Hyperparameter {
  const description = `${field.description} Accepted without effect: ${why}.`.trimStart();
  return { ...field, description, hasNoEffect: true };
}

/** Marks a default that Clarifai does not publish. */
export function ours(field: Hyperparameter, defaultReason: string): Hyperparameter {
  return { ...field, isOurDefault: true, defaultReason };
}

/** The same field with another default of ours. */
export function oursWith(field: Hyperparameter, value: Json, reason: string): Hyperparameter {
  return ours({ ...field, defaultValue: value }, reason);
}

/**
 * Sizes that the vision models here can work on. No upper bound is published; 2048 keeps a typing
 * slip off the bill.
 */
export const pixels: Bounds = [8, 2048, 1];
