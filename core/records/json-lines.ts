import type { Objects } from '../ports/objects.ts';

/** How much is read, and written, at once. */
const chunkBytes = 8 * 1024 * 1024;

/** Content type of objects that are written so. */
export const jsonLinesType = { contentType: 'application/x-ndjson' };

/**
 * Lines of an object, without their ends, in the memory of a chunk; none of one that is not there.
 * A last line may lack its end.
 */
export async function* eachLine(
  key: string,
  { objects }: { readonly objects: Pick<Objects, 'get'> },
): AsyncGenerator<string> {
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

/** The reverse: lines as the chunks of an object, each with its end; none of no lines. */
export async function* chunksOfLines(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<Uint8Array> {
  let held: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    held.push(`${line}\n`);
    characters += line.length + 1;
    if (characters < chunkBytes) continue;
    yield new TextEncoder().encode(held.join(''));
    [held, characters] = [[], 0];
  }
  if (held.length > 0) yield new TextEncoder().encode(held.join(''));
}

/** Rows as lines of JSON. */
export async function* asJson(
  rows: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<string> {
  for await (const row of rows) yield JSON.stringify(row);
}
