import type { HeaderReader } from './header.ts';

/** Bytes of the header of OS/2, whose sizes have 16 bits. */
const oldHeader = 12;

/** A BMP says how long its file is; undefined where that is not so. */
export const readBmp: HeaderReader = (bytes, view) => {
  if (view.getUint32(2, true) !== bytes.length) return undefined;
  const isOld = view.getUint32(14, true) === oldHeader;
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  // A negative height says that the first row is the top one.
  const height = isOld ? view.getUint16(20, true) : Math.abs(view.getInt32(22, true));
  return { size: { width, height }, orientation: 1 };
};
