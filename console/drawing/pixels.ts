import { anomalousFrom, heatColour } from '../../client/drawing/heat-colours.ts';

/** RGBA, row after row. */
type Pixels = Uint8ClampedArray;

/**
 * Colours a mask: its pixels that are not black take the colour, its edge opaquely; the others are
 * seen through.
 * @param pixels of the grey mask; changed in place
 * @param width of a row
 */
export function tintMask(pixels: Pixels, width: number, rgb: readonly number[]): void {
  const count = pixels.length / 4;
  const inside = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) inside[at] = isMarked(pixels, at) ? 1 : 0;
  for (let at = 0; at < count; at += 1) {
    pixels.set(rgb, at * 4);
    pixels[at * 4 + 3] = inside[at] ? (isEdge(inside, at, width) ? 255 : 150) : 0;
  }
}

function isMarked(pixels: Pixels, at: number): boolean {
  return pixels[at * 4]! > 0 && pixels[at * 4 + 3]! > 0;
}

/** True beside a pixel outside, and at the rim of the picture. */
function isEdge(inside: Uint8Array, at: number, width: number): boolean {
  const column = at % width;
  const isIn = (neighbour: number, isThere: boolean) => isThere && inside[neighbour] === 1;
  return !(
    isIn(at - 1, column > 0) &&
    isIn(at + 1, column < width - 1) &&
    isIn(at - width, at >= width) &&
    isIn(at + width, at + width < inside.length)
  );
}

/**
 * Colours a heat map: the hotter a pixel, the less is seen of what lies below; what is colder than
 * `from` is not shown.
 * @param pixels of the grey map; changed in place
 * @param from 0 to 255; absent: everything is shown
 */
export function tintHeat(pixels: Pixels, from = 0): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const value = pixels[at]!;
    pixels.set(heatColour(value / 255), at);
    pixels[at + 3] = value < from ? 0 : value;
  }
}

/** What part of a heat map counts as anomalous, 0 to 1. */
export function hotShare(pixels: Pixels, from = anomalousFrom): number {
  let hot = 0;
  for (let at = 0; at < pixels.length; at += 4) if (pixels[at]! >= from) hot += 1;
  return pixels.length === 0 ? 0 : hot / (pixels.length / 4);
}

/** Where a heat map is hottest, as shares of its width and height: the middle of what is as hot. */
export function hottest(pixels: Pixels, width: number): { x: number; y: number } {
  let [most, sumX, sumY, count] = [-1, 0, 0, 0];
  for (let at = 0; at < pixels.length / 4; at += 1) {
    const value = pixels[at * 4]!;
    if (value < most) continue;
    if (value > most) [most, sumX, sumY, count] = [value, 0, 0, 0];
    [sumX, sumY, count] = [sumX + (at % width), sumY + Math.floor(at / width), count + 1];
  }
  const height = pixels.length / 4 / width;
  return { x: (sumX / count + 0.5) / width, y: (sumY / count + 0.5) / height };
}
