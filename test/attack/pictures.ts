import { crc32, deflateSync } from 'node:zlib';

/** Pictures of a few kilobytes that say they are, or are, as large as one likes. */
export function png(width: number, height: number, rows: number = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const row = Buffer.alloc(width + 1);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: rows }, () => row)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

/** With a text that unpacks to `bytes`. */
export function pngWithText(bytes: number): Buffer {
  const plain = png(8, 8);
  const packed = deflateSync(Buffer.alloc(bytes, 0x61), { level: 9 });
  const text = chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), packed]));
  return Buffer.concat([plain.subarray(0, 33), text, plain.subarray(33)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A TIFF header with these sizes and no pixels. */
export function tiff(width: number, height: number): Buffer {
  const entries = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 1, 8],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [273, 4, 1, 200],
    [277, 3, 1, 1],
    [278, 4, 1, height],
    [279, 4, 1, 10],
  ];
  const file = Buffer.alloc(220);
  file.write('II*\0', 0, 'latin1');
  file.writeUInt32LE(8, 4);
  file.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag = 0, type = 0, count = 0, value = 0], n) => {
    file.writeUInt16LE(tag, 10 + n * 12);
    file.writeUInt16LE(type, 12 + n * 12);
    file.writeUInt32LE(count, 14 + n * 12);
    file.writeUInt32LE(value, 18 + n * 12);
  });
  return file;
}

/** The beginning of a GIF with these sizes. */
export function gif(width: number, height: number): Buffer {
  const file = Buffer.alloc(13);
  file.write('GIF89a', 'latin1');
  file.writeUInt16LE(width, 6);
  file.writeUInt16LE(height, 8);
  return file;
}
