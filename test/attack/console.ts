import { attempt } from './attack.ts';
import type { Target } from './attack.ts';
import type { Answered } from './request.ts';
import { ask, must } from './request.ts';
import { sendRaw } from './raw-http.ts';

const html = { accept: 'text/html' };
const json = { 'content-type': 'application/json' };
const foreign = { origin: 'https://evil.example' };

/** The console's pages and sign-in links, as whoever shares browser or machine asks for them. */
export async function attackConsole(target: Target): Promise<void> {
  await attackPages(target);
  await attackTokens(target);
  await attackAsForeignPage(target);
}

const paths = [
  ...['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc%2fpasswd', '/%00', '/%ff'],
  ...[
    '/index.html%00.js',
    '//evil.example/',
    '/\\evil.example',
    '/.env',
    '/key',
    '/deeptune.sqlite',
  ],
  ...['/apps/__proto__/models', '/apps/%E0%A4%A/models', '/?next=https://evil.example'],
];

/** Nothing but the console's own page, with its policy, and nowhere else. */
async function attackPages({ host, report }: Target): Promise<void> {
  // The first page waits until the console is built.
  await ask(host.url, { method: 'GET', path: '/', headers: html });
  for (const path of paths)
    for (const accept of ['text/html', '*/*']) {
      const head = `GET ${path} HTTP/1.1\r\nHost: evil.example\r\nAccept: ${accept}\r\nX-Forwarded-Host: evil.example`;
      const { status, text } = await sendRaw(host.port, [`${head}\r\nConnection: close\r\n\r\n`]);
      const isSafe =
        status < 500 &&
        !/^location:|root:|evil\.example|SQLite format|dt_[0-9a-f]{64}/im.test(withoutPath(text)) &&
        hasSafeHeaders(text);
      report.tried(
        'console',
        `${accept} ${path}`,
        isSafe,
        () => `${head}\n-> ${text.slice(0, 600)}`,
      );
    }
  const long = { ...html, 'x-long': 'a'.repeat(20_000) };
  const answer = await ask(host.url, { method: 'GET', path: '/', headers: long });
  report.tried('console', 'a header of 20 kB', answer.status === 431, () => answer.text);
}

/** What is no HTTP at all is refused without content. */
const hasSafeHeaders = (text: string) =>
  /^HTTP\/1.1 400 [^<{]*$/.test(text) ||
  (/content-security-policy: default-src '(self|none)'/.test(text) &&
    /x-frame-options: DENY/.test(text) &&
    /x-content-type-options: nosniff/.test(text));

/** A refusal shows the path that was asked for, in JSON. */
const withoutPath = (text: string) => text.replace(/"details":"[^"]*"/, '');

const holdsNoKey = ({ status, text }: Answered) =>
  status >= 400 && status < 500 && !/dt_[0-9a-f]{8}/.test(text);

async function linkOf({ host }: Target): Promise<string> {
  const asked = { method: 'POST', path: '/console/links', key: host.key };
  const { link } = await must<{ link: string }>(host.url, asked);
  return link.replace(/^.*#sign-in=/, '');
}

async function attackTokens(target: Target): Promise<void> {
  const bodies = [
    ...['', 'null', '[]', '7', '"x"', '{', '{}', '{"token":null}', '{"token":{}}', '{"token":""}'],
    ...['{"token":"__proto__"}', '{"token":"size"}', JSON.stringify({ token: 'x'.repeat(5_000) })],
    JSON.stringify({ token: (await linkOf(target)).slice(0, -1) }),
  ];
  for (const body of bodies)
    await exchange(target, { what: `the token ${body.slice(0, 30)}`, body });
  const token = await linkOf(target);
  const body = JSON.stringify({ token });
  const asked = { method: 'POST', path: '/console/sessions', headers: json, body };
  const all = await Promise.all([1, 2, 3, 4, 5, 6].map(() => ask(target.host.url, asked)));
  const given = all.filter(({ status }) => status === 200).length;
  target.report.tried(
    'console',
    'six exchanges of one token',
    given === 1,
    () => `${given} got the key`,
  );
  await exchange(target, { what: 'a token that is spent', body });
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH'])
    await attempt(target, {
      kind: 'console',
      what: `${method} of sessions`,
      asked: { method, path: '/console/sessions' },
      isRight: holdsNoKey,
    });
  const path = '/console/links';
  await attempt(target, {
    kind: 'console',
    what: 'a link without a key',
    asked: { method: 'POST', path },
  });
}

interface Exchange {
  readonly what: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function exchange(target: Target, { what, body, headers = {} }: Exchange): Promise<void> {
  const asked = {
    method: 'POST',
    path: '/console/sessions',
    headers: { ...json, ...headers },
    body,
  };
  await attempt(target, { kind: 'console', what, asked, isRight: holdsNoKey });
}

/** A page of another site knows a token, or has had its name lead to this machine. */
async function attackAsForeignPage(target: Target): Promise<void> {
  const { host, report } = target;
  const body = JSON.stringify({ token: await linkOf(target) });
  for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1.evil.example'])
    await exchange(target, { what: `a token from ${origin}`, body, headers: { origin } });
  const head = `POST /console/sessions HTTP/1.1\r\nHost: evil.example:${host.port}\r\nContent-Length: ${body.length}`;
  const rebound = await sendRaw(host.port, [`${head}\r\nConnection: close\r\n\r\n${body}`]);
  const isHeld = rebound.status === 400 && !/dt_[0-9a-f]{8}/.test(rebound.text);
  report.tried('console', 'a token by a name that was rebound', isHeld, () => rebound.text);
  const asked = { method: 'GET', path: '/v2/users/me/apps', headers: foreign };
  await attempt(target, { kind: 'console', what: 'the API without a key', asked });
  const own = await ask(host.url, {
    method: 'POST',
    path: '/console/sessions',
    headers: json,
    body,
  });
  report.control('console', 'the same token', own.status === 200, () => own.text);
}
