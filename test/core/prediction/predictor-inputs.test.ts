import type { NewInput } from '../../../core/dataset/input/new-input.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { predictorInputs } from '../../../core/prediction/predictor-inputs.ts';
import { maxPixels, maxRequestPixels } from '../../../core/dataset/image/dimensions.ts';
import { base64Of, bytesOf, isRefusedAtIntake, pictures, texts } from '../../intake/table.ts';
import { HeldBytes } from '../held-bytes.ts';

const scope = { userId: 'tester', appId: 'lab' };
const now = () => '2026-11-25T12:00:00.000Z';
/** No URL is one of its links. */
const objects = { keyOfUrl: async () => undefined } as unknown as Objects;
const url = (megabytes: number) =>
  ({ kind: 'url', url: `https://a.example/${megabytes}`, of: 'image' }) as const;

const prepare = (sizes: readonly number[], fetcher = new HeldBytes()) =>
  predictorInputs(scope, sizes.map(url), 'image', { fetcher, objects, now });

test('what does not fit beside those before it is refused, each by itself, and what is smaller still fits', async () => {
  const prepared = await prepare([20, 20, 20, 20, 3, 2, 1, 0]);

  const sizes = prepared.map((one) =>
    'problem' in one ? one.problem.code : 'image' in one.input && one.input.image.length,
  );
  expect(sizes).toEqual([
    20_000_000, 20_000_000, 20_000_000, 30105, 3_000_000, 30105, 1_000_000, 30101,
  ]);
  expect(prepared[3]).toEqual({
    problem: {
      code: 30105,
      reason:
        'The input has 20000000 bytes, and with those before it more than 64000000, which is what one request may have; send it in another one',
    },
  });
});

test('128 large ones are never loaded all at once', async () => {
  const fetcher = new HeldBytes();

  const prepared = await prepare(Array(128).fill(20), fetcher);

  expect(prepared.filter((one) => 'input' in one)).toHaveLength(3);
  expect(fetcher.most).toBe(8);
});

const give = (contents: readonly NewInput['content'][], field: 'image' | 'text') =>
  predictorInputs(scope, contents, field, { fetcher: new HeldBytes(), objects, now });

test('a picture is looked at as at intake', async () => {
  const sent = pictures.filter(({ file }) => file !== 'empty.png');
  const contents = sent.map((row) => ({ kind: 'image', base64: base64Of(row) }) as const);

  const prepared = await give(contents, 'image');

  expect(prepared).toEqual(
    sent.map((row) =>
      isRefusedAtIntake(row)
        ? { problem: { code: 30101, reason: expect.stringContaining(`${row.refused}: `) } }
        : { input: { image: bytesOf(row) } },
    ),
  );
});

test('a text too', async () => {
  const prepared = await give(
    texts.map(({ text }) => ({ kind: 'text', text }) as const),
    'text',
  );

  expect(prepared).toEqual(
    texts.map(({ text, refused }) =>
      refused === undefined
        ? { input: { text } }
        : { problem: { code: 30104, reason: expect.stringContaining('Character') } },
    ),
  );
});

test('the pixels of a request are counted together', async () => {
  // Its header says 100 million pixels; a kilobyte is enough to say so 128 times.
  const bytes = Buffer.from(base64Of({ what: '', file: 'grey8.png' }), 'base64');
  bytes.writeUInt32BE(maxPixels / 10_000, 16);
  bytes.writeUInt32BE(10_000, 20);
  const content = { kind: 'image', base64: bytes.toString('base64') } as const;

  const prepared = await give(Array(128).fill(content), 'image');

  const fitting = maxRequestPixels / maxPixels;
  expect(prepared.filter((one) => 'input' in one)).toHaveLength(fitting);
  expect(prepared[fitting]).toEqual({
    problem: {
      code: 30105,
      reason:
        'The input has 100000000 pixels, and with those before it more than 1000000000, which is what one request may have; send it in another one',
    },
  });
});
