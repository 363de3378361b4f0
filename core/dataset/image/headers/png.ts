import type { HeaderReader } from './header.ts';
import { ascii } from './header.ts';
import { exifOrientation } from './tiff.ts';

/** Walks the chunks to the last, IEND: undefined where it, or the pixels, are not there. */
export const readPng: HeaderReader = (bytes, view) => {
  let [hasPixels, orientation] = [false, 1];
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const name = ascii(bytes, at + 4, 4);
    if (name === 'IDAT') hasPixels = true;
    if (name === 'eXIf')
      orientation = exifOrientation(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
    if (name !== 'IEND') continue;
    const size = { width: view.getUint32(16), height: view.getUint32(20) };
    return hasPixels ? { size, orientation } : undefined;
  }
  return undefined;
};
