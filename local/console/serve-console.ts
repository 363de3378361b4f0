import type { Context, Hono } from 'hono';
import type { ConsoleFile } from '../../console/build/build-console.ts';

/**
 * What the console may load and who may frame it. Pictures are read with the key and shown as
 * `blob:`.
 */
const policy =
  "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Paths of the API: what is not there is refused in its words, never answered with a page. */
const apiPath = /^\/(v1|v2|files|docs|healthz|openapi\.json)(\/|$)/;

/**
 * Serves the console at `/`: its files under their names, and its page at every other address that
 * a browser asks for, so that addresses of the console can be opened and shared.
 * @param files of `buildConsole`, when they are ready
 */
export function serveConsole(app: Hono, files: Promise<readonly ConsoleFile[]>): void {
  app.get('*', async (context, next) => {
    const { path } = context.req;
    if (apiPath.test(path)) return next();
    const all = await files;
    const named = all.find((file) => `/${file.path}` === path);
    const wantsPage = context.req.header('accept')?.includes('text/html') === true;
    const file = named ?? (wantsPage ? all.find(({ path }) => path === 'index.html') : undefined);
    return file ? send(context, file) : next();
  });
}

function send(context: Context, file: ConsoleFile): Response {
  context.header('content-type', file.contentType);
  context.header('content-security-policy', policy);
  context.header(
    'cache-control',
    file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  return context.body(file.contents as Uint8Array<ArrayBuffer>);
}
