import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Folder, Service } from './service.ts';

const rows = 40_000;

function* lines(): Generator<string> {
  for (let index = 0; index < rows; index += 1)
    yield `${JSON.stringify({ text: `Row ${index} says this.`, label: index % 2 ? 'odd' : 'even' })}\n`;
}

let service: Service;
let folder: Folder;
beforeAll(async () => {
  service = await Service.start();
  folder = new Folder();
});
afterAll(async () => {
  await service.close();
  folder.remove();
});

test('40,000 rows are imported, and the heap does not grow with them', async () => {
  const path = folder.at('rows.jsonl');
  await pipeline(Readable.from(lines()), createWriteStream(path));
  // 25,000 rows lie between the first sample that counts and the last: kept, they would show.
  const flags = ['--expose-gc', '--max-old-space-size=32', join(__dirname, 'measured-import.ts')];

  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    ...[service.url, service.key, path, folder.path],
  ]);

  const { counts, heap } = JSON.parse(stdout) as { counts: object; heap: number[] };
  expect(counts).toMatchObject({ read: rows, added: rows, there: 0, failed: 0 });
  expect(heap.length).toBe(4);
  // The first is of the start: what was loaded for it goes soon after.
  const running = heap.slice(1);
  expect(Math.max(...running) - Math.min(...running)).toBeLessThan(4_000_000);
}, 300_000);
