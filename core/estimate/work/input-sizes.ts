import type { WorkData } from './work-data.ts';

/** Bytes of a pixel in a photograph as JPEG keeps it, some two bits for each of three colours. */
const bytesPerPixel = 0.25;
/** A photograph of a megapixel, where nothing at all is known. */
const unknownPixels = 1_000_000;

/** Larger pictures are refused when they are added. */
const maxPixels = 100_000_000;

/** Mean pixels of a stored picture: counted, else from its bytes. */
export function inputPixels({ sizes, objectBytes, rows }: WorkData): number {
  if (sizes.meanPixels !== undefined) return sizes.meanPixels;
  if (objectBytes <= 0 || rows <= 0) return unknownPixels;
  return Math.min(maxPixels, objectBytes / rows / bytesPerPixel);
}
