import type { Hono } from 'hono';
import type { JsonObject } from '../../json.ts';
import type { Route } from '../http/route.ts';
import { openApiDocument } from './document.ts';
import { documentPage } from './page.ts';

/**
 * `/openapi.json`, and `/docs` for people, both without a key. Made on first need: a host that is
 * never asked for it does not make it.
 */
export function serveDocument(app: Hono, routes: readonly Route[]): void {
  let document: JsonObject | undefined;
  const made = () => (document ??= openApiDocument(routes));
  app.get('/openapi.json', (context) => context.json(made()));
  app.get('/docs', (context) => {
    context.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    return context.html(documentPage(made()));
  });
}
