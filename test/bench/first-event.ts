/**
 * What a fresh Lambda does: loads its code and answers one event. Prints how long both took since
 * the process began.
 */
import { pathToFileURL } from 'node:url';
import type { HandlerName } from '../../lambda/environment.ts';

const paths: Partial<Record<HandlerName, string>> = {
  api: '/v2/users/tester/apps/lab/models',
  billing: '/v2/users/tester/billing/usage',
  authorizer: '/v2/users/tester/apps/lab/models',
  reference: '/openapi.json',
};
const name = process.env['HANDLER'] as HandlerName;
const bundle = pathToFileURL(process.env['BUNDLE'] ?? '').href;
const { handler } = (await import(bundle)) as { handler: (event: unknown) => Promise<unknown> };
const loaded = performance.now();
const path = paths[name];
if (path !== undefined) check(await handler(firstEvent(path)));
process.stdout.write(
  JSON.stringify(path === undefined ? { loaded } : { loaded, answered: performance.now() }),
);
// The SDK keeps its connection for the next event.
process.exit(0);

/** An event as API Gateway sends it; the authorizer reads no more of it than the headers. */
function firstEvent(path: string): unknown {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: { host: 'api.example', authorization: 'Key nonsense' },
    requestContext: {
      http: { method: 'GET', path },
      authorizer: { lambda: { userId: 'tester', scopes: 'All' } },
    },
    body: null,
    isBase64Encoded: false,
  };
}

function check(answer: unknown): void {
  const { statusCode = 200 } = answer as { statusCode?: number };
  if (statusCode !== 200) throw new Error(`the first event was answered ${JSON.stringify(answer)}`);
}
