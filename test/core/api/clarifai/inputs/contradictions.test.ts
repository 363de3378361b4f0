import { AppUnderTest, png } from '../../app-under-test.ts';

const lab = new AppUnderTest();
beforeAll(() => lab.open());
afterAll(() => lab.close());

const post = async (data: object) => {
  const { body } = await lab.send('POST', `${lab.base}/inputs`, { inputs: [{ data }] });
  return body.inputs[0].status as { code: number; details?: string };
};
const elsewhere = 'https://example.com/a.png';

describe('an input is one image or one text', () => {
  test.each<[data: object, named: string]>([
    [{ image: { base64: png }, text: { raw: 'a' } }, 'data.image.base64 and data.text.raw'],
    [{ image: { base64: png, url: elsewhere } }, 'data.image.base64 and data.image.url'],
    [{ text: { raw: 'a', url: elsewhere } }, 'data.text.raw and data.text.url'],
    [{ image: { url: elsewhere }, text: { url: elsewhere } }, 'data.image.url and data.text.url'],
    [{ text: { raw: 'a' }, video: { url: elsewhere } }, 'data.text.raw and data.video'],
  ])('%j', async (data, named) => {
    const { code, details } = await post(data);
    expect([code, details]).toEqual([30104, expect.stringContaining(`2 contents, ${named};`)]);
  });

  test('what says nothing beside it is no content', async () => {
    const data = { text: { raw: 'alone', url: '' }, image: { base64: '', url: '' }, video: {} };
    expect((await post(data)).code).toBe(30000);
  });

  test('an input that was read can be sent back', async () => {
    for (const data of [{ text: { raw: 'there and back' } }, { image: { base64: png } }]) {
      const made = await lab.must('POST', '/inputs', { inputs: [{ data }] });
      const { inputs } = await lab.must('POST', '/inputs', {
        inputs: [{ data: made.inputs[0].data }],
      });
      expect(inputs[0].status.code).toBe(30000);
      expect(inputs[0].data.text?.raw).toBe(made.inputs[0].data.text?.raw);
      expect(inputs[0].data.image?.image_info).toEqual(made.inputs[0].data.image?.image_info);
    }
  });
});

test.each<[what: string, method: string, path: string, body: object]>([
  ['input', 'POST', '/inputs', { inputs: [{ data: { text: { raw: 'a' }, concepts: both() } }] }],
  [
    'region',
    'POST',
    '/inputs',
    { inputs: [{ data: { image: { base64: png }, regions: [region()] } }] },
  ],
  ['patch', 'PATCH', '/inputs', patch('inputs', { id: 'i' })],
  [
    'annotation',
    'POST',
    '/annotations',
    { annotations: [{ input_id: 'i', data: { concepts: both() } }] },
  ],
  ['patched annotation', 'PATCH', '/annotations', patch('annotations', { id: 'a', input_id: 'i' })],
])('a concept with two values is refused with both: %s', async (_what, method, path, body) => {
  expect(await lab.refused(method, path, body)).toEqual([
    400,
    11100,
    expect.stringContaining('they say "cat" twice, with the values 1 and 0'),
  ]);
});

function both() {
  return [
    { id: 'cat', value: 1 },
    { id: 'cat', value: 0 },
  ];
}

function region() {
  const bounding_box = { top_row: 0, left_col: 0, bottom_row: 1, right_col: 1 };
  return { region_info: { bounding_box }, data: { concepts: both() } };
}

function patch(name: string, of: object) {
  return { action: 'merge', [name]: [{ ...of, data: { concepts: both() } }] };
}

test('the same concept twice is one', async () => {
  const concepts = [{ id: 'cat' }, { id: 'cat', name: 'cat', value: 1 }];
  const { inputs } = await lab.must('POST', '/inputs', {
    inputs: [{ data: { text: { raw: 'twice' }, concepts } }],
  });
  expect(inputs[0].data.concepts).toEqual([expect.objectContaining({ id: 'cat', value: 1 })]);
});

test('names that JavaScript knows are metadata like any other, or refused by name', async () => {
  const metadata = {
    constructor: 'c',
    toString: { prototype: 1, hasOwnProperty: [1] },
    valueOf: 2,
  };
  const { inputs } = await lab.must('POST', '/inputs', {
    inputs: [{ id: 'named', data: { text: { raw: 'm' }, metadata } }],
  });
  expect(inputs[0].data.metadata).toEqual(metadata);
  const more = { constructor: { prototype: 3 }, isPrototypeOf: 1 };
  await lab.must('PATCH', '/inputs', {
    action: 'merge',
    inputs: [{ id: 'named', data: { metadata: more } }],
  });
  const { input } = await lab.must('GET', '/inputs/named');
  expect(input.data.metadata).toEqual({ ...metadata, ...more });

  const own = '{"inputs":[{"data":{"text":{"raw":"m"},"metadata":{"a":{"__proto__":{"b":1}}}}}]}';
  const { status, body } = await lab.send('POST', `${lab.base}/inputs`, own);
  expect([status, body.status.details]).toEqual([400, expect.stringContaining("'__proto__'")]);
  expect(({} as Record<string, unknown>)['b']).toBeUndefined();
});
