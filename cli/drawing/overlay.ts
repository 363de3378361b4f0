import sharp from 'sharp';
import type { Picture } from './picture.ts';
import type { Colour } from '../../client/drawing/concept-colours.ts';

/** Translucent colours that are laid on a picture: RGBA, row after row, of the picture's size. */
export interface Overlay {
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Which pixels of a picture belong to a region: 1 or 0, row after row. */
export type Area = Uint8Array;

const fillAlpha = 110;
const edgeAlpha = 255;

export function emptyOverlay({ width, height }: Picture): Overlay {
  return { pixels: Buffer.alloc(width * height * 4), width, height };
}

/**
 * The pixels of a mask in the size of a picture: those that are not black.
 * @throws Error of sharp where it is not a picture
 */
export async function areaOfMask(
  mask: string | Uint8Array,
  size: Pick<Picture, 'width' | 'height'>,
): Promise<Area> {
  const grey = await greyPixels(mask, size, 'nearest');
  return grey.map((value) => (value > 0 ? 1 : 0));
}

/** A grey PNG in base64 or bytes, 0 to 255, in the size of a picture. */
export async function greyPixels(
  png: string | Uint8Array,
  { width, height }: Pick<Picture, 'width' | 'height'>,
  kernel: 'nearest' | 'cubic',
): Promise<Uint8Array> {
  const bytes = typeof png === 'string' ? Buffer.from(png, 'base64') : png;
  const pixels = await sharp(bytes)
    .resize(width, height, { fit: 'fill', kernel })
    .removeAlpha()
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer();
  return new Uint8Array(pixels);
}

/** Colours an area, and its edge more strongly. @param thickness of the edge in pixels */
export function colourArea(overlay: Overlay, area: Area, colour: Colour, thickness: number): void {
  const { width, height } = overlay;
  for (let at = 0; at < width * height; at += 1)
    if (area[at]) paint(overlay, at, colour, fillAlpha);
  drawEdge(overlay, area, colour, thickness);
}

/** Draws the inner edge of an area. @param thickness in pixels */
export function drawEdge(overlay: Overlay, area: Area, colour: Colour, thickness: number): void {
  const { width, height } = overlay;
  const isInside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && area[y * width + x] === 1;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (!isInside(x, y)) continue;
      const isEdge =
        !isInside(x - thickness, y) ||
        !isInside(x + thickness, y) ||
        !isInside(x, y - thickness) ||
        !isInside(x, y + thickness);
      if (isEdge) paint(overlay, y * width + x, colour, edgeAlpha);
    }
}

function paint({ pixels }: Overlay, at: number, { rgb }: Colour, alpha: number): void {
  pixels.set(rgb, at * 4);
  pixels[at * 4 + 3] = alpha;
}

/** How many pixels an area has. */
export function sizeOfArea(area: Area): number {
  let size = 0;
  for (const each of area) size += each;
  return size;
}
