import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attempt, watched } from './attack.ts';
import type { Target } from './attack.ts';
import { userId } from './host-process.ts';
import type { Answered } from './request.ts';
import { ask, evidence, must } from './request.ts';

const path = `/v2/users/${userId}/notifications`;
/** How many a user may have (core/notification/notification.ts). */
const most = 20;

/** Addresses that no webhook goes to: not loopback, which is the laptop's own. */
const refused = [
  ...['http://0.0.0.0/', 'http://0/', 'http://[::]/', 'http://169.254.169.254/latest/meta-data/'],
  ...['http://2852039166/', 'http://0xa9fea9fe/', 'http://[::ffff:169.254.169.254]/'],
  ...['http://10.0.0.1/', 'http://012.0.0.1/', 'http://192.168.0.1/', 'http://[fd00:ec2::254]/'],
  ...['http://[fe80::1]/', 'http://[64:ff9b::a9fe:a9fe]/', 'http://user:secret@example.com/'],
  ...[
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'javascript:1',
    'ftp://example.com/',
    'x',
    '//a/',
  ],
  'http://example.com\r\nX-Injected: 1/',
];

interface Made {
  readonly notification: { readonly id: string };
  readonly secret: string;
}

/** Webhooks to where none may go, to receivers that do harm, and with what they keep secret. */
export async function attackWebhooks(target: Target): Promise<void> {
  const { host } = target;
  for (const url of refused) {
    const body = { notification: { kind: 'webhook', url } };
    const asked = { method: 'POST', path, key: host.key, body };
    // A control character in a URL is taken out by its parser, and nothing is injected.
    const isRight = ({ status, text }: Answered) =>
      status === 400 || (status === 200 && url.includes('\r\n') && !text.includes('\\r\\n'));
    await attempt(target, { kind: 'webhooks', what: url, asked, isRight });
  }
  await attackWithReceivers(target);
}

/** What each path of the receiver does. */
async function receiver(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    if (request.url === '/early') request.socket.destroy();
    if (request.url === '/large') response.end(Buffer.alloc(10_000_000, 'x'));
    if (request.url === '/escape') response.end('\u001b[2J\u009b2J');
    if (request.url === '/redirect')
      response.writeHead(307, { location: 'http://169.254.169.254/' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function attackWithReceivers(target: Target): Promise<void> {
  const { host, report, stranger } = target;
  const at = await receiver();
  const made: Made[] = [];
  try {
    const paths = ['/early', '/large', '/escape', '/redirect', ...Array(most - 4).fill('/never')];
    for (const name of paths as string[]) made.push(await make(target, at.url + name));
    const body = { notification: { kind: 'webhook', url: at.url } };
    const asked = { method: 'POST', path, key: host.key, body };
    await attempt(target, { kind: 'webhooks', what: 'one more than a user may have', asked });
    for (const { notification } of made.slice(0, 4)) await test(target, notification.id);
    const never = made.slice(4).map(({ notification }) => notification.id);
    const cost = await watched(target, async () => {
      await Promise.all(never.map((id) => test(target, id)));
    });
    report.tried('webhooks', 'receivers that never answer', cost === undefined, () => cost ?? '');
    await attackSecrets(target, made);
    for (const { notification } of made)
      for (const end of ['', '/deliveries', '/test', '/secret']) {
        const method = ['/test', '/secret'].includes(end) ? 'POST' : 'GET';
        const theirs = { method, path: `${path}/${notification.id}${end}`, key: stranger };
        const own = { ...theirs, path: theirs.path.replace(userId, 'me') };
        for (const each of [theirs, own])
          await attempt(target, { kind: 'webhooks', what: `of another: ${end}`, asked: each });
      }
  } finally {
    for (const { notification } of made)
      await ask(host.url, { method: 'DELETE', path: `${path}/${notification.id}`, key: host.key });
    at.close();
  }
}

function make({ host }: Target, url: string): Promise<Made> {
  const body = { notification: { kind: 'webhook', url } };
  return must<Made>(host.url, { method: 'POST', path, key: host.key, body });
}

/** A test is answered with what came of it: short, and nothing a terminal obeys. */
async function test({ host, report }: Target, id: string): Promise<void> {
  const asked = { method: 'POST', path: `${path}/${id}/test`, key: host.key, body: {} };
  const answer = await ask(host.url, asked);
  const { delivery } = JSON.parse(answer.text) as { delivery: { attempts: { answer?: string }[] } };
  const said = delivery.attempts[0]?.answer ?? '';
  const isHeld = answer.status === 200 && said.length <= 500 && !/[\u001b\u009b]/.test(said);
  report.tried('webhooks', 'what a receiver answers', isHeld, () =>
    evidence(host.url, asked, answer),
  );
}

/** A secret is answered where it is made, and then nowhere. */
async function attackSecrets({ host, report }: Target, made: readonly Made[]): Promise<void> {
  const places = made.flatMap(({ notification: { id } }) => [`/${id}`, `/${id}/deliveries`]);
  for (const place of ['', ...places]) {
    const asked = { method: 'GET', path: path + place, key: host.key };
    const answer = await ask(host.url, asked);
    const isHeld = answer.status === 200 && !answer.text.includes('whsec_');
    report.tried('webhooks', 'a secret once more', isHeld, () => evidence(host.url, asked, answer));
  }
  const inLog = made.some(({ secret }) => (host.log + host.said).includes(secret));
  report.tried('webhooks', 'a secret in the log', !inLog, () => 'the log of the host has a secret');
}
