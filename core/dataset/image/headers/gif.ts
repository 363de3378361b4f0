import type { HeaderReader } from './header.ts';

const [extension, image] = [0x21, 0x2c];

/** Bytes of a colour table, as its flags say. */
const tableBytes = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);

/**
 * Walks the blocks up to the end of the first frame, which is the one that is taken; undefined
 * where there is none. A frame that is larger than the screen makes the picture larger, as
 * decoders do it.
 */
export const readGif: HeaderReader = (_bytes, view) => {
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  let at = 13 + tableBytes(view.getUint8(10));
  while (view.getUint8(at) === extension) at = afterBlocks(view, at + 2);
  if (view.getUint8(at) !== image) return undefined;
  const [left, top] = [view.getUint16(at + 1, true), view.getUint16(at + 3, true)];
  const right = left + view.getUint16(at + 5, true);
  const bottom = top + view.getUint16(at + 7, true);
  afterBlocks(view, at + 11 + tableBytes(view.getUint8(at + 9)));
  return {
    size: { width: Math.max(width, right), height: Math.max(height, bottom) },
    orientation: 1,
  };
};

/** Place behind a row of blocks, which an empty one ends. @throws RangeError where it is cut off */
function afterBlocks(view: DataView, from: number): number {
  let at = from;
  while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
  return at + 1;
}
