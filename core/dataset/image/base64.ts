/** The value of each character code; -1: stands for nothing. Both alphabets. */
const values = new Int8Array(128).fill(-1);
Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/').forEach(
  (letter, n) => {
    values[letter.charCodeAt(0)] = n;
  },
);
values[0x2d] = 62;
values[0x5f] = 63;

/**
 * Bytes of a base64 text, standard or URL-safe alphabet, padded or not; undefined where it is not
 * base64 or stands for nothing. In one pass and without a copy of the text.
 */
export function bytesFromBase64(text: string): Uint8Array | undefined {
  const length = lengthWithoutPadding(text);
  if (length === 0 || length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  const value = (at: number) => (at < length ? (values[text.charCodeAt(at)] ?? -1) : 0);
  let to = 0;
  for (let at = 0; at < length; at += 4) {
    const [a, b, c, d] = [value(at), value(at + 1), value(at + 2), value(at + 3)];
    // Below 0 where any of them is: only then the highest bit is set.
    if ((a | b | c | d) < 0) return undefined;
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    bytes[to++] = group >> 16;
    // What lies behind the end is not written.
    bytes[to++] = group >> 8;
    bytes[to++] = group;
  }
  return bytes;
}

/** Padding completes a group of four, or is none. */
function lengthWithoutPadding(text: string): number {
  const { length } = text;
  if (length % 4 !== 0) return length;
  if (text.endsWith('==')) return length - 2;
  return text.endsWith('=') ? length - 1 : length;
}

/** The reverse, in the standard alphabet, padded. */
export function base64FromBytes(bytes: Uint8Array): string {
  let text = '';
  // A call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
