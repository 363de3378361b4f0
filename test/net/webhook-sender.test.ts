import type { RequestListener } from 'node:http';
import { WebhookSender } from '../../net/webhook-sender.ts';
import type { WebhookSenderOptions } from '../../net/webhook-sender.ts';
import { standIn, Web } from './web.ts';

let web: Web | undefined;
afterEach(() => web?.close());

const headers = { 'content-type': 'application/json', 'webhook-id': 'one' };

/** A sender for which every name is the stand-in for a public machine, unless `names` says it. */
function senderOf(
  options: Partial<WebhookSenderOptions> & { names?: Readonly<Record<string, string[]>> } = {},
): WebhookSender {
  const { names = {}, ...others } = options;
  return new WebhookSender({
    ...{ allowsHttp: true, reach: 'public addresses', isAllowedAddress: standIn },
    resolve: async (name) =>
      (names[name] ?? ['127.0.0.1']).map((address) => ({ address, family: 4 })),
    ...others,
  });
}

async function sendTo(answer: RequestListener, options = {}) {
  web = await Web.serve(answer);
  const url = `http://hooks.example:${web.port}/in?x=1`;
  return senderOf(options).send({ url, headers, body: '{"a":"é"}' });
}

test('one POST with its headers and its whole body', async () => {
  let received = '';
  const sent = await sendTo((request, response) => {
    request.on('data', (chunk) => (received += String(chunk)));
    request.on('end', () => response.end('thanks'));
  });

  expect(sent).toEqual({ status: 200, text: 'thanks' });
  expect(received).toBe('{"a":"é"}');
  const [asked] = web?.asked ?? [];
  expect([asked?.method, asked?.url, asked?.headers.host]).toEqual([
    ...['POST', '/in?x=1', `hooks.example:${web?.port}`],
  ]);
  expect(asked?.headers).toMatchObject({ ...headers, 'content-length': '10' });
});

test('a redirect is an answer and is not followed', async () => {
  const sent = await sendTo((_request, response) =>
    response.writeHead(307, { location: 'http://other.example/' }).end(),
  );

  expect(sent).toEqual({ status: 307, text: '' });
  expect(web?.asked).toHaveLength(1);
});

test('of an answer the first 500 characters are kept, without what a terminal would obey', async () => {
  const sent = await sendTo((_request, response) =>
    response.writeHead(500).end(`\u001b[31mé${'x'.repeat(100_000)}`),
  );

  expect(sent).toEqual({ status: 500, text: `\ufffd[31mé${'x'.repeat(494)}` });
});

test('an answer without an end is left after what can be shown', async () => {
  const sent = await sendTo((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('y'.repeat(1_000)), 1);
    response.on('close', () => clearInterval(timer));
  });

  expect(sent).toEqual({ status: 200, text: 'y'.repeat(500) });
});

test('what the receiver wishes for is passed on, where it is a number', async () => {
  const answer =
    (after: string): RequestListener =>
    (_request, response) =>
      response.writeHead(429, { 'retry-after': after }).end();

  expect(await sendTo(answer('120'))).toMatchObject({ retryAfterSeconds: 120 });
  await web?.close();
  expect(await sendTo(answer('Wed, 21 Oct 2026 07:28:00 GMT'))).not.toHaveProperty(
    'retryAfterSeconds',
  );
});

test('one that does not answer in time is given up', async () => {
  const sent = await sendTo(() => undefined, { maxMilliseconds: 100 });

  expect(sent).toEqual({ problem: 'No answer within 0.1 seconds' });
});

test('a name that is never found is given up in the same time', async () => {
  const resolve = () => new Promise<never>(() => undefined);
  const sent = await senderOf({ resolve, maxMilliseconds: 100 }).send({
    ...{ url: 'http://never.example/', headers, body: '' },
  });

  expect(sent).toEqual({ problem: 'No answer within 0.1 seconds' });
});

test('where nobody listens, it says so by its code', async () => {
  web = await Web.serve(() => undefined);
  const { port } = web;
  await web.close();
  web = undefined;
  const sent = await senderOf().send({ url: `http://a.example:${port}/`, headers, body: '' });

  expect(sent).toEqual({ problem: 'Not sent: its host could not be reached (ECONNREFUSED)' });
});

/** As it is deployed on AWS: what is public, over https. */
const deployed = new WebhookSender({ allowsHttp: false, reach: 'public addresses' });

test.each([
  'not a url',
  'hooks.example/in',
  'http://hooks.example/in',
  'ftp://hooks.example/in',
  'file:///etc/passwd',
  'https://user:word@hooks.example/',
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://①②⑦.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://169.254.169.254/latest/meta-data/',
  'https://10.0.0.1/',
  'https://192.168.1.1/',
  'https://[fd00::1]/',
])('%s is refused before anything is asked', async (url) => {
  expect(deployed.refusal(url)).toEqual(expect.any(String));
  expect(await deployed.send({ url, headers, body: '' })).toEqual({
    problem: `Not sent: ${deployed.refusal(url)}`,
  });
});

test.each(['https://hooks.example/in', 'https://hooks.example:8443/in', 'https://93.184.215.14/'])(
  '%s may be tried',
  (url) => {
    expect(deployed.refusal(url)).toBeUndefined();
  },
);

test('a name is judged by all of its addresses when it is sent to, and is connected to by those', async () => {
  web = await Web.serve((_request, response) => response.end());
  const names = { 'inside.example': ['127.0.0.1', '127.0.0.9'] };
  const url = `http://inside.example:${web.port}/`;
  const sent = await senderOf({ names }).send({ url, headers, body: '' });

  expect(sent).toEqual({
    problem:
      "Not sent: 'inside.example' leads to an address that is not sent to; this host sends to public addresses",
  });
  expect(web.asked).toEqual([]);
});

test('a name that changes its mind is asked once for each message', async () => {
  let asked = 0;
  const resolve = async () => [
    { address: (asked += 1) === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 },
  ];
  const sent = await sendTo((_request, response) => response.end(), { resolve });

  expect(sent).toMatchObject({ status: 200 });
  expect(asked).toBe(1);
});
