import { Hono } from 'hono';
import { serveDocument } from '../../../../core/api/reference/serve.ts';
import { withSafeHeaders } from '../../../../core/api/http/safe-headers.ts';
import { AppUnderTest } from '../app-under-test.ts';

const lab = new AppUnderTest();
beforeAll(() => lab.open());
afterAll(() => lab.close());

test.each([
  ['an answer', 'GET', '/healthz', 200],
  ['the page for people', 'GET', '/docs', 200],
  ['the document', 'GET', '/openapi.json', 200],
  ['a refusal', 'GET', '/v2/users/me/apps', 401],
  ['a refusal below /v1', 'GET', '/v1/models', 401],
  ['a path that is not served', 'GET', '/nowhere', 404],
  ['a method that is not served', 'PUT', '/v2/users/me/apps', 405],
])('%s is neither guessed at, nor framed, nor run', async (_, method, path, status) => {
  const answer = await lab.app.request(path, { method });

  expect(answer.status).toBe(status);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('x-frame-options')).toBe('DENY');
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
});

test('the page for people keeps its style', async () => {
  const app = new Hono().use(withSafeHeaders);
  serveDocument(app, []);

  const policy = (await app.request('/docs')).headers.get('content-security-policy');

  expect(policy).toContain("style-src 'unsafe-inline'");
});
