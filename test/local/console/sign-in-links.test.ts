import { Hono } from 'hono';
import { DeeptuneError, fail } from '../../../core/errors.ts';
import { SignInLinks, serveSignInLinks } from '../../../local/console/sign-in-links.ts';

const session = { key: 'dt_1', userId: 'ada' };
const url = 'http://127.0.0.1:8420';

function linksAt(clock: { now: number }) {
  return new SignInLinks(url, () => clock.now);
}

const tokenOf = (link: string) => new URL(link).hash.replace('#sign-in=', '');

const statusOf: Readonly<Record<string, number>> = {
  'key-invalid': 401,
  'request-too-large': 413,
  'invalid-request': 400,
};

function served(links: SignInLinks): Hono {
  const app = new Hono();
  app.onError((error, context) =>
    error instanceof DeeptuneError
      ? context.json({ code: error.code }, statusOf[error.code] as 400)
      : context.text('', 500),
  );
  serveSignInLinks(app, links, async (request) => {
    if (request.headers.get('authorization') !== 'Key dt_1') throw fail('keyInvalid', 'no');
    return { userId: 'ada' };
  });
  return app;
}

const exchange = (app: Hono, body: unknown) =>
  app.request('/console/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test('a link holds its token in the fragment, where no server sees it', () => {
  const link = new URL(linksAt({ now: 0 }).make(session));

  expect(link.pathname + link.search).toBe('/');
  expect(tokenOf(link.href)).toMatch(/^[\w-]{43}$/);
  expect(link.href).not.toContain(session.key);
});

test('a token works once', () => {
  const links = linksAt({ now: 0 });
  const token = tokenOf(links.make(session));

  expect(links.take(token)).toEqual(session);
  expect(links.take(token)).toBeUndefined();
});

test('a token works for ten minutes', () => {
  const clock = { now: 0 };
  const links = linksAt(clock);
  const [early, late] = [tokenOf(links.make(session)), tokenOf(links.make(session))];

  clock.now = 599_999;
  expect(links.take(early)).toEqual(session);
  clock.now = 600_000;
  expect(links.take(late)).toBeUndefined();
});

test('links are not kept without end: the oldest of 101 is forgotten', () => {
  const links = linksAt({ now: 0 });
  const tokens = Array.from({ length: 101 }, () => tokenOf(links.make(session)));

  expect(links.take(tokens[0]!)).toBeUndefined();
  expect(links.take(tokens[1]!)).toEqual(session);
});

test('who has a key gets a link, and the link gives that key', async () => {
  const app = served(linksAt({ now: 0 }));
  const made = await app.request('/console/links', {
    method: 'POST',
    headers: { authorization: 'Key dt_1' },
  });
  const { link } = (await made.json()) as { link: string };

  const answer = await exchange(app, { token: tokenOf(link) });

  expect(await answer.json()).toEqual({ key: 'dt_1', user_id: 'ada' });
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('who has no key gets no link', async () => {
  const answer = await served(linksAt({ now: 0 })).request('/console/links', { method: 'POST' });

  expect(answer.status).toBe(401);
});

test.each([[{ token: 'x' }], [{}], ['no JSON'], ['null'], ['[]'], [{ token: { $ne: '' } }]])(
  'what is no token gives nothing: %p',
  async (body) => {
    const answer = await exchange(served(linksAt({ now: 0 })), body);

    expect([answer.status, await answer.json()]).toEqual([401, { code: 'key-invalid' }]);
  },
);

test('a body that is much larger than a token is not read', async () => {
  const answer = await exchange(served(linksAt({ now: 0 })), { token: 'x'.repeat(5_000) });

  expect(answer.status).toBe(413);
});

test.each([
  ['http://127.0.0.1:8420', 'https://evil.example'],
  ['http://127.0.0.1:8420', 'null'],
  ['http://127.0.0.1:8420', 'http://127.0.0.1.evil.example'],
  ['http://rebound.example:8420', 'http://rebound.example:8420'],
  ['http://rebound.example:8420', undefined],
])('at %s a page of %s spends no token', async (host, origin) => {
  const links = linksAt({ now: 0 });
  const token = tokenOf(links.make(session));
  const answer = await served(links).request(`${host}/console/sessions`, {
    method: 'POST',
    headers: origin === undefined ? {} : { origin },
    body: JSON.stringify({ token }),
  });

  expect([answer.status, await answer.text()]).toEqual([400, '{"code":"invalid-request"}']);
  expect(links.take(token)).toEqual(session);
});

test('of two exchanges at once one is given the key', async () => {
  const links = linksAt({ now: 0 });
  const [app, token] = [served(links), tokenOf(links.make(session))];
  const answers = await Promise.all([1, 2, 3].map(() => exchange(app, { token })));

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
});
