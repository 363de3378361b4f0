import { ascii } from './header.ts';

/** Signatures of what people also call pictures, at the start of the file. */
const signatures: readonly (readonly [start: string, name: string])[] = [
  ['\0\0\x01\0', 'An icon file (ICO)'],
  ['8BPS', 'A Photoshop file (PSD)'],
  ['%PDF', 'A PDF file'],
  ['\0\0\0\x0cjP  ', 'A JPEG 2000 image'],
  ['\xff\x4f\xff\x51', 'A JPEG 2000 image'],
  ['\0\0\0\x0cJXL ', 'A JPEG XL image'],
  ['\xff\x0a', 'A JPEG XL image'],
  ['II\x2b\0', 'A BigTIFF image'],
  ['MM\0\x2b', 'A BigTIFF image'],
  ['<svg', 'A drawing (SVG)'],
  ['<?xml', 'A drawing or other XML file'],
];

/** Brands of ISO base media files (ISO/IEC 23008-12) that hold a picture. */
const brands: Readonly<Record<string, string>> = {
  heic: 'A HEIC image, as iPhones make it by default,',
  heix: 'A HEIC image, as iPhones make it by default,',
  hevc: 'A HEIC image, as iPhones make it by default,',
  mif1: 'A HEIF image',
  msf1: 'A HEIF image',
};

/** Name of a known format that is not taken; undefined where the bytes are none. */
export function foreignFormat(bytes: Uint8Array): string | undefined {
  const start = ascii(bytes, 0, 16);
  if (start.slice(4, 8) === 'ftyp') return brands[start.slice(8, 12)];
  return signatures.find(([signature]) => start.startsWith(signature))?.[1];
}
