import { pipeline } from 'node:stream';
import type { Options } from 'csv-parse';
import { CsvError, parse } from 'csv-parse';
import { failed } from '../entry.ts';
import type { Entry, Problem } from '../entry.ts';
import { entryOfRow } from './row.ts';
import type { SourceFiles } from '../source-files.ts';

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
  for await (const { fields, line } of csvRecords(files.stream(file))) {
    const where = `${file}:${line}`;
    if (!header) header = fields.map((name) => name.trim());
    else if (fields.length !== header.length)
      yield failed(where, `The row has ${fields.length} fields; the header has ${header.length}`);
    else yield entryOfRow(rowOf(header, fields), { where, place: files.place });
  }
}

function rowOf(header: readonly string[], fields: readonly string[]): Record<string, string> {
  const named = header.map((name, index) => [name, fields[index] ?? ''] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== ''));
}

/**
 * Records as RFC 4180 has them: quoted fields may hold commas, doubled quotes and line ends. A
 * quote inside of a field that has none around it stands for itself. Records without any text are
 * left out.
 * @param chunks UTF-8, with or without a byte order mark, cut anywhere
 * @throws Error for a quote that is not closed
 */
export async function* csvRecords(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  // Counted while the parser runs ahead: where it fails, what it has read and not given is lost.
  let line = 1;
  const withLine = ({ record, raw }: ParsedRecord): CsvRecord => {
    const begun = line;
    line += lineEndsOf(raw);
    return { fields: record, line: begun };
  };
  // What csv-parse's types do not know: with `raw` this is called with both, and what it answers is
  // the record.
  const parser = parse({ ...options, on_record: withLine as unknown as OnRecord });
  // What goes wrong with the source ends the parser with the same error.
  pipeline(chunks, parser, () => undefined);
  try {
    for await (const record of parser as AsyncIterable<CsvRecord>)
      if (record.fields.some((field) => field !== '')) yield record;
  } catch (error) {
    throw isNotClosed(error)
      ? new Error(`The record that begins in line ${line} has a quote that is not closed`)
      : error;
  }
}

type OnRecord = NonNullable<Options['on_record']>;

/** What csv-parse gives with `raw`. */
interface ParsedRecord {
  readonly record: readonly string[];
  readonly raw: string;
}

/**
 * A record that is longer is no record but a forgotten quote; the API takes 100,000 characters of
 * text.
 */
const maxRecordBytes = 4_000_000;

const options: Options = {
  bom: true,
  raw: true,
  relax_quotes: true,
  relax_column_count: true,
  record_delimiter: ['\r\r\n', '\r\n', '\n'],
  max_record_size: maxRecordBytes,
};

/** csv-parse leaves the last character of a longer delimiter out of `raw`. */
function lineEndsOf(raw: string): number {
  return raw.split('\n').length - 1 + (raw.endsWith('\r') ? 1 : 0);
}

function isNotClosed(error: unknown): boolean {
  return (
    error instanceof CsvError &&
    (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE')
  );
}
