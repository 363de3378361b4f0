import type { Objects } from '../../../core/ports/objects.ts';
import { predictorInputs } from '../../../core/prediction/predictor-inputs.ts';
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
    20_000_000, 20_000_000, 20_000_000, 30105, 3_000_000, 30105, 1_000_000, 0,
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
