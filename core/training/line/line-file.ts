import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { manifestType } from '../../dataset/version/manifest.ts';
import type { Dependencies } from '../../ports/host.ts';
import { jobKeys } from '../../records/object-keys.ts';
import { lineContent } from './line-content.ts';
import type { LineRow } from './line.ts';

/** How much is read, and written, at once. */
const chunkBytes = 8 * 1024 * 1024;

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

/** JSON values of a JSON Lines object, in the memory of a chunk; none of one that is not there. */
async function* eachLineOf<T>(
  key: string,
  { objects }: Pick<Dependencies, 'objects'>,
): AsyncGenerator<T> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let start = 0; ; start += chunkBytes) {
    const chunk = await objects.get(key, { start, end: start + chunkBytes - 1 });
    const lines = (rest + decoder.decode(chunk ?? new Uint8Array(), { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as T;
    if (!chunk || chunk.length < chunkBytes) break;
  }
  if (rest !== '') yield JSON.parse(rest) as T;
}

/** Whole or not at all, in the memory of a chunk. */
export async function writeLine(
  folder: string,
  rows: AsyncIterable<LineRow> | Iterable<LineRow>,
  deps: Pick<Dependencies, 'objects'>,
): Promise<void> {
  await deps.objects.putChunks(jobKeys.line(folder), chunksOf(rows), manifestType);
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
  const laidOut = `${jobKeys.trainPrefix(folder)}manifest.jsonl`;
  async function* rows(): AsyncGenerator<LineRow> {
    for await (const row of eachLineOf<ManifestRow>(laidOut, deps))
      yield { content: lineContent(row, deps.sha256), row, since: versionId };
  }
  await writeLine(folder, rows(), deps);
}

async function* chunksOf(
  rows: AsyncIterable<LineRow> | Iterable<LineRow>,
): AsyncGenerator<Uint8Array> {
  let [lines, characters]: [string[], number] = [[], 0];
  for await (const row of rows) {
    const line = `${JSON.stringify(row)}\n`;
    lines.push(line);
    characters += line.length;
    if (characters < chunkBytes) continue;
    yield new TextEncoder().encode(lines.join(''));
    [lines, characters] = [[], 0];
  }
  yield new TextEncoder().encode(lines.join(''));
}
