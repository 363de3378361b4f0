import { existsSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { cocoEntries } from './coco.ts';
import { csvEntries } from './csv.ts';
import type { Source } from './entry.ts';
import { imageFolderEntries } from './image-folder.ts';
import { jsonlEntries } from './jsonl.ts';

const rowReaders: Readonly<Record<string, typeof csvEntries>> = {
  '.csv': csvEntries,
  '.jsonl': jsonlEntries,
  '.ndjson': jsonlEntries,
};

/**
 * What lies at a path: CSV, JSONL, COCO (`.json`), a folder of images, or one with `metadata.jsonl` or `metadata.csv` (Hugging Face imagefolder).
 * @throws Error where nothing is there, or nothing that is known
 */
export function openSource(from: string): Source {
  const path = resolve(from);
  if (!existsSync(path)) throw new Error(`'${from}' does not exist`);
  if (statSync(path).isDirectory()) return folderSource(path);
  const extension = extname(path).toLowerCase();
  const read = rowReaders[extension];
  if (read) return () => read(path, dirname(path));
  if (extension === '.json') return () => cocoEntries(path);
  throw new Error(`'${from}' is neither a folder nor .csv, .jsonl, .ndjson or .json (COCO)`);
}

function folderSource(folder: string): Source {
  const metadata = ['.jsonl', '.csv'].find((end) => existsSync(join(folder, `metadata${end}`)));
  const read = metadata === undefined ? undefined : rowReaders[metadata];
  return read
    ? () => read(join(folder, `metadata${metadata}`), folder)
    : () => imageFolderEntries(folder);
}
