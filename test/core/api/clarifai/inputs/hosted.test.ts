import { createHash } from 'node:crypto';
import { createApiKey } from '../../../../../core/access/authenticate.ts';
import { AppUnderTest, png } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const lab = new AppUnderTest();
const keys: Record<string, string> = {};
const keyFor = async (name: string, whose: { userId: string; appId?: string; scopes: string[] }) =>
  (keys[name] = (await createApiKey({ description: name, ...whose }, lab.deps)).key);

beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/v2/users/tester/apps', { apps: [{ id: 'other' }] });
  const inputs = [
    { id: 'picture', data: { image: { base64: png } } },
    { id: 'words', data: { text: { raw: '<b>häh</b>' } } },
    { id: 'bad', data: { image: { base64: 'AAAA' } } },
    {
      id: 'masked',
      data: {
        image: { base64: png },
        regions: [
          { region_info: { mask: { image: { base64: png } } }, data: { concepts: [{ id: 'c' }] } },
        ],
      },
    },
  ];
  await lab.send('POST', `${lab.base}/inputs`, { inputs });
  await keyFor('own', { userId: 'tester', scopes: ['All'] });
  await keyFor('stranger', { userId: 'stranger', scopes: ['All'] });
  await keyFor('of another app', { userId: 'tester', appId: 'other', scopes: ['All'] });
  await keyFor('without Inputs_Get', { userId: 'tester', scopes: ['Models_Get'] });
});
afterAll(() => lab.close());

const dataOf = async (id: string): Promise<Body> =>
  (await lab.must('GET', `/inputs/${id}`)).input.data;
const fetchAs = (key: string | undefined, url: string) =>
  lab.app.request(url, key === undefined ? {} : { headers: { authorization: `Key ${key}` } });
const addressOf = ({ hosted: { prefix, suffix } }: Body) => `${prefix}/orig/${suffix}`;

test('a picture is answered with an address, which leads to its bytes', async () => {
  const { image } = await dataOf('picture');
  expect(image.hosted).toMatchObject({ sizes: ['orig'], crossorigin: 'use-credentials' });
  expect(image.url).toBe(addressOf(image));
  expect(image.image_info).toEqual({ format: 'png', width: 1, height: 1 });

  const response = await fetchAs(keys['own'], image.url);

  expect(response.status).toBe(302);
  const digest = createHash('sha256').update(Buffer.from(png, 'base64')).digest('hex');
  expect(response.headers.get('etag')).toBe(`"${digest}"`);
  const link = new URL(response.headers.get('location')!);
  const bytes = await lab.deps.objects.get(link.pathname.slice(1).replace(/^[^/]*\/(?=users)/, ''));
  expect(Buffer.from(bytes!).toString('base64')).toBe(png);
});

test('the mask of a region is answered with an address of its input, and of no other', async () => {
  const { url } = (await dataOf('masked')).regions[0].region_info.mask.image;
  const listed = await lab.must('GET', '/annotations?input_ids=masked');
  expect(listed.annotations[0].data.regions[0].region_info.mask.image.url).toBe(url);

  const statusOf = async (key: string, address: string) =>
    (await fetchAs(keys[key], address)).status;
  expect(await statusOf('own', url)).toBe(302);
  expect(await statusOf('own', url.replace('/masked/', '/picture/'))).toBe(404);
  expect(await statusOf('stranger', url)).toBe(404);
});

test('a text is answered under its address as it was sent, and never as a page', async () => {
  const { text } = await dataOf('words');
  expect(text.raw).toBe('<b>häh</b>');

  const response = await fetchAs(keys['own'], text.url);

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await response.text()).toBe('<b>häh</b>');
});

test('every list, search and page answers the same address', async () => {
  const url = (await dataOf('picture')).image.url;
  const listed = (await lab.must('GET', '/inputs')).inputs;
  const searched = (await lab.must('POST', '/inputs/searches', { searches: [{}] })).hits;

  expect(listed.find(({ id }: Body) => id === 'picture').data.image.url).toBe(url);
  expect(searched.find(({ input }: Body) => input.id === 'picture').input.data.image.url).toBe(url);
});

test('what could not be ingested has no address', async () => {
  expect(await dataOf('bad')).not.toHaveProperty('image');
});

test.each([
  ['stranger', 404],
  ['of another app', 404],
  ['without Inputs_Get', 403],
  ['nobody', 401],
])('%s gets HTTP %d and no bytes', async (name, code) => {
  for (const id of ['picture', 'words']) {
    const { image, text } = await dataOf(id);
    const response = await fetchAs(keys[name], (image ?? text).url);
    expect(response.status).toBe(code);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).not.toContain('häh');
  }
});

test('the address ends with its input', async () => {
  const { text } = await dataOf('words');
  await lab.must('DELETE', '/inputs/words');

  expect((await fetchAs(keys['own'], text.url)).status).toBe(404);
});

describe('as the URL of a new input', () => {
  const postAs = async (key: string, app: string, data: object): Promise<Body> => {
    const at = `/v2/users/tester/apps/${app}/inputs`;
    const response = await lab.app.request(at, {
      method: 'POST',
      headers: { authorization: `Key ${keys[key]}`, 'content-type': 'application/json' },
      body: JSON.stringify({ inputs: [{ data }] }),
    });
    return ((await response.json()) as Body).inputs[0];
  };
  const stored = async (app: string, id: string) =>
    (await lab.must('GET', `/v2/users/tester/apps/${app}/inputs/${id}`)).input.data;

  beforeAll(() =>
    lab.must('POST', '/inputs', { inputs: [{ id: 'line', data: { text: { raw: ' häh\n' } } }] }),
  );

  test('an address takes over what the input holds, also in another app', async () => {
    const [picture, line] = [await dataOf('picture'), await dataOf('line')];

    const image = await postAs('own', 'other', { image: { url: picture.image.url } });
    const text = await postAs('own', 'lab', { text: { url: line.text.url } });

    expect([image.status.code, text.status.code]).toEqual([30000, 30000]);
    expect((await stored('lab', text.id)).text.raw).toBe(' häh\n');
    const copy = (await stored('other', image.id)).image;
    expect(copy.image_info).toEqual({ format: 'png', width: 1, height: 1 });
    const { headers } = await fetchAs(keys['own'], copy.url);
    const bytesOf = (at: string | null) => new URL(at!).pathname;
    const original = await fetchAs(keys['own'], picture.image.url);
    expect(bytesOf(headers.get('location'))).toBe(bytesOf(original.headers.get('location')));
  });

  test('what cannot be taken over says why, and gives away nothing', async () => {
    const [picture, line] = [await dataOf('picture'), await dataOf('line')];
    const asked = async (key: string, app: string, data: object) =>
      (await postAs(key, app, data)).status.details;
    const gone = line.text.url.replace('/line', '/gone');
    const mask = (await dataOf('masked')).regions[0].region_info.mask.image.url;

    expect(await asked('own', 'lab', { image: { url: line.text.url } })).toBe(
      "Input 'line' is a text; name it as data.text.url",
    );
    expect(await asked('own', 'lab', { text: { url: picture.image.url } })).toMatch(/a picture/);
    expect(await asked('own', 'lab', { text: { url: gone } })).toMatch(
      /own address: .*'gone' does not exist/,
    );
    expect(await asked('own', 'lab', { image: { url: mask } })).toMatch(
      /is a mask; send its bytes/,
    );
    expect(await asked('of another app', 'other', { text: { url: line.text.url } })).toMatch(
      /own address: App 'lab' does not exist/,
    );
    const foreign = line.text.url.replace('/users/tester/', '/users/stranger/');
    expect(await asked('own', 'lab', { text: { url: foreign } })).toMatch(
      /own address: User 'stranger' does not exist/,
    );
  });
});
