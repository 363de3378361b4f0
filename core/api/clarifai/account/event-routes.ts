import type { Hono } from 'hono';
import { isAllowed, assertAllowed } from '../../../access/scopes.ts';
import { fail } from '../../../errors.ts';
import type { ApiHost } from '../../http/api-host.ts';
import { identityOf } from '../../http/api-host.ts';
import type { ContextOf } from '../../http/request-context.ts';
import { userOf } from '../../http/request-context.ts';
import type { Route } from '../../http/route.ts';

const operation = 'StreamEvents';
const path = '/events';

/**
 * Serves the stream of a host that has one, before the route below is asked: what happens to the
 * caller, as server-sent events. A key that ends or is revoked ends its streams.
 */
export function serveEvents(app: Hono, host: ApiHost, contextOf: ContextOf): void {
  const { streamEvents } = host;
  if (!streamEvents) return;
  app.get(`/v2/users/:user_id${path}`, async (context) => {
    const identity = await identityOf(context, host);
    assertAllowed(operation, identity);
    const userId = userOf(await contextOf(context, identity));
    const isStillAllowed = async () =>
      isAllowed(operation, await host.identify(context.req.raw, context));
    const stream = streamEvents({ userId, appId: identity.appId }, isStillAllowed);
    return context.body(stream, 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
  });
}

/** What a host without streams answers; and what the document says of the operation. */
export const eventRoutes: readonly Route[] = [
  {
    operation,
    method: 'GET',
    path,
    under: 'user',
    isStream: true,
    handle: (call) => {
      userOf(call);
      throw fail(
        'notImplemented',
        'This host streams no events: ask GET /v2/users/{user_id}/activity again, at pauses that grow',
      );
    },
  },
];
