import type { JsonObject } from '../../../core/json.ts';
import { failed } from '../entry.ts';
import type { Entry, Problem } from '../entry.ts';
import { entryOfRow } from './row.ts';
import type { SourceFiles } from '../source-files.ts';
import { linesOf } from '../source-files.ts';

/** A file with one JSON object a line, read as it is needed. */
export async function* jsonlEntries(
  files: SourceFiles,
  file: string,
): AsyncGenerator<Entry | Problem> {
  let line = 0;
  for await (const text of linesOf(files.stream(file))) {
    line += 1;
    const where = `${file}:${line}`;
    if (text.trim() === '') continue;
    const row = objectOf(text);
    yield row
      ? entryOfRow(row, { where, place: files.place })
      : failed(where, 'The line is no JSON object');
  }
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
