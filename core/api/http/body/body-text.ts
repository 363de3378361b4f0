import { fail } from '../../../errors.ts';

/** Bytes of a character before its last one. */
const maxHeld = 3;
const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/**
 * A body is UTF-8, as JSON is: of any other encoding, what stands in it would be replaced without a
 * word.
 * @throws DeeptuneError bad-request-format where the content type names another one
 */
export function assertUtf8Named(contentType: string | null | undefined): void {
  const named = charset.exec(contentType ?? '')?.[1];
  if (named === undefined || /^utf-?8$/i.test(named)) return;
  const shown = JSON.stringify(named.slice(0, 100));
  throw fail('badRequest', `The body must be UTF-8; its content type names charset=${shown}`);
}

/** A text from its bytes, in pieces that may end within a character; without a byte order mark. */
export class BodyText {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #text = '';
  #length = 0;
  /** The last bytes so far: the beginning of a character that the next piece may break. */
  #held: Uint8Array = new Uint8Array();

  /** @throws DeeptuneError bad-request-format that names the byte that is no UTF-8 */
  take(piece: Uint8Array): void {
    try {
      this.#text += this.#decoder.decode(piece, { stream: true });
    } catch {
      throw this.#notUtf8(piece);
    }
    this.#length += piece.length;
    this.#held = joined(this.#held, piece.subarray(-maxHeld)).slice(-maxHeld);
  }

  /** The whole; call it once. @throws DeeptuneError bad-request-format, as `take` */
  end(): string {
    try {
      return this.#text + this.#decoder.decode();
    } catch {
      throw this.#notUtf8(new Uint8Array());
    }
  }

  #notUtf8(piece: Uint8Array): Error {
    const bytes = joined(this.#held, piece);
    const at = firstInvalid(bytes, this.#held.length);
    const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    const offset = this.#length - this.#held.length + at;
    return fail(
      'badRequest',
      `The body is not valid UTF-8: no character begins with byte 0x${byte} at offset ${offset}; encode it as UTF-8`,
    );
  }
}

/**
 * Where the first character that is none begins.
 * @param bytes what is not valid UTF-8
 * @param held how many of them are of earlier pieces, and are valid so far
 */
function firstInvalid(bytes: Uint8Array, held: number): number {
  // What begins within a character ends one that was decoded.
  let start = 0;
  while (start < held && (bytes[start] ?? 0) >> 6 === 0b10) start += 1;
  let [valid, invalid] = [start, bytes.length + 1];
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    if (decodes(bytes.subarray(start, middle), true)) valid = middle;
    else invalid = middle;
  }
  // The bytes before may begin the character that the next one does not continue.
  while (!decodes(bytes.subarray(start, valid), false)) valid -= 1;
  return valid;
}

function decodes(bytes: Uint8Array, isStart: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isStart });
    return true;
  } catch {
    return false;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
