import type { Client } from '../../../../../client/client.ts';
import { ApiError } from '../../../../../client/api-error.ts';
import type { Input, Upload } from '../../../../../core/api/wire/messages.ts';
import type { Requests } from '../../../../../core/api/wire/requests.ts';
import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { png } from '../../app-under-test.ts';
import type { ServedHost } from '../../http/served-hosts.ts';
import { serveAws, serveLaptop } from '../../http/served-hosts.ts';

const image = Buffer.from(png, 'base64');
const scope = { userId: 'tester', appId: 'lab' };
type NewUpload = Requests['PostUploads']['uploads'][number];
const only = <T>(answers: readonly T[]): T => {
  const [first, ...more] = answers;
  if (first === undefined || more.length > 0) throw new Error(`${answers.length} answers`);
  return first;
};
const withoutQuery = (url: string) => url.split('?')[0] ?? '';

describe.each([
  ['the AWS host', serveAws],
  ['the laptop host', serveLaptop],
])('uploads to %s', (_, serve) => {
  let host: ServedHost;
  let client: Client;
  beforeAll(async () => {
    host = await serve();
    client = await host.open('tester');
  });
  afterAll(() => host.close());

  const link = async (upload: Partial<NewUpload> = {}, by = client): Promise<Upload> => {
    const uploads = [{ content_length: image.length, ...upload }];
    return only((await by.call('PostUploads', {}, { uploads })).uploads);
  };
  const put = async (url: string, body: Uint8Array, headers = {}) =>
    (await fetch(url, { method: 'PUT', body: Buffer.from(body), headers })).status;
  /** The input that this URL makes; also one that cannot be ingested. */
  const post = async (url: string, by = client, kind = 'image'): Promise<Input> => {
    const body = { inputs: [{ data: { [kind]: { url } } }] };
    const answer = await by.call('PostInputs', {}, body).catch((error: unknown) => {
      if (error instanceof ApiError) return error.partsOf('PostInputs');
      throw error;
    });
    return only(answer.inputs ?? []);
  };
  const notThere = (url: string) => ({
    code: 30002,
    description: 'Download failed; check URL',
    details: `'${withoutQuery(url)}' was not fetched: this app has no upload there: PUT the bytes to the link first, within an hour, and post the input within a day`,
  });

  test('a link is asked for, the bytes are put, and the input names the link', async () => {
    const upload = await link({ id: 'first', content_name: 'dot.png' });
    expect(upload).toEqual({
      id: 'first',
      content_name: 'dot.png',
      content_length: String(image.length),
      content_url: expect.stringMatching(/^http:\/\/127.*\/uploads\/tester\/lab\/first\?/),
      created_at: expect.stringMatching(/Z$/),
      expires_at: new Date(Date.parse(upload.created_at) + 3_600_000).toISOString(),
      status: { code: 68000, description: 'Upload in progress' },
    });

    expect(await put(upload.content_url, image, { 'content-type': 'image/png' })).toBe(200);
    const [whole, bare] = [
      await post(upload.content_url),
      await post(withoutQuery(upload.content_url)),
    ];

    for (const { status, data } of [whole, bare]) {
      expect(status?.code).toBe(30000);
      expect(data.image?.image_info?.format).toBe('png');
    }
    const { objects, sha256 } = host.deps;
    const kept = await objects.get(objectKeys.input(scope, sha256(image)));
    expect(Buffer.from(kept ?? []).equals(image)).toBe(true);
  });

  test('a text is uploaded alike', async () => {
    const text = Buffer.from('good 1 – ☺');
    const { content_url: url } = await link({ content_length: text.length });
    await put(url, text);

    expect((await post(url, client, 'text')).data.text?.raw).toBe('good 1 – ☺');
    expect((await post(url)).status?.code).toBe(30101);
  });

  test('128 at once, with ids that we choose', async () => {
    const uploads = Array.from({ length: 128 }, () => ({ content_length: '1' }));

    const made = await client.call('PostUploads', {}, { uploads });

    expect(new Set(made.uploads.map(({ id }) => id)).size).toBe(128);
    expect(made.status.code).toBe(10000);
  });

  test('until the bytes are there, and when they are gone again, the input is kept as failed', async () => {
    const { content_url: url } = await link({ id: 'late' });
    expect((await post(url)).status).toEqual(notThere(url));
    await put(url, image);
    expect((await post(url)).status?.code).toBe(30000);

    await host.deps.objects.delete(objectKeys.upload(scope, 'late'));

    expect((await post(url)).status).toEqual(notThere(url));
  });

  test('a body of another length is refused, whole', async () => {
    const { content_url: url } = await link({ id: 'short' });

    expect(await put(url, image.subarray(1))).toBe(403);
    expect(await put(url, Buffer.concat([image, image]))).toBe(403);
    expect((await post(url)).status).toEqual(notThere(url));
  });

  test('a link is for its own upload: no other key, no other length, no other method', async () => {
    const { content_url: url } = await link({ id: 'mine' });

    expect(await put(url.replace('/lab/mine?', '/lab/other?'), image)).toBe(403);
    expect(await put(url.replace(/ignature=./, 'ignature=~'), image)).toBe(403);
    expect(await put(withoutQuery(url), image)).toBeGreaterThanOrEqual(400);
    expect((await fetch(url)).status).toBe(403);
    const { objects } = host.deps;
    expect(await objects.head(objectKeys.upload(scope, 'mine'))).toBeUndefined();
    expect(await objects.head(objectKeys.upload(scope, 'other'))).toBeUndefined();
  });

  test('put twice, the second is what counts', async () => {
    const { content_url: url } = await link();

    await put(url, Buffer.alloc(image.length));
    expect((await post(url)).status?.code).toBe(30101);
    await put(url, image);

    expect((await post(url)).status?.code).toBe(30000);
  });

  test("another tenant's upload, and another app's, answer like one that is not there", async () => {
    const stranger = await host.open('stranger');
    await client.call('PostApps', {}, { apps: [{ id: 'second' }] });
    const { content_url: url } = await link({ id: 'secret' });
    await put(url, image);
    const absent = url.replace('/lab/secret', '/lab/absent');

    expect((await post(url, stranger)).status).toEqual(notThere(url));
    expect((await post(absent, stranger)).status).toEqual(notThere(absent));
    const body = { inputs: [{ data: { image: { url } } }] };
    const second = client.call('PostInputs', { app_id: 'second' }, body);
    await expect(second).rejects.toMatchObject({
      answer: { inputs: [{ status: notThere(url) }] },
    });
  });

  test.each([
    ['no length', {}, "Field 'uploads.0.content_length' is missing"],
    ['no bytes', { content_length: 0 }, "Field 'uploads.0.content_length' 0"],
    [
      'more than an input may have',
      { id: 'x', content_length: 20_000_001 },
      "Upload 'x' has 20000001 bytes; an input has at most 20000000",
    ],
    ['an id that leaves its place', { id: '../a', content_length: 1 }, "Field 'uploads.0.id'"],
  ])('%s is refused', async (_what, upload, details) => {
    const body = { uploads: [upload] } as Requests['PostUploads'];
    const refused = client.call('PostUploads', {}, body);

    await expect(refused).rejects.toMatchObject({
      code: 11100,
      httpStatus: 400,
      message: expect.stringContaining(details),
    });
  });

  test('the same id twice, and more than 128, are refused', async () => {
    const upload = { id: 'twice', content_length: 1 };
    for (const uploads of [
      [upload, upload],
      Array.from({ length: 129 }, () => ({ content_length: 1 })),
    ])
      await expect(client.call('PostUploads', {}, { uploads })).rejects.toMatchObject({
        code: 11100,
      });
  });

  test('they go with their app, and those of the app next to it stay', async () => {
    await client.call('PostApps', {}, { apps: [{ id: 'gone' }, { id: 'gone2' }] });
    for (const app of ['gone', 'gone2']) {
      const uploads = [{ id: 'one', content_length: image.length }];
      const made = await client.call('PostUploads', { app_id: app }, { uploads });
      expect(await put(only(made.uploads).content_url, image)).toBe(200);
    }

    await client.call('DeleteApp', { app_id: 'gone' });

    const left = (appId: string) =>
      host.deps.objects.head(objectKeys.upload({ ...scope, appId }, 'one'));
    expect(await left('gone')).toBeUndefined();
    expect(await left('gone2')).toBeDefined();
  });
});
