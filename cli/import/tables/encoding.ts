import { concat, isUtf8 } from '../bytes.ts';

/** How the bytes of a text file are read. */
export interface Encoding {
  /** Label of the WHATWG Encoding Standard. */
  readonly label: string;
  /** For a person: `UTF-16 LE with a byte order mark`. */
  readonly description: string;
}

/** Of a file's bytes, from the beginning. */
export type Bytes = AsyncIterable<Uint8Array>;

const marks: readonly [readonly number[], Encoding][] = [
  [[0xef, 0xbb, 0xbf], { label: 'utf-8', description: 'UTF-8 with a byte order mark' }],
  [[0xff, 0xfe], { label: 'utf-16le', description: 'UTF-16 LE with a byte order mark' }],
  [[0xfe, 0xff], { label: 'utf-16be', description: 'UTF-16 BE with a byte order mark' }],
];

/** Files that people name where a text file is wanted, by their first bytes. */
const binaries: readonly [readonly number[], string][] = [
  [[0xff, 0xfe, 0, 0], 'is UTF-32; save it as UTF-8'],
  [[0, 0, 0xfe, 0xff], 'is UTF-32; save it as UTF-8'],
  [[0x50, 0x4b, 3, 4], 'is a ZIP file or an Excel workbook; save the sheet as "CSV UTF-8"'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'is an old Excel workbook; save the sheet as "CSV UTF-8"'],
  [[0x1f, 0x8b], 'is compressed with gzip; unpack it first'],
  [[0x50, 0x41, 0x52, 0x31], 'is a Parquet file; write it as JSONL or CSV first'],
];

/**
 * The encoding of a text file, all of which is read: so that nothing is sent of a file that cannot
 * be read to its end.
 * @param asked a label of the WHATWG Encoding Standard; absent: by its byte order mark, else UTF-16
 *   by its zeros, else UTF-8 where all of it is
 * @throws Error that shows the first bytes that are not in the encoding, and what to do
 */
export async function encodingOf(chunks: Bytes, file: string, asked?: string): Promise<Encoding> {
  if (asked !== undefined) return checked(chunks, file, named(asked));
  const lines = piecesOf(chunks);
  const first = await lines.next();
  const beginning = first.value ?? new Uint8Array();
  const binary = binaries.find(([bytes]) => beginsWith(beginning, bytes));
  if (binary) throw new Error(`${file} ${binary[1]}`);
  const marked = marks.find(([bytes]) => beginsWith(beginning, bytes))?.[1];
  const found = marked ?? utf16ByZeros(beginning);
  const rest = again(beginning, lines);
  if (found && found.label !== 'utf-8') return checked(rest, file, found);
  await assertUtf8(rest, file);
  return found ?? { label: 'utf-8', description: 'UTF-8' };
}

/** A file's text, piece by piece, without a byte order mark. @throws TypeError for other bytes */
export async function* textOf(chunks: Bytes, { label }: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(label, { fatal: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function named(label: string): Encoding {
  try {
    const { encoding } = new TextDecoder(label);
    return { label: encoding, description: `${encoding}, as --encoding says` };
  } catch {
    throw new Error(
      `--encoding ${label} is not known; it takes labels such as utf-8, utf-16le, windows-1252, iso-8859-2, shift_jis, gb18030`,
    );
  }
}

async function checked(chunks: Bytes, file: string, encoding: Encoding): Promise<Encoding> {
  let characters = 0;
  try {
    for await (const text of textOf(chunks, encoding)) characters += text.length;
  } catch (error) {
    if (!isOfDecoder(error)) throw error;
    throw new Error(
      `${file} is not ${encoding.label} (${encoding.description}): bytes after character ${characters} are no text in it; --encoding says another`,
    );
  }
  return encoding;
}

/** Bytes are no text to a TextDecoder: Node says it by a code, browsers in words. */
function isOfDecoder(error: unknown): boolean {
  const { code = '', name, message } = error as Error & { readonly code?: string };
  return (
    code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ||
    (name === 'TypeError' && /decode/i.test(message))
  );
}

/** Most zeros in every second byte: Latin text in UTF-16, whose editors forgot the mark. */
function utf16ByZeros(bytes: Uint8Array): Encoding | undefined {
  const sample = bytes.subarray(0, 4096 & ~1);
  const zerosAt = (side: number) =>
    sample.reduce((count, byte, at) => count + (byte === 0 && at % 2 === side ? 1 : 0), 0);
  const [even, odd] = [zerosAt(0), zerosAt(1)];
  const isMost = (count: number) => sample.length >= 4 && count > sample.length * 0.3;
  if (isMost(odd) && even < odd / 4)
    return { label: 'utf-16le', description: 'UTF-16 LE without a byte order mark' };
  if (isMost(even) && odd < even / 4)
    return { label: 'utf-16be', description: 'UTF-16 BE without a byte order mark' };
  return undefined;
}

async function assertUtf8(pieces: Bytes, file: string): Promise<void> {
  let line = 1;
  for await (const piece of linesTogether(pieces)) {
    if (!isUtf8(piece)) throw new Error(notUtf8(piece, line, file));
    line += newlinesIn(piece);
  }
}

function notUtf8(piece: Uint8Array, from: number, file: string): string {
  let line = from;
  for (let start = 0; start < piece.length; line += 1) {
    const end = piece.indexOf(newline, start);
    const bytes = piece.subarray(start, end < 0 ? piece.length : end);
    start = end < 0 ? piece.length : end + 1;
    if (isUtf8(bytes)) continue;
    const at = firstHighByte(bytes);
    const around = bytes.subarray(Math.max(0, at - 40), at + 40);
    const western = new TextDecoder('windows-1252').decode(around).trim();
    const byte = (bytes[at] ?? 0).toString(16).toUpperCase();
    return `${file}, line ${line}: byte 0x${byte} is not UTF-8. Read as windows-1252 it says "${western}": if that is right, add --encoding windows-1252; else the encoding that it was saved in, or save it as UTF-8`;
  }
  return `${file} is not UTF-8`;
}

/** The first byte of a line that begins no character of UTF-8. */
function firstHighByte(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((count) => isUtf8(bytes.subarray(at, at + count)));
    if (length === undefined || at + length > bytes.length) return at;
    at += length;
  }
  return 0;
}

const newline = 0x0a;
const beginsWith = (bytes: Uint8Array, prefix: readonly number[]) =>
  prefix.every((byte, index) => bytes[index] === byte);

function newlinesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}

/** Chunks, the first with 4 bytes at least where there are as many. */
async function* piecesOf(chunks: Bytes): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    const piece = held ? concat([held, chunk]) : chunk;
    held = piece.length < 4096 && held === undefined ? piece : undefined;
    if (held === undefined) yield piece;
  }
  if (held) yield held;
}

async function* again(first: Uint8Array, rest: AsyncIterable<Uint8Array>) {
  yield first;
  yield* rest;
}

/** Pieces that end where a line ends (`\n` or `\r`), so that no character is cut. */
async function* linesTogether(pieces: Bytes): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    const end = Math.max(piece.lastIndexOf(newline), piece.lastIndexOf(0x0d)) + 1;
    if (end > 0) yield concat([rest, piece.subarray(0, end)]);
    rest = end > 0 ? piece.subarray(end) : concat([rest, piece]);
  }
  if (rest.length > 0) yield rest;
}
