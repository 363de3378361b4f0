import type { WorkFacts } from './training-facts.ts';
import { sidesIn } from './settings.ts';
import type { JsonObject } from '../../json.ts';

/** The coarsest feature map: pictures are padded to multiples of it. */
const stride = 32;
/** Of pictures whose shape is not known: 4:3. */
export const usualAspectRatio = 4 / 3;

/** Pixels of a picture that a classifier, an embedder or PatchCore sees: nothing is padded. */
export function cutPixels(values: JsonObject, usualSide: number): number {
  const [width = usualSide, height = width] = sidesIn(values['image_size'], [usualSide]);
  return width * height;
}

/**
 * Mean pixels of a picture that a detector or a segmenter sees: one number is its shorter side,
 * whose shape is kept, and both sides are padded.
 */
export function paddedPixels(values: JsonObject, { data }: Pick<WorkFacts, 'data'>): number {
  const sides = sidesIn(values['image_size'], [320]);
  const ranges = ['random_resize_lower', 'random_resize_upper'].map((name) =>
    sidesIn(values[name], sides),
  );
  const [lower = sides, upper = sides] = ranges;
  const ratio = Math.min(
    data.sizes.meanAspectRatio ?? usualAspectRatio,
    values['max_aspect_ratio'] === undefined ? 3 : Number(values['max_aspect_ratio']),
  );
  const keeps = values['keep_aspect_ratio'] ?? sides.length === 1;
  return (pixelsOf(lower, keeps ? ratio : 1) + pixelsOf(upper, keeps ? ratio : 1)) / 2;
}

/** Two numbers are what a picture fits into, and it is padded to it. */
function pixelsOf(sides: readonly number[], ratio: number): number {
  const [width = 1, height = width] = sides;
  return padded(sides.length === 1 ? width * ratio : width) * padded(height);
}

const padded = (side: number) => Math.ceil(side / stride) * stride;
