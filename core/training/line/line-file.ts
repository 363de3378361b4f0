import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { asJson, chunksOfLines, eachLine, jsonLinesType } from '../../records/json-lines.ts';
import { jobKeys } from '../../records/object-keys.ts';
import { lineContent } from './line-content.ts';
import type { LineRow } from './line.ts';

/**
 * What the line knows with the version of a folder, row by row, in the memory of a chunk.
 * @returns undefined where it has none: an earlier release laid it out
 */
export async function readLine(
  folder: string,
  deps: Pick<Dependencies, 'objects'>,
): Promise<AsyncGenerator<LineRow> | undefined> {
  const key = jobKeys.line(folder);
  if (!(await deps.objects.head(key))) return undefined;
  return eachLineOf<LineRow>(key, deps);
}

async function* eachLineOf<T>(key: string, deps: Pick<Dependencies, 'objects'>): AsyncGenerator<T> {
  for await (const line of eachLine(key, deps)) yield JSON.parse(line) as T;
}

/** Whole or not at all, in the memory of a chunk. */
export async function writeLine(
  folder: string,
  rows: AsyncIterable<LineRow> | Iterable<LineRow>,
  deps: Pick<Dependencies, 'objects'>,
): Promise<void> {
  await deps.objects.putChunks(jobKeys.line(folder), chunksOfLines(asJson(rows)), jsonLinesType);
}

/**
 * The line of a version without a parent: its own rows, as they were laid out in its folder. They
 * are read there again, so that they need not fit in memory.
 */
export async function writeFirstLine(
  folder: string,
  versionId: string,
  deps: Pick<Dependencies, 'objects' | 'sha256'>,
): Promise<void> {
  const laidOut = jobKeys.manifest(folder);
  async function* rows(): AsyncGenerator<LineRow> {
    for await (const row of eachLineOf<ManifestRow>(laidOut, deps))
      yield { content: lineContent(row, deps.sha256), row, since: versionId };
  }
  await writeLine(folder, rows(), deps);
}
