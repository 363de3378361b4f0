import type { Options } from 'csv-parse';
import { CsvError, parse } from 'csv-parse/stream';
import type { Dialect } from './dialect.ts';

export interface CsvRecord {
  readonly fields: readonly string[];
  /** Where it begins, from 1. */
  readonly line: number;
}

/** As RFC 4180 has it. */
const plain: Dialect = { delimiter: ',', hasCarriageReturns: false, isAnnounced: false };

/**
 * Records as RFC 4180 has them: quoted fields may hold delimiters, doubled quotes and line ends. A
 * quote inside of a field that has none around it stands for itself. Empty lines are no records.
 * @param chunks text, or its bytes in UTF-8 with or without a byte order mark, cut anywhere
 * @throws Error for a quote that is not closed
 */
export async function* csvRecords(
  chunks: AsyncIterable<Uint8Array | string>,
  dialect: Dialect = plain,
): AsyncGenerator<CsvRecord> {
  // Counted while the parser runs ahead: where it fails, what it has read and not given is lost.
  let line = 1;
  const withLine = ({ record, raw }: ParsedRecord): CsvRecord => {
    const begun = line;
    line += lineEndsOf(raw, dialect);
    return { fields: record, line: begun };
  };
  // What csv-parse's types do not know: with `raw` this is called with both, and what it answers is
  // the record.
  const parser = parse({
    ...options,
    delimiter: dialect.delimiter,
    ...(dialect.hasCarriageReturns ? { record_delimiter: ['\r'] } : {}),
    on_record: withLine as unknown as OnRecord,
  });
  let isFirst = true;
  try {
    for await (const record of through(parser, chunks)) {
      const isAnnouncement = isFirst && dialect.isAnnounced;
      isFirst = false;
      if (!isAnnouncement && !isEmptyLine(record.fields)) yield record;
    }
  } catch (error) {
    throw isNotClosed(error)
      ? new Error(`The record that begins in line ${line} has a quote that is not closed`)
      : error;
  }
}

type Parser = ReturnType<typeof parse>;

/** What goes wrong with the source ends the parser with the same error. */
async function* through(
  { readable, writable }: Parser,
  chunks: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<CsvRecord> {
  feed(writable.getWriter(), chunks).catch(() => undefined);
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader.read()) as { done: boolean; value: CsvRecord };
      if (done) return;
      yield value;
    }
  } finally {
    // Who stops early needs no more of the source.
    reader.cancel().catch(() => undefined);
  }
}

async function feed(
  writer: ReturnType<Parser['writable']['getWriter']>,
  chunks: AsyncIterable<Uint8Array | string>,
): Promise<void> {
  const encoder = new TextEncoder();
  try {
    for await (const chunk of chunks) {
      await writer.ready;
      await writer.write(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error);
  }
}

const isEmptyLine = (fields: readonly string[]) => fields.length === 1 && fields[0]?.trim() === '';

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
function lineEndsOf(raw: string, { hasCarriageReturns }: Dialect): number {
  if (hasCarriageReturns) return raw.split('\r').length - 1;
  return raw.split('\n').length - 1 + (raw.endsWith('\r') ? 1 : 0);
}

function isNotClosed(error: unknown): boolean {
  return (
    error instanceof CsvError &&
    (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE')
  );
}
