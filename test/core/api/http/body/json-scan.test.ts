import fc from 'fast-check';
import { JsonScan } from '../../../../../core/api/http/body/json-scan.ts';

/** Values of a parsed text; an empty list or object is counted twice, as the scan does. */
function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const inner = Object.values(value);
  return 1 + Math.max(1, inner.length > 0 ? inner.map(valuesOf).reduce((a, b) => a + b) : 0);
}

function scanned(pieces: readonly Uint8Array[]): number {
  const scan = new JsonScan();
  for (const piece of pieces) scan.take(piece);
  return scan.values;
}

test('counts the values of any JSON, wherever its bytes are cut', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(7), (text, size) => {
      const bytes = new TextEncoder().encode(text);
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size + 1)
        pieces.push(bytes.subarray(at, at + size + 1));

      expect(scanned(pieces)).toBe(valuesOf(JSON.parse(text)));
    }),
  );
});

test.each([
  ['commas in a string', '{"a":"1,2,3,[{"}', 2],
  ['a quotation mark in a string', String.raw`{"a":"\",\",","b":1}`, 3],
  ['a backslash at the end of a string', String.raw`["\\",1]`, 3],
  ['backslashes before a quotation mark', String.raw`["\\\",",1]`, 3],
])('%s', (_what, text, count) => {
  const bytes = new TextEncoder().encode(text);

  expect(scanned([bytes])).toBe(count);
  expect(scanned(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toBe(count);
});
