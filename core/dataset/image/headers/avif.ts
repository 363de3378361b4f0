import type { ImageSize } from '../dimensions.ts';
import type { HeaderReader } from './header.ts';
import { ascii } from './header.ts';

/** A box of ISO base media files (ISO/IEC 14496-12): where its content begins and ends. */
interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const isAvifBrand = (brand: string) => brand === 'avif' || brand === 'avis';

/** Whether a file's first box says that it holds an AVIF image. */
export function isAvif(bytes: Uint8Array): boolean {
  if (ascii(bytes, 4, 4) !== 'ftyp') return false;
  const brand = ascii(bytes, 8, 4);
  if (isAvifBrand(brand)) return true;
  const compatible = ascii(bytes, 16, Math.min(64, (bytes[3] ?? 0) - 16)).match(/.{4}/gs) ?? [];
  return (brand === 'mif1' || brand === 'msf1') && compatible.some(isAvifBrand);
}

/**
 * The primary image's properties (ISO/IEC 23008-12, 6.5): its size and how it is turned. EXIF is
 * not asked: in this format the turn is a property of the image. Undefined where a box is cut off.
 */
export const readAvif: HeaderReader = (bytes, view) => {
  const boxes = boxesIn(view, { type: '', start: 0, end: bytes.length });
  const meta = boxes?.find(({ type }) => type === 'meta');
  if (!boxes || !meta) return undefined;
  // The boxes of `meta` stand behind its version and flags.
  const inner = boxesIn(view, { ...meta, start: meta.start + 4 }) ?? [];
  const properties = propertiesOf(view, inner);
  const size = properties.map((box) => sizeIn(view, box)).find((found) => found !== undefined);
  return size && { size, orientation: orientationIn(view, properties) };
};

/** Boxes one after the other; undefined where the last one is cut off. */
function boxesIn(view: DataView, { start, end }: Box): Box[] | undefined {
  const boxes: Box[] = [];
  for (let at = start; at < end; at = boxes.at(-1)?.end ?? end) {
    const size = view.getUint32(at);
    const large = size === 1 ? Number(view.getBigUint64(at + 8)) : size;
    const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)));
    const until = size === 0 ? end : at + large;
    if (until > end || until < at + 8) return undefined;
    boxes.push({ type, start: at + (size === 1 ? 16 : 8), end: until });
  }
  return boxes;
}

/** Properties that belong to the primary image. */
function propertiesOf(view: DataView, meta: readonly Box[]): Box[] {
  const find = (boxes: readonly Box[] | undefined, name: string) =>
    boxes?.find(({ type }) => type === name);
  const [primary, iprp] = [find(meta, 'pitm'), find(meta, 'iprp')];
  const parts = iprp && boxesIn(view, iprp);
  const [all, links] = [find(parts, 'ipco'), find(parts, 'ipma')];
  if (!primary || !all || !links) return [];
  const isWide = view.getUint8(primary.start) > 0;
  const id = isWide ? view.getUint32(primary.start + 4) : view.getUint16(primary.start + 4);
  const known = boxesIn(view, all) ?? [];
  return linksOf(view, links, id).flatMap((index) => known[index - 1] ?? []);
}

/** Numbers, from 1 on, of an item's properties. */
function linksOf(view: DataView, { start }: Box, id: number): number[] {
  const [isWideId, isWideLink] = [view.getUint8(start) > 0, (view.getUint8(start + 3) & 1) === 1];
  const linkBytes = isWideLink ? 2 : 1;
  let at = start + 8;
  for (let left = view.getUint32(start + 4); left > 0; left -= 1) {
    const item = isWideId ? view.getUint32(at) : view.getUint16(at);
    at += isWideId ? 4 : 2;
    const count = view.getUint8(at);
    const link = (index: number) =>
      isWideLink
        ? view.getUint16(at + 1 + 2 * index) & 0x7fff
        : view.getUint8(at + 1 + index) & 0x7f;
    if (item === id) return Array.from({ length: count }, (_, index) => link(index));
    at += 1 + count * linkBytes;
  }
  return [];
}

function sizeIn(view: DataView, { type, start }: Box): ImageSize | undefined {
  if (type !== 'ispe') return undefined;
  return { width: view.getUint32(start + 4), height: view.getUint32(start + 8) };
}

/** By quarter turns against the clock: alone, mirrored top to bottom, mirrored left to right. */
const orientations = [
  [1, 8, 3, 6],
  [4, 5, 2, 7],
  [2, 7, 4, 5],
];

function orientationIn(view: DataView, properties: readonly Box[]): number {
  const valueOf = (name: string) => {
    const box = properties.find(({ type }) => type === name);
    return box && view.getUint8(box.start);
  };
  const mirror = valueOf('imir');
  const row = mirror === undefined ? 0 : 1 + (mirror & 1);
  return orientations[row]?.[(valueOf('irot') ?? 0) & 3] ?? 1;
}
