import type { ImageSize } from './dimensions.ts';

const [imageWidth, imageLength] = [256, 257];
const short = 3;
const entryBytes = 12;

/** "II" or "MM" for the order of bytes, then 42 in that order. */
const signatures = [
  [0x49, 0x49, 42, 0],
  [0x4d, 0x4d, 0, 42],
];

/** Whether the bytes begin as a TIFF file does. */
export function isTiff(bytes: Uint8Array): boolean {
  return signatures.some((signature) => signature.every((byte, index) => bytes[index] === byte));
}

/**
 * Size of the first image of a TIFF file, from its directory (TIFF 6.0, section 2); undefined where
 * the directory is not wholly there, as in a file that was cut off: it usually stands behind the
 * pixels.
 */
export function tiffSize(bytes: Uint8Array): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittleEndian = bytes[0] === 0x49;
  const start = view.byteLength < 8 ? Infinity : view.getUint32(4, isLittleEndian);
  if (start + 2 > view.byteLength) return undefined;
  const count = view.getUint16(start, isLittleEndian);
  if (start + 2 + count * entryBytes > view.byteLength) return undefined;
  const values = new Map<number, number>();
  for (let at = start + 2; at < start + 2 + count * entryBytes; at += entryBytes) {
    const isShort = view.getUint16(at + 2, isLittleEndian) === short;
    const value = isShort
      ? view.getUint16(at + 8, isLittleEndian)
      : view.getUint32(at + 8, isLittleEndian);
    values.set(view.getUint16(at, isLittleEndian), value);
  }
  const [width, height] = [values.get(imageWidth), values.get(imageLength)];
  return width && height ? { width, height } : undefined;
}
