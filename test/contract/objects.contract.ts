import { isError } from '../../core/errors.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { rejection } from './wait.ts';

/** One adapter under test, empty at the start. */
export interface ObjectsHarness {
  readonly port: Objects;
  /**
   * Follows a download link without any key; undefined where it is refused. Left out where nothing
   * serves links in a test.
   */
  readonly download?: (url: string) => Promise<Uint8Array | undefined>;
  /** Puts these bytes to an upload link, without any key. @returns whether they were taken */
  readonly upload: (url: string, body: Uint8Array) => Promise<boolean>;
  readonly cleanup?: () => Promise<void>;
}

/** What every `Objects` promises. `make` is asked for a fresh, empty store before each test. */
export function describeObjects(name: string, make: () => Promise<ObjectsHarness>): void {
  describe(`Objects: ${name}`, () => {
    let harness: ObjectsHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(async () => {
      await harness.cleanup?.();
    });

    describe('put and get', () => putTests(() => harness.port));
    describe('keys', () => keyTests(() => harness.port));
    describe('lists', () => listTests(() => harness.port));
    describe('copy and delete', () => copyTests(() => harness.port));
    describe('links', () => linkTests(() => harness));
    describe('upload links', () => uploadTests(() => harness));
  });
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function text(objects: Objects, key: string): Promise<string | undefined> {
  const body = await objects.get(key);
  return body && new TextDecoder().decode(body);
}

function putTests(objects: () => Objects): void {
  test('an absent key is undefined', async () => {
    expect(await objects().get('a/b')).toBeUndefined();
    expect(await objects().get('a/b', { start: 0, end: 1 })).toBeUndefined();
    expect(await objects().head('a/b')).toBeUndefined();
  });

  test('bytes come back as they were put', async () => {
    const body = Uint8Array.from({ length: 70_000 }, (_, n) => (n * 31) % 256);

    expect(await objects().put('a/b.bin', body)).toBe('written');

    expect(Buffer.from((await objects().get('a/b.bin')) ?? []).equals(body)).toBe(true);
    expect(await objects().head('a/b.bin')).toEqual({ key: 'a/b.bin', size: 70_000 });
  });

  test.each([0, 1, 3, 20])(
    '%i chunks of 1 MiB and a bit come back as one object',
    async (count) => {
      const chunk = Uint8Array.from({ length: 1_048_583 }, (_, n) => (n * 31) % 256);
      async function* chunks() {
        for (let n = 0; n < count; n += 1) yield chunk;
      }

      await objects().putChunks('a/many.bin', chunks());

      const found = Buffer.from((await objects().get('a/many.bin')) ?? 'absent');
      expect(found.equals(Buffer.concat(Array.from({ length: count }, () => chunk)))).toBe(true);
    },
  );

  test('chunks that end in an error leave what was there before', async () => {
    await objects().put('a/before', bytes('before'));
    async function* chunks() {
      for (let n = 0; n < 10; n += 1) yield new Uint8Array(1_048_576);
      throw new Error('no more');
    }

    await expect(objects().putChunks('a/before', chunks())).rejects.toThrow('no more');

    expect(await text(objects(), 'a/before')).toBe('before');
  });

  test('an empty object is there', async () => {
    await objects().put('a/empty', bytes(''));

    expect(await text(objects(), 'a/empty')).toBe('');
    expect(await objects().head('a/empty')).toEqual({ key: 'a/empty', size: 0 });
  });

  test('a put without a condition replaces', async () => {
    await objects().put('a', bytes('a longer first body'));
    expect(await objects().put('a', bytes('second'))).toBe('written');

    expect(await text(objects(), 'a')).toBe('second');
  });

  test('a put if absent writes once', async () => {
    expect(await objects().put('a', bytes('first'), { ifAbsent: true })).toBe('written');
    expect(await objects().put('a', bytes('second'), { ifAbsent: true })).toBe('exists');

    expect(await text(objects(), 'a')).toBe('first');
  });

  test('of many who put if absent at once, one writes', async () => {
    const puts = Array.from({ length: 8 }, (_, n) =>
      objects().put('a', bytes(`writer ${n}`), { ifAbsent: true }),
    );

    const results = await Promise.all(puts);

    expect(results.filter((r) => r === 'written')).toHaveLength(1);
    expect(await text(objects(), 'a')).toBe(`writer ${results.indexOf('written')}`);
  });

  test.each([
    ['the first byte', 0, 0, '0'],
    ['the middle', 2, 5, '2345'],
    ['all of it', 0, 9, '0123456789'],
    ['past the end', 7, 100, '789'],
  ])('a range of %s', async (_name, start, end, wanted) => {
    await objects().put('digits', bytes('0123456789'));

    const part = await objects().get('digits', { start, end });

    expect(new TextDecoder().decode(part)).toBe(wanted);
  });
}

function keyTests(objects: () => Objects): void {
  const good = ['a', 'a/b', 'A-Z_09.=/x', '.hidden', '...', 'a/..b/c', `${'d/'.repeat(40)}e`];
  test.each(good)('%s is a key', async (key) => {
    await objects().put(key, bytes(key));

    expect(await text(objects(), key)).toBe(key);
  });

  const bad = [
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    'a/./b',
    'a/../b',
    '../a',
    'a/..',
    'a b',
    'a%2fb',
    'a\\b',
    'a\0b',
    'a\nb',
    'é',
    'a?b',
    'a:b',
    'a*',
  ];
  test.each(bad)('%j is refused by every method', async (key) => {
    const tries = [
      objects().put(key, bytes('x')),
      objects().put(key, bytes('x'), { ifAbsent: true }),
      objects().get(key),
      objects().head(key),
      objects().copy('a', key),
      objects().copy(key, 'a'),
      objects().delete(key),
      objects().downloadUrl(key, 60),
      objects().uploadUrl(key, 1, 60),
      objects().list(key.endsWith('/') && key.length > 1 ? `/${key}` : `${key}/`),
      // A prefix has a uri too: it stands in manifests and channels.
      (async () => objects().uri(key === 'a/' ? 'a//' : key))(),
    ];

    for (const one of await Promise.all(tries.map(rejection))) {
      expect(isError(one, 'invalidRequest')).toBe(true);
    }
  });
}

function listTests(objects: () => Objects): void {
  test('a prefix lists what is under it, ascending, and no neighbour', async () => {
    const wanted = ['t1/B', 't1/a', 't1/c.d', 't1/c/b', 't1/c0', 't1/z'];
    const keys = [...wanted.slice().reverse(), 't10/a', 't1.x', 't'];
    for (const key of keys) await objects().put(key, bytes(key));

    const page = await objects().list('t1/');

    expect(page.objects.map((o) => o.key)).toEqual(wanted);
    expect(page.objects[0]).toEqual({ key: 't1/B', size: 4 });
    expect(page.next).toBeUndefined();
  });

  test('a prefix with nothing under it is an empty page', async () => {
    await objects().put('a', bytes('x'));

    expect(await objects().list('a/')).toEqual({ objects: [] });
    expect(await objects().list('b/')).toEqual({ objects: [] });
  });

  test('a prefix that does not end with / is refused', async () => {
    expect(isError(await rejection(objects().list('t1')), 'invalidRequest')).toBe(true);
  });

  test('more than 1,000 objects come in pages', async () => {
    const keys = Array.from({ length: 1_005 }, (_, n) => `p/${String(n).padStart(5, '0')}`);
    await Promise.all(keys.map((key) => objects().put(key, bytes('x'))));

    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await objects().list('p/', after);
      expect(page.objects.length).toBeLessThanOrEqual(1_000);
      seen.push(...page.objects.map((o) => o.key));
      after = page.next;
    } while (after !== undefined);

    expect(seen).toEqual(keys);
  });
}

function copyTests(objects: () => Objects): void {
  test('a copy is a second object: deleting one leaves the other', async () => {
    await objects().put('from/a', bytes('body'));
    await objects().put('to/a', bytes('old'));

    await objects().copy('from/a', 'to/a');
    await objects().delete('from/a');

    expect(await text(objects(), 'to/a')).toBe('body');
    expect(await objects().head('from/a')).toBeUndefined();
  });

  test('replacing the original leaves the copy', async () => {
    await objects().put('from/a', bytes('body'));
    await objects().copy('from/a', 'to/a');

    await objects().put('from/a', bytes('changed'));

    expect(await text(objects(), 'to/a')).toBe('body');
  });

  test('copying an absent object is does-not-exist', async () => {
    expect(isError(await rejection(objects().copy('absent', 'to')), 'doesNotExist')).toBe(true);
    expect(await objects().head('to')).toBeUndefined();
  });

  test('deleting an absent object is no error', async () => {
    await objects().delete('absent/a');
  });

  test('a deleted object is gone from lists', async () => {
    await objects().put('p/a', bytes('x'));
    await objects().put('p/b', bytes('x'));
    await objects().delete('p/a');

    expect((await objects().list('p/')).objects.map((o) => o.key)).toEqual(['p/b']);
  });
}

function linkTests(harness: () => ObjectsHarness): void {
  test('the uri of a key ends with it', () => {
    expect(harness().port.uri('a/b.bin')).toMatch(/^[a-z0-9]+:\/\/.+\/a\/b\.bin$/);
  });

  test('the uri of a prefix ends with / and begins the uri of each key under it', () => {
    const prefix = harness().port.uri('a/b/');

    expect(prefix).toMatch(/\/a\/b\/$/);
    expect(harness().port.uri('a/b/c')).toBe(`${prefix}c`);
  });

  test('a download link serves this object and no other', async () => {
    const { port, download } = harness();
    await port.put('a/one', bytes('one'));
    await port.put('a/two', bytes('two'));

    const url = await port.downloadUrl('a/one', 60);

    expect(new URL(url).pathname).toMatch(/\/a\/one$/);
    if (!download) return;
    expect(new TextDecoder().decode(await download(url))).toBe('one');
    expect(await download(url.replace('/a/one', '/a/two'))).toBeUndefined();
  });
}

function uploadTests(harness: () => ObjectsHarness): void {
  test('takes bytes of its size: until then nothing is there, a second time replaces', async () => {
    const { port, upload } = harness();
    const url = await port.uploadUrl('a/=1', 5, 60);
    expect(await port.head('a/=1')).toBeUndefined();

    expect(await upload(url, bytes('first'))).toBe(true);
    expect(await text(port, 'a/=1')).toBe('first');
    expect(await upload(url, bytes('again'))).toBe(true);
    expect(await text(port, 'a/=1')).toBe('again');
  });

  test.each(['', 'four', 'longer than that'])(
    'refuses %j where 5 bytes were said',
    async (body) => {
      const { port, upload } = harness();
      const url = await port.uploadUrl('a/1', 5, 60);

      expect(await upload(url, bytes(body))).toBe(false);
      expect(await port.head('a/1')).toBeUndefined();
    },
  );

  test('takes nothing for another key, by a download link, too late, or when it was tampered with', async () => {
    const { port, upload } = harness();
    const url = await port.uploadUrl('a/1', 5, 60);

    for (const bad of [
      url.replace('/a/1', '/a/2'),
      url.replace(/([Ss]ignature=)./, '$1~'),
      url.split('?')[0] ?? '',
      await port.downloadUrl('a/1', 60),
      await port.uploadUrl('a/1', 5, -1),
    ])
      expect(await upload(bad, bytes('bytes'))).toBe(false);
    expect((await port.list('a/')).objects).toEqual([]);
  });

  test('its links, with or without their query, are known by their key; others are not', async () => {
    const { port } = harness();
    const url = await port.uploadUrl('a/b=c/1', 5, 60);
    const bare = url.split('?')[0] ?? '';

    expect(await port.keyOfUrl(url)).toBe('a/b=c/1');
    expect(await port.keyOfUrl(bare)).toBe('a/b=c/1');
    expect(await port.keyOfUrl(await port.downloadUrl('a/b', 60))).toBe('a/b');
    for (const other of [
      'not a url',
      's3://a/b',
      bare.replace('a/b', 'a//b'),
      bare.replace('a/b', 'a/%zz'),
      bare.replace(/^http/, 'ftp'),
      bare.replace('://', '://elsewhere.'),
      'https://example.com/a/b',
    ])
      expect([other, await port.keyOfUrl(other)]).toEqual([other, undefined]);
  });
}
