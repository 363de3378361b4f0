import { Hono } from 'hono';
import type { ConsoleFile } from '../../../console/build/build-console.ts';
import { serveConsole } from '../../../local/console/serve-console.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const files: readonly ConsoleFile[] = [
  { path: 'index.html', contentType: 'text/html', contents: bytes('<p>page'), isHashed: false },
  {
    path: 'assets/main-X.js',
    contentType: 'text/javascript',
    contents: bytes('1'.repeat(900)),
    isHashed: true,
  },
];

function app(build: () => Promise<readonly ConsoleFile[]> = () => Promise.resolve(files)) {
  const problems: string[] = [];
  const hono = new Hono();
  serveConsole(hono, build, (reason) => problems.push(reason));
  hono.notFound((context) => context.json({ status: { code: 11101 } }, 404));
  return { hono, problems };
}

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

test.each([
  ['/', html, 200, '<p>page'],
  ['/apps/shop/models/shoes/train?version=v1', html, 200, '<p>page'],
  ['/apps/a.b/models', html, 200, '<p>page'],
  ['/', { accept: 'application/json' }, 404, undefined],
  ['/', {}, 404, undefined],
  ['/nothing', { accept: '*/*' }, 404, undefined],
  ['/v2/nothing', html, 404, undefined],
  ['/v1', html, 404, undefined],
  ['/console/sessions', html, 404, undefined],
  ['/assets/main-X.js', {}, 200, '1'.repeat(900)],
  ['/assets/main-Y.js', {}, 404, undefined],
] as const)('GET %s with %p answers %i', async (path, headers, status, text) => {
  const answer = await app().hono.request(path, { headers });

  expect(answer.status).toBe(status);
  if (text === undefined) expect(await answer.json()).toEqual({ status: { code: 11101 } });
  else expect(await answer.text()).toBe(text);
});

test.each(['/', '/assets/main-X.js'])(
  '%s may be framed by nobody and runs nothing inline',
  async (path) => {
    const { headers } = await app().hono.request(path, { headers: html });

    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  },
);

test('a file is sent compressed, kept for good under its name, and not sent twice', async () => {
  const { hono } = app();
  const first = await hono.request('/assets/main-X.js', { headers: { 'accept-encoding': 'br' } });
  const etag = first.headers.get('etag') ?? '';

  const again = await hono.request('/assets/main-X.js', { headers: { 'if-none-match': etag } });

  expect(first.headers.get('content-encoding')).toBe('br');
  expect((await first.arrayBuffer()).byteLength).toBeLessThan(100);
  expect(first.headers.get('cache-control')).toContain('immutable');
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test('HEAD answers what GET does, without a body', async () => {
  const answer = await app().hono.request('/', { method: 'HEAD', headers: html });

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html');
  expect(await answer.text()).toBe('');
});

test('where it cannot be built, a browser is told and the API answers as before', async () => {
  const { hono, problems } = app(() => Promise.reject(new Error('no esbuild')));

  const page = await hono.request('/', { headers: html });
  const other = await hono.request('/');

  expect(page.status).toBe(503);
  expect(await page.text()).toContain('could not be built');
  expect(other.status).toBe(404);
  expect(problems).toEqual([expect.stringContaining('no esbuild')]);
});
