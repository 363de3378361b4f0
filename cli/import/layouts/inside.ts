import type { ImageSize } from '../../../core/dataset/image/dimensions.ts';
import type { Note, PixelRegion } from '../entry.ts';

type Box = NonNullable<PixelRegion['box']>;

/** Share of the size that is lost to rounding where decimals are written. */
const tolerance = 1e-4;

export interface Inside {
  readonly box: Box;
  readonly notes: readonly Note[];
}

/**
 * The part of a box that lies in its picture.
 * @param of its size, in the unit of the box
 * @returns a part of a sentence where nothing of it does, or the box is none
 */
export function insideOf(box: Box, of: ImageSize): Inside | string {
  const [x, y, width, height] = box;
  const text = JSON.stringify(box.map((value) => Number(value.toFixed(6))));
  if (width <= 0 || height <= 0)
    return `its box ${text} has no area: x, y, width and height are wanted, the last two above 0`;
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(of.width, x + width), Math.min(of.height, y + height)];
  if (right <= left || bottom <= top) return `its box ${text} lies outside ${imageIn(of)}`;
  const inside: Box = [left, top, right - left, bottom - top];
  const isCut = inside.some((value, at) => Math.abs(value - (box[at] ?? 0)) > tolerance * of.width);
  return { box: inside, notes: isCut ? [cutOff(`the box ${text}`, of)] : [] };
}

/** x, y, width, height around corners x, y, x, y, …. */
export function boundsOfCorners(polygon: readonly number[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < polygon.length; at += 2) {
    const [x = 0, y = 0] = polygon.slice(at, at + 2);
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return [left, top, right - left, bottom - top];
}

/** What is said of corners that stick out; they are moved to the border. */
export function notesOfCorners(polygon: readonly number[], of: ImageSize): Note[] {
  const isOut = polygon.some((value, at) => {
    const most = at % 2 === 0 ? of.width : of.height;
    return value < -tolerance * most || value > (1 + tolerance) * most;
  });
  return isOut ? [cutOff('a polygon', of)] : [];
}

function cutOff(what: string, of: ImageSize): Note {
  return { word: 'cut-off', detail: `${what} sticks out of ${imageIn(of)} and is cut off` };
}

/** An image by its size; in shares of its sides, as YOLO writes them, its size is 1. */
function imageIn({ width, height }: ImageSize): string {
  return width === 1 && height === 1
    ? 'the image (in shares of its sides)'
    : `the image of ${width} x ${height}`;
}
