import type { Dependencies } from '../../ports/host.ts';
import { chunksOfLines, eachLine, jsonLinesType } from '../../records/json-lines.ts';

type Uses = Pick<Dependencies, 'objects'>;

/** Lines of a JSON Lines object whose row, or which themselves, have one of the ids. */
export async function countLines(
  key: string,
  ids: ReadonlySet<string>,
  deps: Uses,
): Promise<number> {
  let count = 0;
  for await (const line of eachLine(key, deps)) if (ids.has(idOf(line))) count += 1;
  return count;
}

/** Writes the object anew without those lines, in the memory of a chunk: whole or not at all. */
export async function removeLines(
  key: string,
  ids: ReadonlySet<string>,
  deps: Uses,
): Promise<void> {
  async function* kept(): AsyncGenerator<string> {
    for await (const line of eachLine(key, deps)) if (!ids.has(idOf(line))) yield line;
  }
  await deps.objects.putChunks(key, chunksOfLines(kept()), jsonLinesType);
}

/** A row's own id, or that of the row in a part of a freezing; empty for any other line. */
function idOf(line: string): string {
  try {
    const { id, row } = JSON.parse(line) as { id?: unknown; row?: { id?: unknown } };
    return String(id ?? row?.id ?? '');
  } catch {
    return '';
  }
}
