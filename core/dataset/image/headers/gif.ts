import type { HeaderReader } from './header.ts';

const [extension, image] = [0x21, 0x2c];

/** Bytes of a colour table, as its flags say. */
const tableBytes = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

/**
 * Walks the blocks up to the end of the first frame, which is the one that is taken; undefined
 * where there is none. A frame that is larger than the screen makes the picture larger, as
 * decoders do it.
 */
export const readGif: HeaderReader = (bytes, view) => {
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  let at = 13 + tableBytes(view.getUint8(10));
  while (bytes[at] === extension) at = afterBlocks(bytes, at + 2);
  if (bytes[at] !== image) return undefined;
  const [left, top] = [view.getUint16(at + 1, true), view.getUint16(at + 3, true)];
  const right = left + view.getUint16(at + 5, true);
  const bottom = top + view.getUint16(at + 7, true);
  afterBlocks(bytes, at + 11 + tableBytes(view.getUint8(at + 9)));
  return {
    size: { width: Math.max(width, right), height: Math.max(height, bottom) },
    orientation: 1,
  };
};

/** Place behind a row of blocks, which an empty one ends. @throws RangeError where it is cut off */
function afterBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  let size = bytes[at];
  while (size) {
    at += 1 + size;
    size = bytes[at];
  }
  if (size === undefined) throw new RangeError('cut off');
  return at + 1;
}
