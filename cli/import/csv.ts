import type { Entry, Problem } from './entry.ts';
import { entryOfRow } from './row.ts';
import type { SourceFiles } from './source-files.ts';
import { textOf } from './source-files.ts';

export interface CsvRecord {
  readonly fields: readonly string[];
  /** Where it begins, from 1. */
  readonly line: number;
}

/** A CSV file with a header, read as it is needed. Fields that are empty count as absent. */
export async function* csvEntries(
  files: SourceFiles,
  file: string,
): AsyncGenerator<Entry | Problem> {
  let header: readonly string[] | undefined;
  for await (const { fields, line } of csvRecords(textOf(files.stream(file)))) {
    const where = `${file}:${line}`;
    if (!header) header = fields.map((name) => name.trim());
    else if (fields.length !== header.length)
      yield {
        where,
        reason: `The row has ${fields.length} fields; the header has ${header.length}`,
      };
    else yield entryOfRow(rowOf(header, fields), { where, place: files.place });
  }
}

function rowOf(header: readonly string[], fields: readonly string[]): Record<string, string> {
  const named = header.map((name, index) => [name, fields[index] ?? ''] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== ''));
}

/**
 * Records as RFC 4180 has them: quoted fields may hold commas, doubled quotes and line ends. Empty lines are left out.
 * @throws Error for a quote that is not closed
 */
export async function* csvRecords(chunks: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const parser = new CsvParser();
  for await (const chunk of chunks) yield* parser.take(chunk);
  yield* parser.end();
}

/** A field that is longer is no field but a forgotten quote; the API takes 100,000 characters. */
const maxCharacters = 1_000_000;

class CsvParser {
  #fields: string[] = [];
  #field = '';
  #line = 1;
  #begun = 1;
  /** `closing`: after a quote within a quoted field, which either ends it or is the first of two. */
  #state: 'plain' | 'quoted' | 'closing' = 'plain';

  *take(chunk: string): Generator<CsvRecord> {
    for (const letter of chunk) {
      if (letter === '\n') this.#line += 1;
      if (this.#state === 'quoted') this.#inQuotes(letter);
      else if (letter === '"') this.#quote();
      else if (letter === ',') this.#endField();
      else if (letter === '\n') yield* this.#endRecord();
      else if (letter !== '\r' && letter !== '\ufeff') this.#field += letter;
    }
    if (this.#field.length > maxCharacters) throw this.#notClosed();
  }

  *end(): Generator<CsvRecord> {
    if (this.#state === 'quoted') throw this.#notClosed();
    yield* this.#endRecord();
  }

  #notClosed(): Error {
    return new Error(
      `The record that begins in line ${this.#begun} has a quote that is not closed`,
    );
  }

  #inQuotes(letter: string): void {
    if (letter === '"') this.#state = 'closing';
    else this.#field += letter;
  }

  #quote(): void {
    if (this.#state === 'closing' || this.#field !== '') this.#field += '"';
    this.#state = this.#state === 'closing' || this.#field === '' ? 'quoted' : 'plain';
  }

  #endField(): void {
    this.#fields.push(this.#field);
    this.#field = '';
    this.#state = 'plain';
  }

  *#endRecord(): Generator<CsvRecord> {
    this.#endField();
    const fields = this.#fields;
    if (fields.some((field) => field !== '')) yield { fields, line: this.#begun };
    this.#fields = [];
    this.#begun = this.#line;
  }
}
