import { createHash } from 'node:crypto';
import { signedHeaders } from '../../core/notification/signature.ts';
import { eventTypeNames } from '../../core/notification/event-types.ts';
import { readText } from './markdown.ts';

const text = readText('docs/webhooks.md');
const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const other = 'whsec_AAAA9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"type":"model-version.trained","data":{"name":"é"}}';

type Verify = (secret: string, headers: Record<string, string>, body: string) => unknown;

/** The function as the page shows it. */
async function shown(): Promise<Verify> {
  const code = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const names = 'createHmac, timingSafeEqual';
  const plain = code
    .replace(`import { ${names} } from 'node:crypto';`, '')
    .replace('export function', 'return function');
  return new Function(names.replaceAll(' ', ''), plain)(
    ...Object.values(await import('node:crypto').then((m) => [m.createHmac, m.timingSafeEqual])),
  ) as Verify;
}

const headersAt = (at: Date, signing: Parameters<typeof signedHeaders>[1]) =>
  signedHeaders({ id: 'one', at: at.toISOString(), body }, signing, { sha256 });

test('the function for Node takes what is signed, during a rotation too, and nothing else', async () => {
  const verified = await shown();
  const now = new Date();
  const until = new Date(now.getTime() + 1000).toISOString();
  const rotating = headersAt(now, { secret: other, previousSecret: { secret, until } });

  expect(verified(secret, headersAt(now, { secret }), body)).toEqual(JSON.parse(body));
  expect(verified(secret, rotating, body)).toEqual(JSON.parse(body));
  expect(() => verified(other, headersAt(now, { secret }), body)).toThrow(/not signed/);
  expect(() => verified(secret, headersAt(now, { secret }), `${body} `)).toThrow(/not signed/);
  const old = new Date(now.getTime() - 301_000);
  expect(() => verified(secret, headersAt(old, { secret }), body)).toThrow(/too old/);
});

test('every event is named', () => {
  const named = [...text.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => {
    const [first = '', ...rest] = [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
    return [first, ...rest.map((end) => first.replace(/\..*/, end))];
  });

  expect(named.filter((name) => !name.startsWith('webhook')).sort()).toEqual(
    [...eventTypeNames].sort(),
  );
});
