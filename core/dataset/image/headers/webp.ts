import type { ImageSize } from '../dimensions.ts';
import type { HeaderReader } from './header.ts';
import { ascii, maxParts } from './header.ts';
import { exifOrientation } from './tiff.ts';

/**
 * The three kinds of https://developers.google.com/speed/webp/docs/riff_container: lossy, lossless,
 * extended. Undefined where the file ends before it says.
 */
export const readWebp: HeaderReader = (bytes, view) => {
  const end = view.getUint32(4, true) + 8;
  const size = end <= bytes.length ? sizeOf(ascii(bytes, 12, 4), view) : undefined;
  return size && { size, orientation: orientationOf(bytes, view, end) };
};

function sizeOf(kind: string, view: DataView): ImageSize | undefined {
  const uint24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  if (kind === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 };
  if (kind === 'VP8 ')
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind !== 'VP8L') return undefined;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

/** Bit of the extended kind's flags: there is EXIF. Without it a chunk of that name is none. */
const hasExif = 0x08;

/** Only the extended kind has chunks beside its pixels. Chunks are padded to an even length. */
function orientationOf(bytes: Uint8Array, view: DataView, end: number): number {
  if (ascii(bytes, 12, 4) !== 'VP8X' || (view.getUint8(20) & hasExif) === 0) return 1;
  let left = maxParts;
  for (let at = 12; at + 8 <= end && left > 0; left -= 1) {
    const length = view.getUint32(at + 4, true);
    if (ascii(bytes, at, 4) === 'EXIF')
      return exifOrientation(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  return 1;
}
