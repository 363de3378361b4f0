import { extname } from 'node:path';
import { csvEntries } from './csv.ts';
import type { Entry, Problem } from '../entry.ts';
import { jsonlEntries } from './jsonl.ts';
import type { Layout } from '../layout.ts';
import type { SourceFiles } from '../source-files.ts';

type Reader = (files: SourceFiles, file: string) => AsyncIterable<Entry | Problem>;

const csv = layoutOf('CSV', ['.csv'], csvEntries);
const jsonl = layoutOf('JSONL', ['.jsonl', '.ndjson'], jsonlEntries);

/** A folder with a table of its images: Hugging Face's imagefolder without splits. */
const described: Layout = {
  name: 'Hugging Face imagefolder',
  async recognise(files, file, reading) {
    if (file !== undefined) return undefined;
    for (const name of ['metadata.jsonl', 'metadata.csv'])
      if (await files.has(name))
        return (await csv.recognise(files, name, reading)) ?? jsonl.recognise(files, name, reading);
    return undefined;
  },
};

function layoutOf(name: string, endings: readonly string[], read: Reader): Layout {
  return {
    name,
    async recognise(files, file) {
      if (file === undefined || !endings.includes(extname(file).toLowerCase())) return undefined;
      return { layout: name, description: `${name}, ${file}`, read: () => read(files, file) };
    },
  };
}

/** In the order in which they are asked. */
export const tableLayouts: readonly Layout[] = [csv, jsonl, described];
