import { AppUnderTest } from '../app-under-test.ts';
import { Lab } from '../lab.ts';
import { createApiKey } from '../../../../core/access/authenticate.ts';
import { defaultSizeLimits } from '../../../../core/api/http/size-limits.ts';

const piece = 64 * 1024;

/** A body that says nothing of its length, and counts how much of it was asked for. */
function endless(): { body: ReadableStream<Uint8Array>; asked: () => number } {
  let asked = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      asked += piece;
      controller.enqueue(new Uint8Array(piece).fill(0x20));
    },
  });
  return { body, asked: () => asked };
}

test.each([
  ['/v2', (app: AppUnderTest) => `${app.base}/inputs`],
  ['/v1', () => '/v1/fine_tuning/jobs'],
])('a body without a length and without an end is read to the limit (%s)', async (_where, path) => {
  const app = new AppUnderTest({ sizeLimits: { ...defaultSizeLimits, requestBytes: 1_000_000 } });
  await app.open();
  const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
  const { key } = await createApiKey(request, app.deps);
  const { body, asked } = endless();

  const response = await app.app.request(path(app), {
    ...{ method: 'POST', body, duplex: 'half' },
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  } as RequestInit);

  expect(response.status).toBe(413);
  expect(response.headers.get('connection')).toBe('close');
  expect(JSON.stringify(await response.json())).toContain('larger than 1000000 bytes');
  expect(asked()).toBeLessThan(1_000_000 + 4 * piece);
  await app.close();
});

test('a body in pieces is the body', async () => {
  const lab = await Lab.open();
  const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
  const { key } = await createApiKey(request, lab.deps);
  const text = JSON.stringify({ inputs: [{ id: 'é', data: { text: { raw: 'größer 😀' } } }] });
  const bytes = new TextEncoder().encode(text.replace('"é"', '"pieces"'));
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });

  const response = await lab.app.request('/v2/users/tester/apps/lab/inputs', {
    ...{ method: 'POST', body, duplex: 'half', headers: { authorization: `Key ${key}` } },
  } as RequestInit);

  expect(await response.json()).toMatchObject({
    inputs: [{ id: 'pieces', data: { text: { raw: 'größer 😀' } } }],
  });
  await lab.close();
});
