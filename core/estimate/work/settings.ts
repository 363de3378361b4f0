import { recipeHyperparameters } from '../../catalog/hyperparameters/custom-config.ts';
import { isObject } from '../../catalog/hyperparameters/hyperparameter-value.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { WorkFacts } from './training-facts.ts';

/** Hyperparameters under the names that the trainer reads. */
export function settingsOf({ template, hyperparameters }: WorkFacts): JsonObject {
  return recipeHyperparameters(template, hyperparameters);
}

/** A number, or `otherwise` where there is none. */
export function numberIn(values: JsonObject, name: string, otherwise: number): number {
  const value = values[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** A JSON-typed hyperparameter; empty where it is none. */
export function groupIn(values: JsonObject, name: string): JsonObject {
  const value = values[name];
  return isObject(value) ? value : {};
}

/** Sides in pixels: one number, or width and height; a choice of texts ("320") too. */
export function sidesIn(value: Json | undefined, otherwise: readonly number[]): readonly number[] {
  const sides = (Array.isArray(value) ? value : [value]).map((side) => Number(side ?? NaN));
  return sides.length > 0 && sides.every((side) => side > 0) ? sides.slice(0, 2) : otherwise;
}
