import type { Dependencies } from '../../ports/host.ts';

const chunkBytes = 8 * 1024 * 1024;

type Uses = Pick<Dependencies, 'objects'>;

/** Lines of a JSON Lines object whose row, or which themselves, have one of the ids. */
export async function countLines(
  key: string,
  ids: ReadonlySet<string>,
  deps: Uses,
): Promise<number> {
  let count = 0;
  for await (const line of linesOf(key, deps)) if (ids.has(idOf(line))) count += 1;
  return count;
}

/** Writes the object anew without those lines, in the memory of a chunk: whole or not at all. */
export async function removeLines(
  key: string,
  ids: ReadonlySet<string>,
  deps: Uses,
): Promise<void> {
  async function* kept(): AsyncGenerator<Uint8Array> {
    let [lines, characters]: [string[], number] = [[], 0];
    for await (const line of linesOf(key, deps)) {
      if (ids.has(idOf(line))) continue;
      lines.push(`${line}\n`);
      characters += line.length;
      if (characters < chunkBytes) continue;
      yield new TextEncoder().encode(lines.join(''));
      [lines, characters] = [[], 0];
    }
    yield new TextEncoder().encode(lines.join(''));
  }
  await deps.objects.putChunks(key, kept(), { contentType: 'application/x-ndjson' });
}

/** Nothing of an object that is gone. */
async function* linesOf(key: string, { objects }: Uses): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let start = 0; ; start += chunkBytes) {
    const chunk = await objects.get(key, { start, end: start + chunkBytes - 1 });
    if (!chunk) return;
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (chunk.length < chunkBytes) break;
  }
  if (rest !== '') yield rest;
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
