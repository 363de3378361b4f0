import { zlibSync } from 'fflate';
import type { ImageSize } from '../../../core/dataset/image/dimensions.ts';
import { concat } from '../bytes.ts';
import { turnedPoint } from './turn.ts';

/** Pixels of an image, row after row: 255 belongs to the object, 0 does not. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/**
 * Runs of pixels, outside and inside in turn, column after column; as numbers, or in COCO's
 * characters.
 */
export interface RunLengths {
  readonly counts: readonly number[] | string;
  /** height, width */
  readonly size: readonly [number, number];
}

/** @param runs such as `problemOfRuns` finds nothing wrong with */
export function bitmapOfRuns({ counts, size: [height, width] }: RunLengths): Bitmap {
  const pixels = new Uint8Array(width * height);
  const runs = typeof counts === 'string' ? runsOf(counts) : counts;
  let at = 0;
  runs.forEach((length, index) => {
    for (const end = at + length; at < end; at += 1)
      if (index % 2 === 1) pixels[(at % height) * width + Math.floor(at / height)] = 255;
  });
  return { width, height, pixels };
}

/**
 * What is wrong with run lengths for a picture of this size, for a person; undefined: nothing. They
 * are drawn only then: some texts of a few characters stand for billions of pixels.
 */
export function problemOfRuns({ counts, size }: RunLengths, of: ImageSize): string | undefined {
  const [height, width] = size;
  if (height !== of.height || width !== of.width)
    return `its mask is of ${width} x ${height} pixels and the image of ${of.width} x ${of.height}`;
  const runs = typeof counts === 'string' ? runsOf(counts) : counts;
  const wrong = runs.find((run) => !Number.isSafeInteger(run) || run < 0);
  if (wrong !== undefined) return `the run length ${wrong} of its mask is no count of pixels`;
  const sum = runs.reduce((all, run) => all + run, 0);
  if (sum === width * height) return undefined;
  return `the run lengths of its mask sum to ${sum}, and the image has ${width * height} pixels`;
}

/** x, y, width, height around what is inside; undefined where nothing is. */
export function boundsOf({ width, height, pixels }: Bitmap) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let at = pixels.indexOf(255); at >= 0; at = pixels.indexOf(255, at + 1)) {
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return right < 0 ? undefined : ([left, top, right - left + 1, bottom - top + 1] as const);
}

/** The bitmap of a picture as it is stored, as people see it. @param orientation EXIF's, 1 to 8 */
export function turned(bitmap: Bitmap, orientation: number): Bitmap {
  if (orientation === 1) return bitmap;
  const isSwapped = orientation > 4;
  const width = isSwapped ? bitmap.height : bitmap.width;
  const height = isSwapped ? bitmap.width : bitmap.height;
  const pixels = new Uint8Array(width * height);
  for (let at = bitmap.pixels.indexOf(255); at >= 0; at = bitmap.pixels.indexOf(255, at + 1)) {
    // By their centres: no pixel falls on a border.
    const row = (Math.floor(at / bitmap.width) + 0.5) / bitmap.height;
    const col = ((at % bitmap.width) + 0.5) / bitmap.width;
    const [newRow, newCol] = turnedPoint([row, col], orientation);
    pixels[Math.floor(newRow * height) * width + Math.floor(newCol * width)] = 255;
  }
  return { width, height, pixels };
}

/**
 * COCO's own characters, as its reference code reads them: 5 bits each, lowest first, from `0` on;
 * bit 5 says that more follow, bit 4 of the last is the sign; from the fourth run on, the
 * difference to the run before the last.
 */
function runsOf(text: string): number[] {
  const runs: number[] = [];
  let [value, shift] = [0, 0];
  for (const letter of text) {
    const bits = letter.charCodeAt(0) - 48;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    if (bits & 16) value |= -1 << shift;
    runs.push(runs.length > 2 ? value + (runs.at(-2) ?? 0) : value);
    [value, shift] = [0, 0];
  }
  return runs;
}

/** What lies inside any of several polygons (x, y, x, y, …): a pixel does where its centre does. */
export function bitmapOfPolygons(
  polygons: readonly (readonly number[])[],
  { width, height }: { readonly width: number; readonly height: number },
): Bitmap {
  const pixels = new Uint8Array(width * height);
  for (const polygon of polygons)
    for (let row = 0; row < height; row += 1) {
      const edges = crossings(polygon, row + 0.5);
      for (let index = 0; index + 1 < edges.length; index += 2)
        pixels.fill(255, ...between(edges[index] ?? 0, edges[index + 1] ?? 0, { row, width }));
    }
  return { width, height, pixels };
}

/** Where the polygon's sides cross a horizontal line, from left to right. */
function crossings(polygon: readonly number[], y: number): number[] {
  const corner = (at: number) => polygon[at % polygon.length] ?? 0;
  const found: number[] = [];
  for (let at = 0; at < polygon.length; at += 2) {
    const [x1, y1, x2, y2] = [corner(at), corner(at + 1), corner(at + 2), corner(at + 3)];
    if (y1 <= y !== y2 <= y) found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  }
  return found.toSorted((a, b) => a - b);
}

function between(
  left: number,
  right: number,
  { row, width }: { readonly row: number; readonly width: number },
): [number, number] {
  const column = (x: number) => row * width + Math.min(width, Math.max(0, Math.ceil(x - 0.5)));
  return [column(left), column(right)];
}

/** The bitmap as a greyscale PNG. */
export function pngOf({ width, height, pixels }: Bitmap): Uint8Array {
  const header = new Uint8Array(13);
  header.set([...bigEndian(width), ...bigEndian(height), 8, 0, 0, 0, 0]);
  // Each row begins with its filter: none.
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row += 1)
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return concat([signature, chunk('IHDR', header), chunk('IDAT', zlibSync(rows)), chunk('IEND')]);
}

function chunk(name: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  const body = concat([new TextEncoder().encode(name), data]);
  return concat([bigEndian(data.length), body, bigEndian(crc32(body))]);
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** As PNG has it: the polynomial of ISO 3309, least bit first. */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (crcTable[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
