import type { ImageSize } from '../dimensions.ts';
import type { HeaderReader } from './header.ts';
import { ascii, maxParts } from './header.ts';
import { exifOrientation } from './tiff.ts';

const [endOfImage, startOfScan, app1] = [0xd9, 0xda, 0xe1];

/** Markers without a length: TEM, and the restart markers within pixels. */
const standsAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/**
 * Start-of-frame markers, but for those that stand for other things in the same range (ITU-T T.81,
 * table B.1).
 */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * Walks all markers up to the end of the image, so that the end of a thumbnail inside EXIF is not
 * taken for the file's: undefined where there is no end. What cameras append is not looked at.
 */
export const readJpeg: HeaderReader = (bytes, view) => {
  let size: ImageSize | undefined;
  let [bits, orientation]: (number | undefined)[] = [];
  let at = nextMarker(bytes, 2);
  for (let left = maxParts; at !== undefined && bytes[at] !== endOfImage; left -= 1) {
    if (left === 0) return undefined;
    const marker = bytes[at] ?? 0;
    const end = standsAlone(marker) ? at + 1 : at + 1 + view.getUint16(at + 1);
    if (isFrame(marker)) {
      size ??= { height: view.getUint16(at + 4), width: view.getUint16(at + 6) };
      bits ??= view.getUint8(at + 3);
    }
    if (marker === app1 && ascii(bytes, at + 3, 6) === 'Exif\0\0')
      orientation ??= exifOrientation(bytes.subarray(at + 9, end));
    at = nextMarker(bytes, marker === startOfScan ? endOfScan(bytes, end) : end);
  }
  if (at === undefined || !size) return undefined;
  // Medical archives and old scanners write 12.
  const unsupported = bits === 8 ? {} : { unsupported: `A JPEG with ${bits} bits` };
  return { size, orientation: orientation ?? 1, ...unsupported };
};

/** Place of the next marker's second byte. */
function nextMarker(bytes: Uint8Array, from: number): number | undefined {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1 && bytes[at] === 0xff) at += 1;
  return at === -1 || at >= bytes.length ? undefined : at;
}

/** Place of the first marker that does not belong to the pixels: 0 after 0xFF is a pixel's 0xFF. */
function endOfScan(bytes: Uint8Array, from: number): number {
  // Byte by byte: a search for 0xFF would be called for every second byte of a hostile file.
  for (let at = from; at + 1 < bytes.length; at += 1)
    if (bytes[at] === 0xff && bytes[at + 1] !== 0 && !standsAlone(bytes[at + 1] ?? 0)) return at;
  return bytes.length;
}
