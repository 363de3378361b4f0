import type { HeaderReader } from './header.ts';

/** Bytes of the header of OS/2, whose sizes have 16 bits. */
const oldHeader = 12;

/**
 * A BMP says how long its file is; undefined where it is shorter. Photoshop appends two bytes, and
 * other writers leave the length at 0: there the pixels of a picture without compression are asked.
 */
export const readBmp: HeaderReader = (bytes, view) => {
  if (view.getUint32(2, true) > bytes.length) return undefined;
  const isOld = view.getUint32(14, true) === oldHeader;
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  // A negative height says that the first row is the top one.
  const height = isOld ? view.getUint16(20, true) : Math.abs(view.getInt32(22, true));
  const isPlain = isOld || view.getUint32(30, true) === 0;
  const rowBytes = 4 * Math.ceil((width * view.getUint16(isOld ? 24 : 28, true)) / 32);
  if (isPlain && view.getUint32(10, true) + rowBytes * height > bytes.length) return undefined;
  return { size: { width, height }, orientation: 1 };
};
