import type { ManifestRegion } from '../dataset/version/dataset-version.ts';
import { imageSize } from '../dataset/image/image-size.ts';
import type { ImageSize } from '../dataset/image/image-size.ts';
import type { Png } from '../dataset/image/png.ts';
import { decodePng } from '../dataset/image/png.ts';
import { fail } from '../errors.ts';
import { polygonPixels } from './polygon-pixels.ts';

/** top, left, bottom, right, as shares of the image's height and width. */
export type Box = readonly [number, number, number, number];

/** Reads the object of this digest. */
export type ReadObject = (digest: string) => Promise<Uint8Array>;

/** Longer side of what pixels are counted on: enough to tell models apart, and few enough to count 2,000 images. */
const maxPixelsOnASide = 512;

/**
 * The pixels that an image is measured on: its own, fewer where it is large.
 * @throws DeeptuneError input-unsupported-format where its size is not to be read
 */
export function gridOf(image: Uint8Array): ImageSize {
  const size = imageSize(image);
  if (!size) throw fail('inputUnsupported', 'The size of the image cannot be read');
  const factor = Math.min(1, maxPixelsOnASide / Math.max(size.width, size.height));
  const fitted = (side: number) => Math.max(1, Math.round(side * factor));
  return { width: fitted(size.width), height: fitted(size.height) };
}

/** The pixels of a region, 1 each, from the most exact shape that it has (as `pixels_of` in the container). */
export async function pixelsOf(
  { mask, polygon, box }: ManifestRegion,
  grid: ImageSize,
  read: ReadObject,
): Promise<Uint8Array> {
  if (mask !== null) return maskPixels(decodePng(await read(mask)), grid);
  if (polygon !== null) return polygonPixels(polygon, grid);
  return boxPixels(box ?? [0, 0, 0, 0], grid);
}

/** The box of a region: its own, else the one around its polygon or its mask (as `region_of` in the container). */
export async function boxOf(
  { box, polygon, mask }: ManifestRegion,
  read: ReadObject,
): Promise<Box | undefined> {
  if (box !== null) return box;
  if (polygon !== null) return boxOfPolygon(polygon);
  return mask === null ? undefined : boxOfMask(decodePng(await read(mask)));
}

function boxOfPolygon(polygon: NonNullable<ManifestRegion['polygon']>): Box {
  const [rows, columns] = [polygon.map(([row]) => row), polygon.map(([, column]) => column)];
  return [Math.min(...rows), Math.min(...columns), Math.max(...rows), Math.max(...columns)];
}

function boxOfMask({ width, height, values }: Png): Box | undefined {
  let [top, left, bottom, right] = [height, width, 0, 0];
  values.forEach((value, at) => {
    if (value === 0) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
  });
  return bottom === 0 ? undefined : [top / height, left / width, bottom / height, right / width];
}

/** A mask in another size, each pixel as its nearest. */
export function maskPixels(mask: Png, grid: ImageSize): Uint8Array {
  return resized(mask, grid).map((value) => (value === 0 ? 0 : 1));
}

/** The values of an image in another size, each pixel as its nearest. */
export function resized({ width, height, values }: Png, grid: ImageSize): Uint8Array {
  const [columns, rows] = [nearest(width, grid.width), nearest(height, grid.height)];
  const found = new Uint8Array(grid.width * grid.height);
  rows.forEach((row, y) =>
    columns.forEach((column, x) => {
      found[y * grid.width + x] = values[row * width + column] ?? 0;
    }),
  );
  return found;
}

/** Which of `from` pixels each of `to` takes. Summed up as Pillow does, whose rounding decides on the border of two pixels. */
function nearest(from: number, to: number): number[] {
  const step = from / to;
  let centre = step / 2;
  return Array.from({ length: to }, () => {
    const place = Math.min(from - 1, Math.floor(centre));
    centre += step;
    return place;
  });
}

function boxPixels([top, left, bottom, right]: Box, { width, height }: ImageSize): Uint8Array {
  const pixels = new Uint8Array(width * height);
  for (let y = Math.floor(top * height); y < Math.ceil(bottom * height); y += 1)
    pixels.fill(1, y * width + Math.floor(left * width), y * width + Math.ceil(right * width));
  return pixels;
}
