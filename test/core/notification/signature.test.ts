import { createHash, createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { newSecret, signedHeaders } from '../../../core/notification/signature.ts';
import { hmacSha256 } from '../../../core/hmac.ts';

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
const newId = () => randomBytes(16).toString('hex');
const at = '2021-02-25T14:10:14.500Z';

/** A second implementation, on Node's own HMAC. */
function expected(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

test("the published example of the specification's libraries", () => {
  const headers = signedHeaders(
    {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: new Date(1614265330 * 1000).toISOString(),
      body: '{"test": 2432232314}',
    },
    { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
    { sha256 },
  );

  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('HMAC is that of Node, for any key of up to 64 bytes and any text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'grapheme' }), (key, text) => {
      const own = Buffer.from(hmacSha256(key, text, sha256)).toString('hex');
      expect(own).toBe(createHmac('sha256', key).update(text).digest('hex'));
    }),
  );
});

test('a secret is 32 random bytes, and another each time', () => {
  const [one, other] = [newSecret({ newId }), newSecret({ newId })];

  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(Buffer.from(one.slice(6), 'base64')).toHaveLength(32);
  expect(one).not.toBe(other);
});

test.each([
  ['2021-02-25T14:10:14.499Z', 1],
  ['2021-02-25T14:10:14.501Z', 2],
])('the secret before signs along until its end (%s: %s signatures)', (until, count) => {
  const [secret, old] = [newSecret({ newId }), newSecret({ newId })];
  const signing = { secret, previousSecret: { secret: old, until } };

  const headers = signedHeaders({ id: 'a', at, body: 'b' }, signing, { sha256 });

  const content = 'a.1614262214.b';
  expect(headers['webhook-signature']).toBe(
    [expected(secret, content), expected(old, content)].slice(0, count).join(' '),
  );
});
