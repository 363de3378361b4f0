import { isObject } from '../catalog/hyperparameters/hyperparameter-value.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * Longer than any context of the base models: a tokenizer's "no limit" (1e30) must not become a
 * price.
 */
const maxTokens = 8192;

/**
 * Pixels of an image or tokens of a text that the hyperparameters ask for; absent where they say
 * nothing.
 */
export function inputSizeOf(hyperparameters: JsonObject): number | undefined {
  const image = hyperparameters['image_size'];
  return image === undefined ? tokensOf(hyperparameters) : pixelsOf(image);
}

/** One number is the side of a square, two are width and height. */
function pixelsOf(size: Json): number | undefined {
  const sides = (Array.isArray(size) ? size : [size]).map(Number);
  const [width = NaN, height = width] = sides;
  const pixels = width * height;
  return pixels > 0 && Number.isFinite(pixels) ? pixels : undefined;
}

function tokensOf(hyperparameters: JsonObject): number | undefined {
  const tokenizer = hyperparameters['tokenizer_config'];
  const length = isObject(tokenizer)
    ? tokenizer['model_max_length']
    : hyperparameters['max_length'];
  return typeof length === 'number' && length >= 1 ? Math.min(length, maxTokens) : undefined;
}
