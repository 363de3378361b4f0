import type { Context, Hono } from 'hono';
import type { ConsoleFile } from '../../console/build/build-console.ts';
import { codingFor, encodeFile } from './encoded-file.ts';
import type { EncodedFile } from './encoded-file.ts';

/**
 * What the console may load and who may frame it. Pictures are read with the key and shown as
 * `blob:`.
 */
const policy =
  "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Paths of the API: what is not there is refused in its words, never answered with a page. */
const apiPath = /^\/(v1|v2|files|docs|healthz|openapi\.json|console)(\/|$)/;

/**
 * Serves the console at `/`: its files under their names, and its page at every other address that
 * a browser asks for, so that addresses of the console can be opened and shared. Who asks for no
 * page is answered by the API, as without a console.
 * @param build makes the files; where it fails, the API is served all the same
 * @param onProblem is told why there is no console
 */
export function serveConsole(
  app: Hono,
  build: () => Promise<readonly ConsoleFile[]>,
  onProblem: (reason: string) => void,
): void {
  const files = build()
    .then((all) => Promise.all(all.map(encodeFile)))
    .catch((error: unknown) => {
      onProblem(`there is no console, because it cannot be built: ${(error as Error).message}`);
      return undefined;
    });
  app.get('*', async (context, next) => {
    const { path } = context.req;
    if (apiPath.test(path)) return next();
    const wantsPage = context.req.header('accept')?.includes('text/html') === true;
    const all = await files;
    if (!all) return wantsPage ? unavailable(context) : next();
    const named = all.find((file) => `/${file.path}` === path);
    const file = named ?? (wantsPage ? all.find(({ path }) => path === 'index.html') : undefined);
    return file ? send(context, file) : next();
  });
}

function send(context: Context, file: EncodedFile): Response {
  const coding = codingFor(context.req.header('accept-encoding'));
  context.header('content-security-policy', policy);
  context.header('x-content-type-options', 'nosniff');
  context.header('etag', file.etag);
  context.header('vary', 'accept, accept-encoding');
  context.header(
    'cache-control',
    file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  if (context.req.header('if-none-match')?.includes(file.etag)) return context.body(null, 304);
  context.header('content-type', file.contentType);
  if (coding !== 'identity') context.header('content-encoding', coding);
  return context.body(file.encodings[coding] as Uint8Array<ArrayBuffer>);
}

const unavailableText =
  'The console could not be built when deeptune started: its log says why. The API and the command line work.\n';

function unavailable(context: Context): Response {
  context.header('content-security-policy', policy);
  return context.text(unavailableText, 503);
}
