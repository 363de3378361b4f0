import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isError } from '../../core/errors.ts';
import { FileObjects } from '../../local/file-objects.ts';
import { describeObjects } from '../contract/objects.contract.ts';
import { rejection } from '../contract/wait.ts';

let clock = '2026-11-25T12:00:00.500Z';

function makeObjects(): { objects: FileObjects; root: string } {
  const root = mkdtempSync(join(tmpdir(), 'deeptune-objects-'));
  const baseUrl = 'http://127.0.0.1:8420';
  const objects = new FileObjects({ root, baseUrl, signingKey: 'k'.repeat(32), now: () => clock });
  return { objects, root };
}

async function download(objects: FileObjects, url: string): Promise<Uint8Array | undefined> {
  const { pathname, searchParams } = new URL(url);
  const key = objects.verifyDownload(pathname, searchParams);
  return key === undefined ? undefined : objects.get(key);
}

describeObjects('files', async () => {
  const { objects, root } = makeObjects();
  return {
    port: objects,
    download: (url) => download(objects, url),
    cleanup: async () => rmSync(root, { recursive: true }),
  };
});

describe('FileObjects', () => {
  const { objects, root } = makeObjects();
  afterAll(() => rmSync(root, { recursive: true }));
  const body = new TextEncoder().encode('body');

  test('nothing unfinished stays behind, and nothing unfinished is listed', async () => {
    await objects.put('clean/a', body);
    await objects.put('clean/a', body, { ifAbsent: true });
    writeFileSync(join(root, 'clean', 'half~written'), 'x');

    expect((await objects.list('clean/')).objects.map((o) => o.key)).toEqual(['clean/a']);
    expect(readdirSync(join(root, '~unfinished'))).toEqual([]);
  });

  test('a symbolic link is no object', async () => {
    mkdirSync(join(root, 'links'));
    symlinkSync('/etc/hostname', join(root, 'links', 'a'));

    expect(await objects.get('links/a')).toBeUndefined();
    expect(await objects.head('links/a')).toBeUndefined();
    expect(await objects.list('links/')).toEqual({ objects: [] });
  });

  test.each([
    ['a/b', 'a', {}],
    ['c', 'c/d', {}],
    ['e/f', 'e', { ifAbsent: true }],
  ])('with %s there, %s is refused: a file is no folder', async (there, key, options) => {
    await objects.put(there, body);

    expect(isError(await rejection(objects.put(key, body, options)), 'invalidRequest')).toBe(true);
  });

  test('a download link ends at its second', async () => {
    await objects.put('link/a', body);
    const url = await objects.downloadUrl('link/a', 60);
    const start = clock;

    clock = '2026-11-25T12:01:01.000Z';
    expect(await download(objects, url)).toEqual(Buffer.from(body));
    clock = '2026-11-25T12:01:01.001Z';
    expect(await download(objects, url)).toBeUndefined();
    clock = start;
  });

  test('a link that was tampered with is refused', async () => {
    await objects.put('link/a', body);
    const url = new URL(await objects.downloadUrl('link/a', 60));
    const changed = (name: string, value: string): string => {
      const copy = new URL(url);
      copy.searchParams.set(name, value);
      return copy.href;
    };

    expect(await download(objects, url.href)).toBeDefined();
    for (const bad of [
      changed('expires', '99999999999'),
      changed('expires', 'NaN'),
      changed('signature', ''),
      changed('signature', 'AAAA'),
      url.href.replace('link/a', 'link%2fa'),
      url.href.split('?')[0] ?? '',
    ]) {
      expect(await download(objects, bad)).toBeUndefined();
    }
  });
});
