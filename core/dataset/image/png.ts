import { Unzlib } from 'fflate';
import { fail, isError } from '../../errors.ts';
import type { ImageSize } from './image-size.ts';

/** A PNG as one value a pixel: its largest sample but alpha, or its place in the palette. */
export interface Png extends ImageSize {
  readonly values: Uint8Array;
}

interface Header extends ImageSize {
  readonly bitDepth: number;
  readonly channels: number;
  readonly hasAlpha: boolean;
  /** Bytes of one row, without the byte that names its filter. */
  readonly stride: number;
}

/** Channels of each colour type (https://www.w3.org/TR/png-3/#3colourType). */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const typesWithAlpha: readonly number[] = [4, 6];
/** What one image may be unpacked to: a small file may claim to be of any size. */
const maxBytes = 100_000_000;
const firstChunkAt = 8;

/**
 * Decodes a PNG as far as masks and heatmaps need it: every colour type and depth, no colours. Of 16 bits the upper 8 are kept (1 where only the lower say something).
 * @throws DeeptuneError input-unsupported-format for what is no PNG, damaged, interlaced or larger than 100 MB unpacked
 */
export function decodePng(bytes: Uint8Array): Png {
  const chunks = chunksOf(bytes);
  const header = headerOf(chunks.find(({ type }) => type === 'IHDR')?.data);
  const rows = inflate(
    chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data),
    header.height * (header.stride + 1),
  );
  unfilter(rows, header);
  return { width: header.width, height: header.height, values: valuesOf(rows, header) };
}

function chunksOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: { type: string; data: Uint8Array }[] = [];
  for (let at = firstChunkAt; at + 12 <= bytes.length;) {
    const start = at + 8;
    const end = start + view.getUint32(at);
    if (end + 4 > bytes.length) throw unreadable('it ends too early');
    const type = String.fromCharCode(...bytes.subarray(at + 4, start));
    chunks.push({ type, data: bytes.subarray(start, end) });
    at = end + 4;
  }
  return chunks;
}

function headerOf(data: Uint8Array | undefined): Header {
  if (data?.length !== 13) throw unreadable('it has no header');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [bitDepth, colourType, , , interlace] = data.subarray(8) as unknown as number[];
  const channels = channelsOf[colourType ?? -1];
  if (!channels || ![1, 2, 4, 8, 16].includes(bitDepth ?? 0))
    throw unreadable(`colour type ${colourType} of ${bitDepth} bits is none`);
  if (interlace !== 0) throw unreadable('it is interlaced; save it without interlacing');
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const stride = Math.ceil((width * channels * (bitDepth ?? 0)) / 8);
  if (width === 0 || height === 0 || height * (stride + 1) > maxBytes)
    throw unreadable(`${width} x ${height} pixels are none, or more than can be unpacked`);
  const hasAlpha = typesWithAlpha.includes(colourType ?? -1);
  return { width, height, bitDepth: bitDepth ?? 0, channels, hasAlpha, stride };
}

/** Unpacks piece by piece, so that what would be larger than its header says is noticed early. */
function inflate(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let filled = 0;
  const unzlib = new Unzlib((piece) => {
    if (filled + piece.length > length) throw unreadable('it holds more than its header says');
    whole.set(piece, filled);
    filled += piece.length;
  });
  try {
    for (const part of parts)
      for (let at = 0; at < part.length; at += 0x10000)
        unzlib.push(part.subarray(at, at + 0x10000));
  } catch (error) {
    if (isError(error, 'inputUnsupported')) throw error;
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
  if (filled < length) throw unreadable('it ends too early');
  return whole;
}

/** Undoes the filter of each row in place (https://www.w3.org/TR/png-3/#9Filter-types). */
function unfilter(rows: Uint8Array, { height, stride, bitDepth, channels }: Header): void {
  const unit = Math.max(1, (bitDepth * channels) / 8);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1) + 1;
    const filter = rows[start - 1] ?? 0;
    if (filter > 4) throw unreadable(`filter ${filter} is none`);
    for (let i = 0; filter > 0 && i < stride; i += 1) {
      const at = start + i;
      const left = i >= unit ? (rows[at - unit] ?? 0) : 0;
      const up = y > 0 ? (rows[at - stride - 1] ?? 0) : 0;
      const corner = y > 0 && i >= unit ? (rows[at - stride - 1 - unit] ?? 0) : 0;
      rows[at] = (rows[at] ?? 0) + foreseen(filter, left, up, corner);
    }
  }
}

function foreseen(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [byLeft, byUp, byCorner] = [up - corner, left - corner, left + up - 2 * corner].map(
    Math.abs,
  ) as [number, number, number];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

function valuesOf(rows: Uint8Array, header: Header): Uint8Array {
  const { width, height, stride, channels, hasAlpha } = header;
  const values = new Uint8Array(width * height);
  const counted = hasAlpha ? channels - 1 : channels;
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1) + 1;
    for (let x = 0; x < width; x += 1) {
      let value = 0;
      for (let channel = 0; channel < counted; channel += 1)
        value = Math.max(value, sampleAt(rows, start, x * channels + channel, header.bitDepth));
      values[y * width + x] = value;
    }
  }
  return values;
}

function sampleAt(rows: Uint8Array, start: number, place: number, bitDepth: number): number {
  if (bitDepth === 8) return rows[start + place] ?? 0;
  if (bitDepth === 16)
    return Math.max(rows[start + 2 * place] ?? 0, rows[start + 2 * place + 1] ? 1 : 0);
  const bit = place * bitDepth;
  const byte = rows[start + (bit >> 3)] ?? 0;
  return (byte >> (8 - bitDepth - (bit & 7))) & (2 ** bitDepth - 1);
}

function unreadable(why: string): Error {
  return fail('inputUnsupported', `The PNG cannot be read: ${why}`);
}
