import { extname } from 'node:path';
import { cocoEntries } from './coco.ts';
import { csvEntries } from './csv.ts';
import type { Entry, Problem, Source } from './entry.ts';
import { imageFolderEntries } from './image-folder.ts';
import { jsonlEntries } from './jsonl.ts';
import type { Origin, SourceFiles } from './source-files.ts';

type Reader = (files: SourceFiles, file: string) => AsyncIterable<Entry | Problem>;

const readers: Readonly<Record<string, Reader>> = {
  '.csv': csvEntries,
  '.jsonl': jsonlEntries,
  '.ndjson': jsonlEntries,
  '.json': cocoEntries,
};

/** What makes a folder of images a Hugging Face imagefolder. */
const metadataFiles = ['metadata.jsonl', 'metadata.csv'];

/**
 * How to read what lies there: CSV, JSONL, COCO (`.json`), a folder of images, or one with
 * `metadata.jsonl` or `metadata.csv` (Hugging Face imagefolder).
 * @throws Error where the file is none of these
 */
export async function sourceOf({ files, file }: Origin): Promise<Source> {
  const described = file ?? (await metadataFileOf(files));
  if (described === undefined) return () => imageFolderEntries(files);
  const read = readers[extname(described).toLowerCase()];
  if (read) return () => read(files, described);
  throw new Error(
    `'${files.place}${described}' is neither a folder nor .csv, .jsonl, .ndjson or .json (COCO)`,
  );
}

async function metadataFileOf(files: SourceFiles): Promise<string | undefined> {
  for (const name of metadataFiles) if (await files.has(name)) return name;
  return undefined;
}
