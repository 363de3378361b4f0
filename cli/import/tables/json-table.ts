import type { Json, JsonObject } from '../../../core/json.ts';
import { failed } from '../entry.ts';
import type { Entry, Problem } from '../entry.ts';
import type { Reading, Recognised } from '../layout.ts';
import type { SourceFiles } from '../source-files.ts';
import { entriesOfChat, isChat } from './chat.ts';
import { rolesOf, usesOf } from './columns.ts';
import type { Roles, Sample } from './columns.ts';
import { encodingOf, textOf } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { parseExact } from './exact-json.ts';
import type { JsonText } from './json-values.ts';
import { linesOf, objectsOf } from './json-values.ts';
import { entryOfRow } from './row.ts';
import type { RowPlace } from './row.ts';

/** Rows by which the fields are judged. */
const sampleRows = 100;

type Form = 'lines' | 'list' | 'objects over several lines';
type At = Pick<RowPlace, 'folder' | 'split'>;

/** A file of JSON objects that was looked at. */
interface JsonTable {
  readonly files: SourceFiles;
  readonly file: string;
  readonly encoding: Encoding;
  readonly form: Form;
  /** Absent: it holds chats. */
  readonly roles?: Roles;
}

/**
 * Looks at a file with one JSON object a line, or spread over lines, or all in one list: rows, or
 * OpenAI's chats.
 * @throws Error where it cannot be read so: what was found and what is wanted
 */
export async function jsonTable(
  files: SourceFiles,
  file: string,
  reading: Reading = {},
  at: At = {},
): Promise<Recognised> {
  const encoding = await encodingOf(files.stream(file), file, reading.encoding);
  const form = await formOf(files, file, encoding);
  const rows = await sampleOf({ files, file, encoding, form });
  const isOfChats = rows.some(isChat);
  const sample = sampleFrom(rows);
  const roles = isOfChats ? undefined : rolesOf(sample, reading.columns);
  const table = { files, file, encoding, form, ...(roles ? { roles } : {}) };
  const what = isOfChats ? 'OpenAI chat file' : form === 'lines' ? 'JSONL' : `JSON (${form})`;
  return {
    layout: what,
    description: `${what}, ${file}: ${encoding.description}`,
    details: roles
      ? usesOf(sample.names, roles)
      : ['the chat before an answer: text', 'the answer: completion (what should follow)'],
    read: () => entriesOf(table, at),
  };
}

async function* entriesOf(table: JsonTable, at: At): AsyncGenerator<Entry | Problem> {
  const { file, roles, form, files } = table;
  for await (const { text, line } of valuesOf(table)) {
    if (text.trim() === '') continue;
    const place = { where: `${file}:${line}`, place: files.place, ...at };
    const row = objectIn(text);
    if (!row) yield failed(place.where, notAnObject(text, form));
    else if (isChat(row)) yield* entriesOfChat(row, place);
    else if (roles) yield entryOfRow(row, place, roles);
    else yield failed(place.where, `The line has no messages: ${text.slice(0, 100)}`);
  }
}

function notAnObject(text: string, form: Form): string {
  const what = form === 'lines' ? 'line' : 'value';
  return `The ${what} is no JSON object: ${JSON.stringify(text.slice(0, 60))}`;
}

function valuesOf({ files, file, encoding, form }: JsonTable): AsyncIterable<JsonText> {
  const text = textOf(files.stream(file), encoding);
  return form === 'lines' ? linesOf(text) : objectsOf(text);
}

/** By the first line that says anything: a list or an object that begins, or a whole object. */
async function formOf(files: SourceFiles, file: string, encoding: Encoding): Promise<Form> {
  let begun = '';
  for await (const { text } of linesOf(textOf(files.stream(file), encoding))) {
    begun = text.trim();
    if (begun !== '') break;
  }
  if (begun.startsWith('[')) return 'list';
  // One that ends with its brace is a line, if a broken one.
  const isWhole = begun.endsWith('}') || parsed(begun) !== undefined;
  return begun.startsWith('{') && !isWhole ? 'objects over several lines' : 'lines';
}

async function sampleOf(table: JsonTable): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  for await (const { text } of valuesOf(table)) {
    const row = objectIn(text);
    if (row) rows.push(row);
    if (rows.length === sampleRows) break;
  }
  if (rows.length > 0) return rows;
  throw new Error(
    `${table.file} holds no JSON object: wanted one a line, such as {"text": "…", "label": "…"}, or a list of them`,
  );
}

function sampleFrom(rows: readonly JsonObject[]): Sample {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const valuesOf = (name: string) =>
    rows
      .map((row) => row[name])
      .filter((value): value is string => typeof value === 'string' && value !== '');
  return { names, valuesOf };
}

function parsed(text: string): Json | undefined {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

function objectIn(text: string): JsonObject | undefined {
  const value = parsed(text);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined;
}
