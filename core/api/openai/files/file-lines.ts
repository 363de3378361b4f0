/** A line of an uploaded file that is not empty. */
export interface FileLine {
  /** From 1, empty lines counted. */
  readonly number: number;
  /** Undefined where the line is not valid UTF-8. */
  readonly content: string | undefined;
}

const newLine = 0x0a;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * The lines of a JSON Lines file: UTF-8, with or without a byte order mark, lines ended by LF or
 * CRLF. Lone CR, U+2028 and U+0085 are characters of their line, as JSON has it.
 */
export function linesOf(bytes: Uint8Array): FileLine[] {
  const lines: FileLine[] = [];
  const hasMark = byteOrderMark.every((byte, at) => bytes[at] === byte);
  let start = hasMark ? byteOrderMark.length : 0;
  for (let number = 1; start < bytes.length; number += 1) {
    const found = bytes.indexOf(newLine, start);
    const end = found === -1 ? bytes.length : found;
    const content = decoded(bytes.subarray(start, end));
    if (content === undefined || content.trim() !== '') lines.push({ number, content });
    start = end + 1;
  }
  return lines;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-16 by its byte order mark, which Windows' tools write; undefined where it is not that. */
export function foreignEncoding(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 ? 'UTF-16' : undefined;
}
