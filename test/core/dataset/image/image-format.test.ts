import fc from 'fast-check';
import { bytesFromBase64 } from '../../../../core/dataset/image/base64.ts';
import { imageSize } from '../../../../core/dataset/image/image-size.ts';
import { imageFormat } from '../../../../core/dataset/image/image-format.ts';

/** Very small, written by Pillow. */
const images = {
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  tiff: 'SUkqAAgAAAAJAAABBAABAAAAAwAAAAEBBAABAAAAAgAAAAIBAwABAAAACAAAAAMBAwABAAAAAQAAAAYBAwABAAAAAQAAABEBBAABAAAAegAAABYBBAABAAAAAgAAABcBBAABAAAABgAAABwBAwABAAAAAQAAAAAAAAAAAAAAAAA=',
  gif: 'R0lGODdhAQABAIEAAAAAAAAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw==',
};
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

describe('image format', () => {
  test.each(Object.entries(images))('a whole %s is known', (format, base64) => {
    expect(imageFormat(bytesOf(base64))).toBe(format);
  });

  test('a PNG cut anywhere is not an image', () => {
    const whole = bytesOf(images.png);
    for (let length = 0; length < whole.length - 12; length += 1) {
      expect(imageFormat(whole.slice(0, length))).toBeUndefined();
    }
  });

  test('a TIFF file has the size that its directory says, in either order of bytes', () => {
    const little = bytesOf(images.tiff);
    // The same header and a directory of two entries, big-endian: width as SHORT, length as LONG.
    const big = Uint8Array.from([
      ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 2],
      ...[1, 0, 0, 3, 0, 0, 0, 1, 0, 5, 0, 0],
      ...[1, 1, 0, 4, 0, 0, 0, 1, 0, 0, 0, 4],
    ]);

    expect(imageSize(little)).toEqual({ width: 3, height: 2 });
    expect(imageSize(big)).toEqual({ width: 5, height: 4 });
    expect(imageFormat(big.slice(0, -1))).toBeUndefined();
  });

  test('a JPEG without its end marker is not an image', () => {
    const frame = [0xff, 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0];
    const thumbnail = [0xff, 0xe0, 0, 4, 0xff, 0xd9];
    const body = [0xff, 0xd8, ...thumbnail, ...frame, 0xff, 0xda, 0, 2, 1, 0xff, 0, 2];
    expect(imageFormat(Uint8Array.from(body))).toBeUndefined();
    expect(imageFormat(Uint8Array.from([...body, 0xff, 0xd9]))).toBe('jpeg');
    expect(imageSize(Uint8Array.from([...body, 0xff, 0xd9]))).toEqual({ width: 3, height: 2 });
  });

  test('no bytes make it throw or hang', () => {
    const signatures = [
      [0x89, 80, 78, 71, 13, 10, 26, 10],
      [0xff, 0xd8, 0xff],
      [66, 77],
      [0x49, 0x49, 42, 0],
      [0x4d, 0x4d, 0, 42],
      [82, 73, 70, 70],
      [],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...signatures),
        fc.uint8Array({ maxLength: 200 }),
        (signature, rest) => {
          imageFormat(Uint8Array.from([...signature, ...rest]));
        },
      ),
    );
  });
});

describe('base64', () => {
  test('bytes come back, in the standard and in the URL-safe alphabet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(bytesFromBase64(buffer.toString('base64'))).toEqual(bytes);
        expect(bytesFromBase64(buffer.toString('base64url'))).toEqual(bytes);
      }),
    );
  });

  test.each(['', 'not base64!', 'a b', '====', 'data:image/png;base64,AAAA'])(
    '%j is not base64',
    (text) => {
      expect(bytesFromBase64(text)).toBeUndefined();
    },
  );
});
