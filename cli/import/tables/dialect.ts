import { parse } from 'csv-parse/sync';
import { fold } from './columns.ts';

/** How a CSV file is written. */
export interface Dialect {
  readonly delimiter: string;
  /** Only CR between records, as old Macs wrote them. */
  readonly hasCarriageReturns: boolean;
  /** Rows before the header that say nothing of the data: Excel's `sep=;`. */
  readonly isAnnounced: boolean;
}

const delimiters = [',', ';', '\t', '|'];
/** Columns whose names tell a header from a row that happens to have the delimiter in it. */
const known =
  /^(id|input_?id|text|prompt|image|file_name|filename|concepts?|labels?|class|category)$/;

/**
 * Judged by the first record.
 * @param beginning of the file, decoded
 * @param asked one character, or `tab`; absent: found out
 * @throws Error where `asked` is longer
 */
export function dialectOf(beginning: string, asked?: string): Dialect {
  const hasCarriageReturns = !beginning.includes('\n') && beginning.includes('\r');
  const [, announced] = /^sep=(.)\r?\n/i.exec(beginning) ?? [];
  const delimiter = asked === undefined ? announced : oneCharacter(asked);
  const rest = announced === undefined ? beginning : beginning.slice(beginning.indexOf('\n') + 1);
  return {
    delimiter: delimiter ?? found(rest, hasCarriageReturns),
    hasCarriageReturns,
    isAnnounced: announced !== undefined,
  };
}

function oneCharacter(asked: string): string {
  const delimiter = asked === 'tab' || asked === '\\t' ? '\t' : asked;
  if ([...delimiter].length === 1 && !'"\r\n'.includes(delimiter)) return delimiter;
  throw new Error(`--delimiter ${JSON.stringify(asked)}: wanted one character, or tab`);
}

function found(beginning: string, hasCarriageReturns: boolean): string {
  const scored = delimiters.map((delimiter) => {
    const fields = firstRecord(beginning, delimiter, hasCarriageReturns);
    const named = fields.filter((field) => known.test(fold(field))).length;
    return { delimiter, score: named * 1000 + fields.length };
  });
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

function firstRecord(text: string, delimiter: string, hasCarriageReturns: boolean): string[] {
  const options = { delimiter, to: 1, relax_quotes: true, skip_empty_lines: true, bom: true };
  const ends = hasCarriageReturns ? ['\r'] : ['\r\r\n', '\r\n', '\n'];
  try {
    const records = parse(text, { ...options, record_delimiter: ends }) as unknown as string[][];
    return records[0] ?? [];
  } catch {
    return [];
  }
}

/** For a person. */
export function nameOfDelimiter(delimiter: string): string {
  return delimiter === '\t' ? 'tabs' : JSON.stringify(delimiter);
}
