import type { JsonObject } from '../../json.ts';

/**
 * Softmax over the concepts (each input has exactly one), as `concepts_mutually_exclusive` or the
 * older `logreg` 0 say.
 */
export function isExclusive(hyperparameters: JsonObject): boolean {
  return hyperparameters['concepts_mutually_exclusive'] === true || hyperparameters['logreg'] === 0;
}
