import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { codingFor, encodeFile } from '../../../local/console/encoded-file.ts';

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip;q=0.8, deflate', 'gzip'],
  ['GZIP', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0.0, gzip;q=0', 'identity'],
  ['deflate', 'identity'],
] as const)('Accept-Encoding %p is answered in %s', (accepted, coding) => {
  expect(codingFor(accepted)).toBe(coding);
});

test('a file says the same in every encoding, under one entity tag', async () => {
  const contents = new TextEncoder().encode('body { color: red }\n'.repeat(100));
  const of = (bytes: Uint8Array) =>
    encodeFile({ path: 'a.css', contentType: 'text/css', contents: bytes, isHashed: true });

  const { encodings, etag } = await of(contents);

  expect(brotliDecompressSync(encodings.br)).toEqual(Buffer.from(contents));
  expect(gunzipSync(encodings.gzip)).toEqual(Buffer.from(contents));
  expect(encodings.br.length).toBeLessThan(contents.length / 10);
  expect(etag).not.toBe((await of(contents.slice(1))).etag);
});
