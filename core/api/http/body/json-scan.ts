const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openList, openObject] = [0x5b, 0x7b];

/**
 * Counts what a JSON text will be before it is parsed, while its bytes come in: the parser cannot
 * be interrupted, and a million names take it seconds. Skips over strings at the speed of memory;
 * of what is no JSON the count means nothing, which the parser then refuses.
 */
export class JsonScan {
  #values = 1;
  #names = 0;
  #isInString = false;
  #isEscaped = false;

  /** Values of the text so far; an empty list or object counts twice. */
  get values(): number {
    return this.#values;
  }

  /** Names of all objects so far; one that stands twice counts twice. */
  get names(): number {
    return this.#names;
  }

  take(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length)
      at = this.#isInString ? this.#passString(bytes, at) : this.#countUntilString(bytes, at);
  }

  /** @returns where to go on: behind the quotation mark that ends the string, or the end */
  #passString(bytes: Uint8Array, from: number): number {
    const start = this.#isEscaped ? from + 1 : from;
    this.#isEscaped = false;
    for (let at = start; at < bytes.length; at += 1) {
      const end = bytes.indexOf(quote, at);
      const isClosed = end >= 0 && !isEscaped(bytes, start, end);
      if (isClosed) {
        this.#isInString = false;
        return end + 1;
      }
      if (end < 0) {
        this.#isEscaped = isEscaped(bytes, start, bytes.length);
        break;
      }
      at = end;
    }
    return bytes.length;
  }

  /** @returns where to go on: behind the quotation mark that begins a string, or the end */
  #countUntilString(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === comma || byte === openList || byte === openObject) this.#values += 1;
      else if (byte === colon) this.#names += 1;
      else if (byte === quote) {
        this.#isInString = true;
        return at + 1;
      }
    }
    return bytes.length;
  }
}

/** True where an odd number of backslashes stands before `at`. */
function isEscaped(bytes: Uint8Array, start: number, at: number): boolean {
  let count = 0;
  while (at - count > start && bytes[at - count - 1] === backslash) count += 1;
  return count % 2 === 1;
}
