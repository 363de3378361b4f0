import type { HeaderReader } from './header.ts';
import { viewOf } from './header.ts';

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
const [short, long] = [3, 4];
const entryBytes = 12;

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

/** Orientation in an EXIF block; 1 where it says nothing that can be read. */
export function exifOrientation(exif: Uint8Array): number {
  if (!isTiff(exif)) return 1;
  try {
    return validOrientation(directoryOf(exif)?.(tags.orientation));
  } catch {
    return 1;
  }
}

const validOrientation = ([value = 1]: readonly number[] = []): number =>
  value >= 1 && value <= 8 ? value : 1;

/** Numbers of a tag, none where the tag is not there or has other values. */
type Directory = (tag: number) => readonly number[];

/** @throws RangeError where the directory is not wholly there */
function directoryOf(bytes: Uint8Array): Directory | undefined {
  const view = viewOf(bytes);
  const isLittle = bytes[0] === 0x49;
  const start = view.getUint32(4, isLittle);
  const count = view.getUint16(start, isLittle);
  if (start + 2 + count * entryBytes > bytes.length) return undefined;
  const places = new Map<number, number>();
  for (let at = start + 2; at < start + 2 + count * entryBytes; at += entryBytes)
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
  if (type !== short && type !== long) return [];
  const bytes = type === short ? 2 : 4;
  const from = count * bytes <= 4 ? at + 8 : view.getUint32(at + 8, isLittle);
  // Asked before the array is made: a count may say four thousand million.
  if (from + count * bytes > view.byteLength) throw new RangeError('cut off');
  return Array.from({ length: count }, (_, index) =>
    type === short
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
