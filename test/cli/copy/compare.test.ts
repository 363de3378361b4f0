import type { Comparison } from '../../../cli/copy/compare.ts';
import { compare } from '../../../cli/copy/compare.ts';
import type { ModelAnswer } from '../../../cli/copy/similarity.ts';
import { similarity } from '../../../cli/copy/similarity.ts';
import { Client } from '../../../client/client.ts';
import { ClarifaiApp } from './clarifai-app.ts';
import { picture, shop } from './shop.ts';

const none: ModelAnswer = { concepts: [], regions: [] };
const said = (...concepts: [string, number][]): ModelAnswer => ({
  ...none,
  concepts: concepts.map(([name, value]) => ({ id: `id-${name}`, name, value })),
});
const boxes = (...found: [string, number, number][]): ModelAnswer => ({
  ...none,
  regions: found.map(([name, left_col, right_col]) => ({
    region_info: { bounding_box: { top_row: 0, left_col, bottom_row: 1, right_col } },
    data: { concepts: [{ name, value: 0.9 }] },
  })),
});

test.each<[string, ModelAnswer, ModelAnswer, number]>([
  ['the same best concept, other values', said(['cat', 0.9], ['dog', 0.1]), said(['cat', 0.4]), 1],
  ['the best concept is not the first', said(['dog', 0.1], ['cat', 0.9]), said(['cat', 0.6]), 1],
  ['another best concept', said(['cat', 0.9]), said(['dog', 0.9], ['cat', 0.8]), 0],
  ['boxes that overlap by half', boxes(['cup', 0, 0.4]), boxes(['cup', 0.1, 0.4]), 1],
  ['boxes that hardly overlap', boxes(['cup', 0, 0.4]), boxes(['cup', 0.3, 0.6]), 0],
  ['a box of another concept', boxes(['cup', 0, 0.4]), boxes(['pot', 0, 0.4]), 0],
  [
    'two of three boxes found',
    boxes(['cup', 0, 0.3], ['cup', 0.5, 0.8], ['pot', 0.8, 1]),
    boxes(['cup', 0.5, 0.8], ['cup', 0, 0.3]),
    0.8,
  ],
  [
    'one box is no partner of two',
    boxes(['cup', 0, 0.4], ['cup', 0, 0.4]),
    boxes(['cup', 0, 0.4]),
    2 / 3,
  ],
  ['equal texts', { ...none, text: 'yes' }, { ...none, text: 'yes' }, 1],
  ['other texts', { ...none, text: 'yes' }, { ...none, text: 'no' }, 0],
])('%s', (_, one, other, expected) => {
  expect(similarity(one, other)).toBeCloseTo(expected, 10);
  expect(similarity(other, one)).toBeCloseTo(expected, 10);
});

test('both models are asked about the bytes of the same inputs', async () => {
  const theirs = await ClarifaiApp.start(shop);
  const names = new Map(
    Array.from({ length: 40 }, (_, n) => [Buffer.from(picture(n)).toString('base64'), n]),
  );
  const parity = (bytes: Buffer) => Number(names.get(bytes.toString('base64'))) % 2;
  const answer = (name: string) => ({ concepts: [{ id: name, name, value: 0.75 }] });
  theirs.outputs = {
    old: (bytes) => answer(parity(bytes) === 0 ? 'even' : 'odd'),
    young: () => answer('even'),
  };
  const { url, key } = theirs;
  const client = new Client({ url, key, userId: 'ada', appId: 'shop' });
  const source = { client, userId: 'ada', appId: 'shop' };
  const found: Comparison[] = [];
  const asked = compare({
    source,
    reader: { fetch, url, key },
    before: { ...source, modelId: 'old' },
    now: { ...source, modelId: 'young' },
    count: 3,
  });
  for await (const each of asked) found.push(each);
  await theirs.close();

  expect(found).toEqual([
    { inputId: 'p0', before: 'even 0.75', now: 'even 0.75', similarity: 1 },
    { inputId: 'p1', before: 'odd 0.75', now: 'even 0.75', similarity: 0 },
    { inputId: 'p2', before: 'even 0.75', now: 'even 0.75', similarity: 1 },
  ]);
});
