import { failed, leftOut } from '../entry.ts';
import type { Entry, Problem } from '../entry.ts';
import type { Reading, Recognised } from '../layout.ts';
import type { SourceFiles } from '../source-files.ts';
import { fold, rolesOf, usesOf } from './columns.ts';
import type { Roles } from './columns.ts';
import { csvRecords } from './csv.ts';
import type { CsvRecord } from './csv.ts';
import { dialectOf, nameOfDelimiter } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { encodingOf, textOf } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { entryOfRow } from './row.ts';
import type { RowPlace } from './row.ts';

/** Rows by which columns are judged. */
const sampleRows = 100;
/** Characters by which the way of writing is judged. */
const sampleCharacters = 100_000;

/** A CSV file that was looked at. */
interface CsvTable {
  readonly files: SourceFiles;
  readonly file: string;
  readonly encoding: Encoding;
  readonly dialect: Dialect;
  readonly names: readonly string[];
  readonly roles: Roles;
  readonly hasHeader: boolean;
}

/**
 * Looks at a CSV file: its encoding (which reads all of it), its delimiter, its header.
 * @param split of its rows, and the folder that their images' paths start from
 * @throws Error where it cannot be read so: what was found and what is wanted
 */
export async function csvTable(
  files: SourceFiles,
  file: string,
  reading: Reading = {},
  at: Pick<RowPlace, 'folder' | 'split'> = {},
): Promise<Recognised> {
  const encoding = await encodingOf(files.stream(file), file, reading.encoding);
  const text = () => textOf(files.stream(file), encoding);
  const dialect = dialectOf(await beginningOf(text(), sampleCharacters), reading.delimiter);
  const { hasHeader = true } = reading;
  const sampled = await firstOf(csvRecords(text(), dialect), sampleRows);
  const names = namesIn(sampled, file, hasHeader);
  const rows = hasHeader ? sampled.slice(1) : sampled;
  const valuesOf = (name: string) => {
    const index = names.indexOf(name);
    return rows.map(({ fields }) => fields[index] ?? '').filter((value) => value !== '');
  };
  const roles = rolesOf({ names, valuesOf }, reading.columns);
  const table: CsvTable = { files, file, encoding, dialect, names, roles, hasHeader };
  return {
    layout: 'CSV',
    description: `CSV, ${file}: ${encoding.description}, fields between ${nameOfDelimiter(dialect.delimiter)}`,
    details: usesOf(names, roles),
    read: () => entriesOf(table, at),
  };
}

async function* entriesOf(
  { files, file, encoding, dialect, names, roles, hasHeader }: CsvTable,
  at: Pick<RowPlace, 'folder' | 'split'>,
): AsyncGenerator<Entry | Problem> {
  let isHeader = hasHeader;
  for await (const record of csvRecords(textOf(files.stream(file), encoding), dialect)) {
    const where = `${file}:${record.line}`;
    if (isHeader) isHeader = false;
    else if (record.fields.every((field) => field.trim() === ''))
      yield leftOut(where, 'empty-row', 'The row has no value');
    else if (!isAsWide(record.fields, names)) yield failed(where, raggedness(record, names));
    else yield entryOfRow(rowOf(names, record.fields), { where, place: files.place, ...at }, roles);
  }
}

/** Fields behind the last column count only where they hold something. */
const isAsWide = (fields: readonly string[], names: readonly string[]) =>
  fields.length >= names.length && fields.slice(names.length).every((field) => field === '');

function raggedness({ fields }: CsvRecord, names: readonly string[]): string {
  const shown = JSON.stringify(fields.slice(0, 6).map((field) => field.slice(0, 40)));
  return `The row has ${fields.length} fields; the header has ${names.length}: ${shown}. A field that holds the delimiter needs quotes around it`;
}

function rowOf(header: readonly string[], fields: readonly string[]): Record<string, string> {
  const named = header.map((name, index) => [name, fields[index] ?? ''] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== ''));
}

/**
 * The columns' names; columns without any at the end, which have no values in the sample, are not
 * counted.
 */
function namesIn(sampled: readonly CsvRecord[], file: string, hasHeader: boolean): string[] {
  const [first] = sampled;
  if (!first) throw new Error(`${file} is empty: wanted a header and rows`);
  if (!hasHeader) return first.fields.map((_, index) => String(index + 1));
  const names = first.fields.map((name) => name.trim().normalize('NFC'));
  const isFilled = (index: number) =>
    sampled.slice(1).some(({ fields }) => (fields[index] ?? '') !== '');
  while (names.length > 1 && names.at(-1) === '' && !isFilled(names.length - 1)) names.pop();
  assertDifferent(names, file);
  return names;
}

function assertDifferent(names: readonly string[], file: string): void {
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice === undefined) {
    if (names.filter((name) => name === '').length < 2) return;
    throw new Error(`${file}: several columns of the header have no name`);
  }
  const at = names.flatMap((name, index) => (fold(name) === fold(twice) ? [index + 1] : []));
  throw new Error(
    `${file}: the header has ${JSON.stringify(twice)} ${at.length} times (columns ${at.join(', ')}), and only one of them can be meant: rename or remove the others`,
  );
}

async function beginningOf(pieces: AsyncIterable<string>, characters: number): Promise<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length >= characters) break;
  }
  return text.slice(0, characters);
}

async function firstOf<T>(items: AsyncIterable<T>, count: number): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length === count) break;
  }
  return found;
}
