import { isTiff, tiffSize } from './tiff.ts';

const startsWith = (bytes: Uint8Array, prefix: readonly number[], at = 0): boolean =>
  prefix.every((byte, index) => bytes[at + index] === byte);

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/**
 * Format of an image file, or undefined where the bytes are not a whole image that we take. Looks
 * at the frame of the file (signature, end marker, chunk lengths), not at its pixels: a truncated
 * upload is found here, at once; damaged pixels are found by the trainer.
 */
export function imageFormat(
  bytes: Uint8Array,
): 'png' | 'jpeg' | 'gif' | 'bmp' | 'tiff' | 'webp' | undefined {
  if (startsWith(bytes, [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a]))
    return isWholePng(bytes) ? 'png' : undefined;
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return isWholeJpeg(bytes) ? 'jpeg' : undefined;
  if (startsWith(bytes, ascii('GIF8'))) return 'gif';
  if (startsWith(bytes, ascii('BM')) && lengthAt(bytes, 2, true) === bytes.length) return 'bmp';
  if (isTiff(bytes)) return tiffSize(bytes) ? 'tiff' : undefined;
  const isWebp = startsWith(bytes, ascii('RIFF')) && startsWith(bytes, ascii('WEBP'), 8);
  return isWebp && lengthAt(bytes, 4, true) + 8 <= bytes.length ? 'webp' : undefined;
}

/** The format that a file of these first bytes (16 are enough) says it has. */
export function imageSignature(start: Uint8Array): ReturnType<typeof imageFormat> {
  if (startsWith(start, [0x89, ...ascii('PNG')])) return 'png';
  if (startsWith(start, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(start, ascii('GIF8'))) return 'gif';
  if (startsWith(start, ascii('BM'))) return 'bmp';
  if (isTiff(start)) return 'tiff';
  const isWebp = startsWith(start, ascii('RIFF')) && startsWith(start, ascii('WEBP'), 8);
  return isWebp ? 'webp' : undefined;
}

function isWholePng(bytes: Uint8Array): boolean {
  let at = 8;
  while (at + 12 <= bytes.length) {
    if (startsWith(bytes, ascii('IEND'), at + 4)) return true;
    at += 12 + lengthAt(bytes, at, false);
  }
  return false;
}

/** Some cameras pad after the end marker, so it is looked for in the last 64 KiB. */
function isWholeJpeg(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= Math.max(0, bytes.length - 65_536); at -= 1) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

function lengthAt(bytes: Uint8Array, at: number, isLittleEndian: boolean): number {
  if (at + 4 > bytes.length) return -1;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(
    at,
    isLittleEndian,
  );
}
