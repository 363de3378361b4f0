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
  const text = JSON.stringify(box);
  if (width <= 0 || height <= 0)
    return `its box ${text} has no area: x, y, width and height are wanted, the last two above 0`;
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(of.width, x + width), Math.min(of.height, y + height)];
  if (right <= left || bottom <= top)
    return `its box ${text} lies outside the image of ${of.width} x ${of.height}`;
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

function cutOff(what: string, { width, height }: ImageSize): Note {
  return {
    word: 'cut-off',
    detail: `${what} sticks out of the image of ${width} x ${height} and is cut off`,
  };
}

/**
 * Of an image whose annotations were refused in part: without them it may look like a background
 * that it is not. None where all were read.
 */
export function notesOfRefused(count: number): Note[] {
  const detail = `${count} of its annotations were refused, and it is imported without them`;
  return count > 0 ? [{ word: 'without-annotation', detail }] : [];
}
