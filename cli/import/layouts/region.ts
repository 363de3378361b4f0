import type { NewRegion } from '../../../client/parts.ts';
import type { ImageSize } from '../../../core/dataset/image/dimensions.ts';
import type { PixelRegion } from '../entry.ts';
import { bitmapOfPolygons, bitmapOfRuns, pngOf } from './mask.ts';
import type { Bitmap } from './mask.ts';

/**
 * Pixels as shares of the image, what sticks out of it cut off. One polygon stays one; several, or
 * run lengths, become a mask.
 */
export function regionToWire(region: PixelRegion, size: ImageSize): NewRegion {
  const { polygons = [], runs } = region;
  const [polygon] = polygons;
  const place = { bounding_box: boxToWire(region.box, size) };
  const data = { concepts: [{ id: region.concept }] };
  if (runs) return { region_info: { ...place, mask: maskToWire(bitmapOfRuns(runs)) }, data };
  if (polygons.length > 1)
    return { region_info: { ...place, mask: maskToWire(bitmapOfPolygons(polygons, size)) }, data };
  const corners = polygon ? { polygon: { points: pointsToWire(polygon, size) } } : {};
  return { region_info: { ...place, ...corners }, data };
}

const share = (value: number, of: number) => Math.min(1, Math.max(0, value / of));

function boxToWire([x, y, boxWidth, boxHeight]: PixelRegion['box'], { width, height }: ImageSize) {
  return {
    top_row: share(y, height),
    left_col: share(x, width),
    bottom_row: share(y + boxHeight, height),
    right_col: share(x + boxWidth, width),
  };
}

function pointsToWire(polygon: readonly number[], { width, height }: ImageSize) {
  return Array.from({ length: Math.floor(polygon.length / 2) }, (_, index) => ({
    row: share(polygon[2 * index + 1] ?? 0, height),
    col: share(polygon[2 * index] ?? 0, width),
  }));
}

function maskToWire(bitmap: Bitmap) {
  return { image: { base64: pngOf(bitmap).toString('base64') } };
}
