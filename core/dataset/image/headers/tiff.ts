import type { HeaderReader } from './header.ts';
import { ascii, viewOf } from './header.ts';

/** Tags of TIFF 6.0, appendix A. */
const tags = {
  width: 256,
  height: 257,
  stripOffsets: 273,
  orientation: 274,
  stripBytes: 279,
  tileOffsets: 324,
  tileBytes: 325,
};
const [short, long, signedShort] = [3, 4, 8];
const entryBytes = 12;
/** Tiles of 16 x 16 pixels, the smallest there are, in the largest image. */
const maxStrips = 400_000;

/** Before an EXIF block in a JPEG. */
const prefix = 'Exif\0\0';

/** "II" or "MM" for the order of bytes, then 42 in that order. */
const signatures = [
  [0x49, 0x49, 42, 0],
  [0x4d, 0x4d, 0, 42],
];

/** Whether the bytes begin as a TIFF file does, or EXIF, which has the same form. */
export function isTiff(bytes: Uint8Array): boolean {
  return signatures.some((signature) => signature.every((byte, index) => bytes[index] === byte));
}

/**
 * First image of a TIFF file, from its directory (TIFF 6.0, section 2); undefined where the
 * directory or a part of the pixels is not there, as in a file that was cut off.
 */
export const readTiff: HeaderReader = (bytes) => {
  const directory = directoryOf(bytes);
  const [width] = directory?.(tags.width) ?? [];
  const [height] = directory?.(tags.height) ?? [];
  if (!directory || !width || !height || !hasPixels(directory, bytes.length)) return undefined;
  return { size: { width, height }, orientation: validOrientation(directory(tags.orientation)) };
};

/**
 * Orientation in an EXIF block; 1 where it says nothing that can be read. As the trainer's decoder
 * and viewers, it takes what stands there: behind JPEG's prefix (some writers put it in front once
 * more, or of another format's block), and in a directory that is cut off.
 */
export function exifOrientation(block: Uint8Array): number {
  const exif = ascii(block, 0, prefix.length) === prefix ? block.subarray(prefix.length) : block;
  if (!isTiff(exif)) return 1;
  try {
    return validOrientation(directoryOf(exif, { isWhole: false })?.(tags.orientation));
  } catch {
    return 1;
  }
}

const validOrientation = ([value = 1]: readonly number[] = []): number =>
  value >= 1 && value <= 8 ? value : 1;

/** Numbers of a tag, none where the tag is not there or has other values. */
type Directory = (tag: number) => readonly number[];

/**
 * @param options.isWhole true: a directory that is not wholly there is none
 * @throws RangeError where its beginning is not there
 */
function directoryOf(bytes: Uint8Array, { isWhole = true } = {}): Directory | undefined {
  const view = viewOf(bytes);
  const isLittle = bytes[0] === 0x49;
  const start = view.getUint32(4, isLittle);
  const count = view.getUint16(start, isLittle);
  const end = start + 2 + count * entryBytes;
  if (isWhole && end > bytes.length) return undefined;
  const places = new Map<number, number>();
  for (let at = start + 2; at + entryBytes <= Math.min(end, bytes.length); at += entryBytes)
    places.set(view.getUint16(at, isLittle), at);
  return (tag) => {
    const at = places.get(tag);
    return at === undefined ? [] : valuesAt(view, at, isLittle);
  };
}

/** Values of up to 4 bytes stand in the entry itself, others where it points. */
function valuesAt(view: DataView, at: number, isLittle: boolean): number[] {
  const type = view.getUint16(at + 2, isLittle);
  const count = view.getUint32(at + 4, isLittle);
  const isShort = type === short || type === signedShort;
  if (!isShort && type !== long) return [];
  const bytes = isShort ? 2 : 4;
  const from = count * bytes <= 4 ? at + 8 : view.getUint32(at + 8, isLittle);
  // Asked before the array is made: a count may say four thousand million.
  if (from + count * bytes > view.byteLength || count > maxStrips) throw new RangeError('cut off');
  return Array.from({ length: count }, (_, index) =>
    isShort
      ? view.getUint16(from + index * bytes, isLittle)
      : view.getUint32(from + index * bytes, isLittle),
  );
}

/** Whether every strip or tile lies inside the file. */
function hasPixels(directory: Directory, length: number): boolean {
  const isStripped = directory(tags.stripOffsets).length > 0;
  const offsets = directory(isStripped ? tags.stripOffsets : tags.tileOffsets);
  const sizes = directory(isStripped ? tags.stripBytes : tags.tileBytes);
  return offsets.every((offset, index) => offset + (sizes[index] ?? 0) <= length);
}
