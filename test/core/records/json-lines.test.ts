import { asJson, chunksOfLines, eachLine } from '../../../core/records/json-lines.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** An object of so many bytes, as a range of it is asked for. */
function held(bytes: Uint8Array | undefined) {
  const get = async (_: string, range?: { readonly start: number; readonly end: number }) =>
    bytes?.slice(range?.start ?? 0, (range?.end ?? bytes.length) + 1);
  return { objects: { get } };
}

async function read(bytes: Uint8Array | undefined): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of eachLine('key', held(bytes))) lines.push(line);
  return lines;
}

async function written(lines: Iterable<string>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOfLines(lines)) chunks.push(chunk);
  return chunks;
}

test.each([
  ['lines with their ends', bytesOf('a\nb\n'), ['a', 'b']],
  ['a last line without its end', bytesOf('a\nb'), ['a', 'b']],
  ['an empty line between others', bytesOf('a\n\nb\n'), ['a', '', 'b']],
  ['an empty object', bytesOf(''), []],
  ['an object that is not there', undefined, []],
])('%s', async (_, bytes, lines) => {
  expect(await read(bytes)).toEqual(lines);
});

test('what is written in several chunks is read as it was, letters that a chunk cuts too', async () => {
  // 9 MB of letters of two bytes, one line that is longer than a chunk among them.
  const lines = ['ä'.repeat(5_000_000), 'b', 'ö'.repeat(3_000_000), 'c'];
  const chunks = await written(lines);

  expect(chunks.length).toBeGreaterThan(0);
  expect((await written([])).length).toBe(0);
  expect(await read(Buffer.concat(chunks))).toEqual(lines);
});

test('rows are lines of JSON', async () => {
  const lines: string[] = [];
  for await (const line of asJson([{ id: 'a' }, { id: 'b\n' }])) lines.push(line);

  expect(lines).toEqual(['{"id":"a"}', '{"id":"b\\n"}']);
});
