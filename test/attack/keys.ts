import { createHmac } from 'node:crypto';
import { attempt } from './attack.ts';
import type { Target } from './attack.ts';
import { userId } from './host-process.ts';
import { keyInTable } from './population.ts';
import type { Answered, Asked } from './request.ts';
import { ask, evidence, must } from './request.ts';

const keysPath = '/v2/users/me/keys';
const endpoints = (names: string) => names.split(' ').map((name) => `/clarifai.api.V2/${name}`);
const readOnly =
  'Apps_Get Concepts_Get Inputs_Get Models_Get Datasets_Get Workflows_Get Annotations_Get Keys_Get'.split(
    ' ',
  );
const keyMaker = ['Keys_Add', 'Keys_Delete', ...readOnly];
const isForbidden = ({ status }: Answered) => status === 403;
const isUnauthorised = ({ status }: Answered) => status === 401;

/** Keys that are none, that have ended, or that are to do more than they were made for. */
export async function attackKeys(target: Target): Promise<void> {
  await attackWithNoKey(target);
  await attackWithWeakKeys(target);
  await attackWithLimitedKeys(target);
  await attackAboveAnApp(target);
}

async function make({ host }: Target, fields: object): Promise<string> {
  const body = { keys: [fields] };
  const asked = { method: 'POST', path: keysPath, key: host.key, body };
  return (await must<{ keys: { id: string }[] }>(host.url, asked)).keys[0]?.id ?? '';
}

const list = (key: string): Asked => ({ method: 'GET', path: '/v2/users/me/apps', key });

async function attackWithNoKey(target: Target): Promise<void> {
  const { host, report } = target;
  const own = host.key;
  const flipped = own.slice(0, -1) + (own.endsWith('0') ? '1' : '0');
  const ended = await make(target, { expires_at: '2020-01-01T00:00:00Z' });
  const revoked = await make(target, {});
  await must(host.url, { method: 'DELETE', path: `${keysPath}/${revoked}`, key: own });
  const bad = { flipped, ended, revoked, short: own.slice(0, -1), upper: own.toUpperCase() };
  const words = { empty: '', all: '*', sql: "' OR 1=1 --", long: 'dt_' + 'a'.repeat(60_000) };
  for (const [what, key] of Object.entries({ ...bad, ...words }))
    await attempt(target, {
      kind: 'keys',
      what: `a key that is none: ${what}`,
      asked: list(key),
      // A header of 60 kB is refused before anything reads it.
      isRight: ({ status }) => status === 401 || (what === 'long' && status === 431),
    });
  const headers = [
    `Basic ${btoa(`x:${own}`)}`,
    `key ${own}`,
    `Key ${own} ${own}`,
    own,
    `Key  ${own}`,
  ];
  for (const authorization of headers)
    await attempt(target, {
      kind: 'keys',
      what: `a header that is none: ${authorization.slice(0, 8)}…`,
      asked: { method: 'GET', path: '/v2/users/me/apps', headers: { authorization } },
      isRight: isUnauthorised,
    });
  const answer = await ask(host.url, list(own));
  report.control('keys', 'a key', answer.status === 200, () =>
    evidence(host.url, list(own), answer),
  );
}

/** A key with few scopes, an end, or some operations makes, changes and ends no stronger one. */
async function attackWithWeakKeys(target: Target): Promise<void> {
  const strong = await make(target, { description: 'strong' });
  const weak = {
    'few scopes': await make(target, { scopes: keyMaker }),
    'some operations': await make(target, { endpoints: endpoints('PostKeys PatchKeys DeleteKey') }),
    'an end': await make(target, { expires_at: '2999-01-01T00:00:00Z' }),
  };
  for (const [what, key] of Object.entries(weak)) {
    const tries: Asked[] = [
      { method: 'POST', path: keysPath, body: { keys: [{}] } },
      { method: 'POST', path: keysPath, body: { keys: [{ scopes: ['All'] }] } },
      { method: 'POST', path: keysPath, body: { keys: [{ apps: [{ id: 'lab' }] }] } },
      { method: 'PATCH', path: keysPath, body: { keys: [{ id: strong, scopes: readOnly }] } },
      { method: 'PATCH', path: keysPath, body: { keys: [{ id: strong, description: 'x' }] } },
      { method: 'DELETE', path: `${keysPath}/${strong}` },
    ];
    for (const asked of tries)
      await attempt(target, {
        kind: 'keys',
        what: `a key with ${what}: ${asked.method}`,
        asked: { ...asked, key },
        isRight: isForbidden,
      });
  }
  const longer = { keys: [{ id: weak['an end'], expires_at: '3000-01-01T00:00:00Z' }] };
  await attempt(target, {
    kind: 'keys',
    what: 'a key that moves its own end',
    asked: { method: 'PATCH', path: keysPath, key: weak['an end'], body: longer },
    isRight: isForbidden,
  });
  const within = { keys: [{ scopes: readOnly }] };
  const asked = { method: 'POST', path: keysPath, key: weak['few scopes'], body: within };
  const answer = await ask(target.host.url, asked);
  target.report.control('keys', 'a key makes a weaker one', answer.status === 200, () =>
    evidence(target.host.url, asked, answer),
  );
}

async function attackWithLimitedKeys(target: Target): Promise<void> {
  const reader = await make(target, { scopes: readOnly });
  const one = await make(target, { endpoints: endpoints('ListConcepts') });
  const base = `/v2/users/${userId}/apps/lab`;
  const writes: [string, string, object][] = [
    ['POST', `${base}/concepts`, { concepts: [{ id: 'c' }] }],
    ['POST', `${base}/inputs`, { inputs: [{ data: { text: { raw: 'x' } } }] }],
    ['POST', `${base}/models`, { models: [{ id: 'x', model_type_id: 'text-classifier' }] }],
    ['POST', `${base}/models/reader/versions`, { model_versions: [{}] }],
    ['DELETE', `${base}/inputs`, { ids: ['good-0'] }],
    ['POST', '/v2/users/me/apps', { apps: [{ id: 'made' }] }],
    ['DELETE', base, {}],
    ['POST', '/v1/files', {}],
    ['POST', '/v1/fine_tuning/jobs', {}],
  ];
  for (const [key, what] of [
    [reader, 'a read-only key'],
    [one, 'a key for one operation'],
  ] as const)
    for (const [method, path, body] of writes)
      await attempt(target, {
        kind: 'keys',
        what: `${what}: ${method} ${path}`,
        asked: { method, path, body, key },
        isRight: isForbidden,
      });
  await ask(target.host.url, {
    method: 'GET',
    path: '/v1/files',
    key: reader,
    headers: { 'openai-project': 'made-by-reading' },
  });
  const apps = await ask(target.host.url, list(target.host.key));
  target.report.tried(
    'keys',
    'reading below /v1 makes no app',
    !apps.text.includes('made-by'),
    () => apps.text,
  );
}

/** What lies above an app, for a key of one app: its own bill and nothing else. */
async function attackAboveAnApp(target: Target): Promise<void> {
  const { host } = target;
  const key = await keyInTable(host.folder, { userId, scopes: ['All'], appId: 'market' });
  const usage = '/v2/users/me/billing/usage';
  const all = await ask(host.url, { method: 'GET', path: usage, key: host.key });
  target.report.control('keys', 'the bill', all.text.includes('"lab"'), () => all.text);
  for (const path of [usage, `${usage}?app_id=lab`, '/v2/users/me/billing/amounts?app_id=lab'])
    await attempt(target, {
      kind: 'keys',
      what: `an app key reads ${path}`,
      asked: { method: 'GET', path, key },
      isRight: ({ status, text }) => status === 404 || (status === 200 && !text.includes('"lab"')),
    });
}

/** Links to objects: everybody who has one may use it, for this object, this size, this long. */
export async function attackLinks(target: Target): Promise<void> {
  const { host, report } = target;
  const body = { uploads: [{ content_name: 'cat.png', content_length: 4 }] };
  const asked = { method: 'POST', path: '/v2/users/me/apps/lab/uploads', key: host.key, body };
  const link = JSON.stringify(await must(host.url, asked)).match(/https?:[^"]+signature[^"]+/)?.[0];
  if (link === undefined) return report.breach('links', 'no link to begin with', 'PostUploads');
  const own = new URL(link.replaceAll('\\u0026', '&'));
  const forged = (change: (url: URL) => void): string => {
    const url = new URL(own);
    change(url);
    return url.href.slice(url.origin.length);
  };
  const sign = (secret: string, words: unknown[]) =>
    createHmac('sha256', secret).update(words.join('\n')).digest('base64url');
  const objectKey = own.pathname.slice('/files/'.length);
  const late = Math.ceil(Date.now() / 1000) + 9_999;
  const paths: Record<string, string> = {
    'another object': forged((url) => (url.pathname = '/files/users/victim/objects/x')),
    'a later end': forged((url) => url.searchParams.set('expires', String(late))),
    'another size': forged((url) => url.searchParams.set('size', '5')),
    'no signature': forged((url) => url.searchParams.delete('signature')),
    'half a signature': forged((url) => url.searchParams.set('signature', 'AAAA')),
    'a way out': '/files/../key',
    'a way out, encoded': '/files/%2e%2e%2fkey',
    'a way out, encoded twice': '/files/%252e%252e%252fkey',
    'the secret': '/files/signing-key',
    'a NUL': '/files/users%00/x',
    'signed with nothing': `/files/${objectKey}?expires=${late}&size=4&signature=${sign('', ['upload', objectKey, 4, late])}`,
    'signed with zeros': `/files/${objectKey}?expires=${late}&size=4&signature=${sign('\0'.repeat(64), ['upload', objectKey, 4, late])}`,
  };
  for (const [what, path] of Object.entries(paths))
    for (const method of ['GET', 'PUT'])
      await attempt(target, {
        kind: 'links',
        what: `${method}: ${what}`,
        asked: { method, path, ...(method === 'PUT' ? { body: 'evil' } : {}) },
        isRight: ({ status }) => [400, 403, 404, 405].includes(status),
      });
  const put = await ask(host.url, {
    method: 'PUT',
    path: own.href.slice(own.origin.length),
    body: 'four',
  });
  report.control('links', 'the link itself', put.status === 200, () => `${put.status} ${put.text}`);
  for (const size of [3, 5, 5_000_000])
    await attempt(target, {
      kind: 'links',
      what: `${size} bytes where 4 were signed`,
      asked: { method: 'PUT', path: own.href.slice(own.origin.length), body: 'x'.repeat(size) },
    });
}
