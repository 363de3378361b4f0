import type { ImageSize } from './dimensions.ts';
import { imageFormat } from './image-format.ts';
import { tiffSize } from './tiff.ts';

/**
 * Size of an image, read from its header; undefined where the bytes are not an image that we take.
 */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (imageFormat(bytes)) {
    case 'png':
      return { width: view.getUint32(16), height: view.getUint32(20) };
    case 'gif':
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case 'bmp':
      // A negative height says that the first row is the top one.
      return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
    case 'jpeg':
      return jpegSize(view);
    case 'tiff':
      return tiffSize(bytes);
    case 'webp':
      return webpSize(view);
    case undefined:
      return undefined;
  }
}

/**
 * Start-of-frame markers, but for those that stand for other things in the same range (ITU-T T.81,
 * table B.1).
 */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(view: DataView): ImageSize | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/**
 * The three kinds of https://developers.google.com/speed/webp/docs/riff_container: lossy, lossless,
 * extended.
 */
function webpSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 30) return undefined;
  const kind = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
  const uint24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  if (kind === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 };
  if (kind === 'VP8 ')
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind !== 'VP8L') return undefined;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}
