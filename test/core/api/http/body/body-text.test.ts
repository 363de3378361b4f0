import { BodyText } from '../../../../../core/api/http/body/body-text.ts';

function read(bytes: Uint8Array, size: number): string {
  const text = new BodyText();
  for (let at = 0; at < bytes.length; at += size) text.take(bytes.subarray(at, at + size));
  return text.end();
}

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const sizes = [1, 2, 3, 4, 5, 1000];

test.each<[what: string, bytes: Uint8Array, byte: string, offset: number]>([
  ['latin-1', latin1('{"raw":"Größe"}'), '0xF6', 10],
  ['latin-1 at the end', latin1('Cafe, Café'), '0xE9', 9],
  ['behind characters of four bytes', hex('f09f9880f09f9880ff'), '0xFF', 8],
  ['a character that breaks off', hex('61f09f9841'), '0xF0', 1],
  ['a character that breaks off at the end', hex('c3a4f09f98'), '0xF0', 2],
  ['a continuation of nothing', hex('c3a4a4'), '0xA4', 2],
  ['a half character', hex('61eda080'), '0xED', 1],
  ['UTF-16', hex('fffe7b00'), '0xFF', 0],
])('%s is refused with its place, wherever the bytes are cut', (_what, bytes, byte, offset) => {
  for (const size of sizes)
    expect(() => read(bytes, size)).toThrow(`begins with byte ${byte} at offset ${offset};`);
});

test('any text comes back, without its byte order mark', () => {
  const text = '{"raw":"Größe 😀 \ufffd ok"}';
  const bytes = new TextEncoder().encode(`\ufeff${text}`);
  for (const size of sizes) expect(read(bytes, size)).toBe(text);
});
