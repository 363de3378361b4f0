import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { isError } from '../../../core/errors.ts';
import { deleteExpiredUploads } from '../../../local/objects/expired-uploads.ts';
import { FileObjects } from '../../../local/objects/file-objects.ts';
import { serveFiles } from '../../../local/objects/file-routes.ts';
import { describeObjects } from '../../contract/objects.contract.ts';
import { rejection } from '../../contract/wait.ts';

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

/** As the server does it. */
async function upload(objects: FileObjects, url: string, body: Uint8Array): Promise<boolean> {
  const app = new Hono();
  serveFiles(app, objects);
  const response = await app.request(url, { method: 'PUT', body: Buffer.from(body) });
  expect([200, 403]).toContain(response.status);
  return response.ok;
}

describeObjects('files', async () => {
  const { objects, root } = makeObjects();
  return {
    port: objects,
    download: (url) => download(objects, url),
    upload: (url, body) => upload(objects, url, body),
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

  test('an upload link ends at its second; what it refuses leaves nothing behind', async () => {
    const url = await objects.uploadUrl('link/b', 4, 60);
    const start = clock;

    clock = '2026-11-25T12:01:01.000Z';
    expect(await upload(objects, url, Buffer.from('longer'))).toBe(false);
    expect(await upload(objects, url.replace('size=4', 'size=6'), Buffer.from('longer'))).toBe(
      false,
    );
    expect(await upload(objects, url, body)).toBe(true);
    clock = '2026-11-25T12:01:01.001Z';
    expect(await upload(objects, url, Buffer.from('more'))).toBe(false);
    clock = start;

    expect(await objects.get('link/b')).toEqual(Buffer.from(body));
    expect(readdirSync(join(root, '~unfinished'))).toEqual([]);
  });

  test('uploads are deleted a day after they were put, and nothing else is', async () => {
    for (const key of ['uploads/u/a/old', 'uploads/u/a/new', 'users/u/old'])
      await objects.put(key, body);
    const at = (when: string, key: string) =>
      utimesSync(objects.pathOf(key), new Date(when), new Date(when));
    at('2026-11-24T12:00:00Z', 'uploads/u/a/old');
    at('2026-11-24T12:00:01Z', 'uploads/u/a/new');
    at('2026-11-24T12:00:00Z', 'users/u/old');

    expect(await deleteExpiredUploads(objects, '2026-11-25T12:00:00Z')).toBe(1);

    expect(await objects.head('uploads/u/a/old')).toBeUndefined();
    expect(await objects.head('uploads/u/a/new')).toBeDefined();
    expect(await objects.head('users/u/old')).toBeDefined();
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
