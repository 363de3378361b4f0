import { deflateSync } from 'node:zlib';
import { pngOf } from '../../../../cli/import/mask.ts';
import { decodePng } from '../../../../core/dataset/image/png.ts';

const pixels = Uint8Array.from({ length: 30 * 20 }, (_, at) => (at * 7) % 256);
const png = pngOf({ width: 30, height: 20, pixels });

/** The PNG with some bytes changed. */
function changed(at: number, ...bytes: number[]): Uint8Array {
  const copy = Uint8Array.from(png);
  copy.set(bytes, at);
  return copy;
}

/** A PNG whose header says 2 x 2 pixels, and whose data is this. */
function holding(data: Uint8Array): Uint8Array {
  const header = Uint8Array.from(png.subarray(0, 33));
  header.set([0, 0, 0, 2, 0, 0, 0, 2], 16);
  const packed = deflateSync(data);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(packed.length);
  return Buffer.concat([header, length, Buffer.from('IDAT'), packed, Buffer.alloc(4)]);
}

test('grey values come as they are', () => {
  expect(decodePng(png)).toEqual({ width: 30, height: 20, values: pixels });
  expect([...decodePng(holding(Uint8Array.of(0, 1, 2, 2, 3, 4))).values]).toEqual([1, 2, 4, 6]);
});

test.each<[string, Uint8Array, RegExp]>([
  ['nothing', new Uint8Array(), /no header/],
  ['something else', new TextEncoder().encode('GIF89a, and much more than that'), /too early/],
  ['one that is cut off', png.subarray(0, 60), /too early/],
  ['one without its last rows', holding(Uint8Array.of(0, 1, 2)), /too early/],
  ['one that holds more than it says', holding(new Uint8Array(5_000_000)), /more than its header/],
  ['one of 65,535 x 65,535 pixels', changed(16, 0, 0, 255, 255, 0, 0, 255, 255), /65535 x 65535/],
  ['one without width', changed(16, 0, 0, 0, 0), /0 x 20/],
  ['an interlaced one', changed(28, 1), /interlaced; save it without/],
  ['a colour type that is none', changed(25, 5), /colour type 5 of 8 bits/],
  ['a filter that is none', holding(Uint8Array.of(9, 1, 2, 0, 3, 4)), /filter 9/],
  ['damaged data', changed(45, 255, 255, 255), /cannot be read/],
])('%s is refused, with the reason', (_, bytes, reason) => {
  const decode = () => decodePng(bytes);

  expect(decode).toThrow(expect.objectContaining({ code: 'input-unsupported-format' }));
  expect(decode).toThrow(reason);
});
