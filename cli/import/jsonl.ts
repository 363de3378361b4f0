import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { JsonObject } from '../../core/catalog/model-type.ts';
import type { Entry, Problem } from './entry.ts';
import { entryOfRow } from './row.ts';

/** A file with one JSON object a line, read as it is needed. */
export async function* jsonlEntries(path: string, folder: string): AsyncGenerator<Entry | Problem> {
  let line = 0;
  for await (const text of createInterface({
    input: createReadStream(path),
    crlfDelay: Infinity,
  })) {
    line += 1;
    const where = `${basename(path)}:${line}`;
    if (text.trim() === '') continue;
    const row = objectOf(text);
    yield row
      ? entryOfRow(row, { where, folder })
      : { where, reason: 'The line is no JSON object' };
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
