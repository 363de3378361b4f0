/** A JSON value of a file, as it stands there. */
export interface JsonText {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** Lines, however the pieces end, without their line ends. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<JsonText> {
  let rest = '';
  let line = 0;
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield { text: text.replace(/\r$/, ''), line: (line += 1) };
  }
  if (rest !== '') yield { text: rest, line: line + 1 };
}

/** A value that is longer is no example but a forgotten bracket. */
const maxCharacters = 20_000_000;

/**
 * The objects of a file in which they are spread over lines, one after another or in one list: each
 * from its first brace to the one that closes it.
 * @throws Error where one is not closed, or something else stands between them
 */
export async function* objectsOf(pieces: AsyncIterable<string>): AsyncGenerator<JsonText> {
  const scan = new ObjectScan();
  for await (const piece of pieces) yield* scan.next(piece);
  scan.end();
}

class ObjectScan {
  #line = 1;
  #begun = 1;
  #depth = 0;
  #lists = 0;
  #isInText = false;
  #isEscaped = false;
  #kept: string[] = [];
  #length = 0;

  *next(piece: string): Generator<JsonText> {
    let start = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const letter = piece.charAt(at);
      if (letter === '\n') this.#line += 1;
      if (this.#depth === 0) {
        if (letter !== '{') {
          this.#between(letter);
          continue;
        }
        [start, this.#begun] = [at, this.#line];
      }
      if (!this.#closesWith(letter)) continue;
      yield { text: [...this.#kept, piece.slice(start, at + 1)].join(''), line: this.#begun };
      [this.#kept, this.#length] = [[], 0];
    }
    if (this.#depth > 0) this.#keep(piece.slice(start));
  }

  end(): void {
    if (this.#depth > 0)
      throw new Error(`The JSON object that begins in line ${this.#begun} is not closed`);
    if (this.#lists !== 0) throw new Error('The list of JSON objects is not closed with "]"');
  }

  #between(letter: string): void {
    if (letter === '[') this.#lists += 1;
    else if (letter === ']') this.#lists -= 1;
    else if (letter !== ',' && letter.trim() !== '')
      throw new Error(
        `Line ${this.#line} has ${JSON.stringify(letter)} between JSON objects: wanted objects, one after another or in one list`,
      );
  }

  #keep(text: string): void {
    this.#kept.push(text);
    this.#length += text.length;
    if (this.#length > maxCharacters) this.end();
  }

  /** Whether this letter closes the object that is being read. */
  #closesWith(letter: string): boolean {
    if (this.#isInText) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (letter === '\\') this.#isEscaped = true;
      else if (letter === '"') this.#isInText = false;
      return false;
    }
    if (letter === '"') this.#isInText = true;
    else if (letter === '{') this.#depth += 1;
    else if (letter === '}') this.#depth -= 1;
    return letter === '}' && this.#depth === 0;
  }
}
