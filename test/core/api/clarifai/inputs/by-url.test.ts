import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { Web, fetcherOf } from '../../../../net/web.ts';
import { HeldBytes } from '../../../held-bytes.ts';
import { AppUnderTest, png } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

const bytes = Buffer.from(png, 'base64');
const files: Readonly<Record<string, Uint8Array | string>> = {
  '/1.png': bytes,
  '/cut.png': bytes.subarray(0, 40),
  '/good.txt': 'good 1 – ☺',
  '/latin.txt': Buffer.from([0x62, 0xfc, 0x63, 0x68]),
  '/long.txt': 'a'.repeat(100_001),
};

let web: Web;
let at: (path: string) => string;
beforeAll(async () => {
  web = await Web.serve((request, response) => {
    const file = files[request.url ?? ''];
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  at = (path) => `http://files.example:${web.port}${path}`;
});
afterAll(() => web.close());

describe('inputs by URL', () => {
  let lab: AppUnderTest;
  beforeAll(async () => {
    lab = new AppUnderTest({ fetcher: fetcherOf(`files.example:${web.port}`) });
    await lab.open();
  });
  afterAll(() => lab.close());
  const statusOf = async (data: object) => {
    const { body } = await lab.send('POST', `${lab.base}/inputs`, { inputs: [{ data }] });
    return body.inputs[0].status;
  };

  test('an image is ingested like one that was sent: the same bytes, under the same digest', async () => {
    const data = { image: { url: at('/1.png') }, concepts: [{ id: 'dot' }] };

    const { inputs } = await lab.must('POST', '/inputs', { inputs: [{ id: 'by-url', data }] });

    expect(inputs[0]).toMatchObject({
      id: 'by-url',
      status: { code: 30000 },
      data: { image: { image_info: { format: 'png' } }, concepts: [{ id: 'dot' }] },
    });
    const { objects, sha256 } = lab.deps;
    const key = objectKeys.input({ userId: 'tester', appId: 'lab' }, sha256(bytes));
    expect(await objects.get(key)).toEqual(new Uint8Array(bytes));
  });

  test('a text too', async () => {
    const data = { text: { url: at('/good.txt') } };

    const { inputs } = await lab.must('POST', '/inputs', { inputs: [{ data }] });

    expect(inputs[0].data.text.raw).toBe('good 1 – ☺');
  });

  test.each<[string, 'image' | 'text', string, number, RegExp]>([
    [
      'an image that is cut',
      'image',
      '/cut.png',
      30101,
      /^image-truncated: 40 bytes that are not a whole PNG/,
    ],
    ['a text as an image', 'image', '/good.txt', 30101, /not a whole PNG/],
    ['a text in another encoding', 'text', '/latin.txt', 30101, /^4 bytes that are not UTF-8/],
    ['a text that is too long', 'text', '/long.txt', 30104, /100001 characters; at most 100000/],
    ['what is not there', 'image', '/none.png', 30002, /was not fetched: its host answered 404$/],
  ])('%s is kept as failed, with the reason', async (_, kind, path, code, reason) => {
    expect(await statusOf({ [kind]: { url: at(path) } })).toMatchObject({
      code,
      details: expect.stringMatching(reason),
    });
  });

  test('the others of a call are ingested', async () => {
    const urls = ['http://169.254.169.254/latest/meta-data/', at('/1.png'), 'http://evil.test/'];

    const { body } = await lab.send('POST', `${lab.base}/inputs`, {
      inputs: urls.map((url) => ({ data: { image: { url } } })),
    });

    expect(body.status.code).toBe(10010);
    expect(body.inputs.map(({ status }: Body) => status.code)).toEqual([30002, 30000, 30002]);
  });
});

test('of the URLs of one call, eight are loaded at once', async () => {
  const fetcher = new HeldBytes();
  const lab = new AppUnderTest({ fetcher });
  await lab.open();
  const inputs = Array.from({ length: 128 }, () => ({ data: { image: { url: 'https://a/0' } } }));

  const { body } = await lab.send('POST', `${lab.base}/inputs`, { inputs });

  expect(body.inputs).toHaveLength(128);
  expect(fetcher.most).toBe(8);
  await lab.close();
});

test('where no host is allowed, the answer says who can allow one', async () => {
  const lab = new AppUnderTest();
  await lab.open();

  const { body } = await lab.send('POST', `${lab.base}/inputs`, {
    inputs: [{ data: { image: { url: at('/1.png') } } }],
  });

  expect(body.inputs[0].status).toMatchObject({
    code: 30002,
    description: 'Download failed; check URL',
    details: expect.stringMatching(/can name it in fetchHosts of deeptune\.config\.json$/),
  });
  lab.close();
});

test('predictions by URL', async () => {
  const lab = await Lab.open(fetcherOf(`files.example:${web.port}`));
  const seen: Body[] = [];
  lab.host(({ inputs }) => {
    seen.push(...inputs);
    return { outputs: inputs.map(() => ({ concepts: [{ id: 'good', name: 'good', value: 1 }] })) };
  });
  await lab.addTexts('texts', 8);
  await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  await lab.train('reader');
  const predict = (urls: readonly string[], kind = 'text') =>
    lab.post('/models/reader/outputs', {
      inputs: urls.map((url) => ({ data: { [kind]: { url } } })),
    });
  await predict([at('/good.txt')]);
  seen.length = 0;

  const { body } = await predict([at('/none.txt'), at('/good.txt'), 'http://10.0.0.1/']);
  const wrongKind = await predict([at('/1.png')], 'image');

  expect(body.outputs.map(({ status }: Body) => status.code)).toEqual([30002, 10000, 30002]);
  expect(body.outputs[1].input.data).toEqual({ text: { url: at('/good.txt') } });
  expect(seen).toEqual([{ text: 'good 1 – ☺' }]);
  expect(wrongKind.body.outputs[0].status).toMatchObject({
    code: 30104,
    details: 'This model takes texts; the input has image',
  });
  await lab.close();
});
