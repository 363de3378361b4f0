import { extname, posix } from '../paths.ts';
import type { Layout, Reading, Recognised } from '../layout.ts';
import type { SourceFiles } from '../source-files.ts';
import { csvTable } from './csv-table.ts';
import { jsonTable } from './json-table.ts';
import { textFolder } from './text-folder.ts';

/**
 * A table by its file's name.
 * @returns undefined where it is none
 * @throws Error where it is one, but broken
 */
export async function tableOf(
  files: SourceFiles,
  file: string,
  reading: Reading = {},
  at: { readonly folder?: string } = {},
): Promise<Recognised | undefined> {
  const ending = extname(file).toLowerCase();
  if (['.csv', '.tsv', '.tab', '.txt'].includes(ending)) return csvTable(files, file, reading, at);
  const isJson = ['.jsonl', '.ndjson', '.json'].includes(ending);
  return isJson ? jsonTable(files, file, reading, at) : undefined;
}

const table: Layout = {
  name: 'CSV, TSV, JSONL or JSON, with a text or an image a row, or OpenAI chats',
  recognise: async (files, file, reading) =>
    file === undefined ? undefined : tableOf(files, file, reading),
};

/** A folder with a table of its images: Hugging Face's imagefolder without splits. */
const described: Layout = {
  name: 'Hugging Face imagefolder (metadata.jsonl or metadata.csv)',
  async recognise(files, file, reading) {
    if (file !== undefined) return undefined;
    for (const name of ['metadata.jsonl', 'metadata.csv'])
      if (await files.has(name))
        return tableOf(files, name, reading, { folder: posix.join(posix.dirname(name), '/') });
    return undefined;
  },
};

/** In the order in which they are asked. */
export const tableLayouts: readonly Layout[] = [table, described, textFolder];
