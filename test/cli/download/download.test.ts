import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from '../../../cli/download/download.ts';

const content = Buffer.from('0123456789'.repeat(1000));
const asked: (string | undefined)[] = [];

/** `/ranges` answers parts, `/whole` does not, `/short` breaks off. */
const server = createServer(({ url, headers }, response) => {
  asked.push(headers.range);
  const from = url === '/ranges' ? Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0) : 0;
  const sent = url === '/short' ? content.subarray(0, 10) : content.subarray(from);
  if (url === '/endless') {
    const more = (): void => {
      while (!response.destroyed && response.write(content));
    };
    response.on('drain', more);
    more();
  } else if (url === '/gone') response.writeHead(404).end();
  else response.writeHead(from > 0 ? 206 : 200).end(sent);
});
let base = '';

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => asked.splice(0));

function file(part?: Buffer) {
  const path = join(mkdtempSync(join(tmpdir(), 'deeptune-download-')), 'below', 'model.tar.gz');
  if (part === undefined) return path;
  const at = join(mkdtempSync(join(tmpdir(), 'deeptune-download-')), 'model.tar.gz');
  writeFileSync(`${at}.part`, part);
  return at;
}

describe('a download', () => {
  test('is there whole, its folder made, with its progress', async () => {
    const path = file();
    const seen: number[] = [];
    const size = content.length;
    await download({ url: `${base}/whole`, path, size, onBytes: (bytes) => seen.push(bytes) });
    expect(readFileSync(path).equals(content)).toBe(true);
    expect([seen.at(-1), existsSync(`${path}.part`)]).toEqual([size, false]);
  });

  test.each([
    ['/ranges', 'goes on where the server can'],
    ['/whole', 'begins anew where it cannot'],
  ])('after an interruption: %s %s', async (at) => {
    const path = file(content.subarray(0, 4000));
    await download({ url: base + at, path, size: content.length });
    expect(asked).toEqual(['bytes=4000-']);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  test('that breaks off leaves no file by its name, and what came is kept', async () => {
    const path = file();
    const broken = download({ url: `${base}/short`, path, size: content.length });
    await expect(broken).rejects.toMatchObject({ code: 'download-incomplete', exitStatus: 1 });
    expect([existsSync(path), readFileSync(`${path}.part`).length]).toEqual([false, 10]);
  });

  test('whose link has ended says so', async () => {
    const path = file();
    await expect(download({ url: `${base}/gone`, path, size: 1 })).rejects.toMatchObject({
      code: 'download-refused',
    });
    expect(existsSync(path)).toBe(false);
  });

  test('that does not end is left at its size, and what came of it goes', async () => {
    const path = file();
    await expect(download({ url: `${base}/endless`, path, size: 20_000 })).rejects.toMatchObject({
      code: 'download-incomplete',
    });
    expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, false]);
  });
});
