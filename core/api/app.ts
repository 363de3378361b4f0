import { Hono } from 'hono';
import type { Context } from 'hono';
import { DeeptuneError, errors, fail } from '../errors.ts';
import type { ApiHost } from './http/api-host.ts';
import { identityOf } from './http/api-host.ts';
import { readBody } from './http/body/body.ts';
import type { ContextOf, RequestContext } from './http/request-context.ts';
import { userOf } from './http/request-context.ts';
import type { Identity } from '../access/identity.ts';
import { buildOpenAiApp } from './openai/open-ai-app.ts';
import { pageOf } from './http/paging.ts';
import { serveEvents } from './clarifai/account/event-routes.ts';
import { serveArchives } from './clarifai/datasets/serve-archives.ts';
import { serveHosted } from './clarifai/inputs/serve-hosted.ts';
import {
  isPublished,
  isPublishedMethod,
  isPublishedName,
  isReserved,
} from './http/published-collections.ts';
import { declaredQuery } from './http/query-values.ts';
import type { Route } from './http/route.ts';
import { pathsOf } from './http/route.ts';
import { assertAllowed } from '../access/scopes.ts';
import { asTenant } from '../access/tenant.ts';
import { withSafeHeaders } from './http/safe-headers.ts';
import { fromEverywhere } from './http/origins.ts';
import { assertAnswerFits, defaultSizeLimits } from './http/body/size-limits.ts';
import { httpCode, status } from './http/status.ts';
import { assertOneMeaning } from './http/one-meaning.ts';
import { assertAllRead, unreadNotes, unreadOf, unreadQuery } from './http/unread/unread-fields.ts';
import type { Status } from './wire/messages.ts';

/**
 * The HTTP application: the same on every host. Every response is JSON with a `status`; a path that
 * is not served answers so too. The document that describes it is served beside it, by
 * `serveDocument`: on AWS by a function of its own.
 */
export function buildApp(routes: readonly Route[], host: ApiHost): Hono {
  const app = new Hono({ strict: false });
  app.use(withSafeHeaders);
  app.use(fromEverywhere);
  app.get('/healthz', (context) => context.json({ status: status(10000) }));
  app.route('/v1', buildOpenAiApp(host));
  serveArchives(app, host.deps);
  const contextOf: ContextOf = (context, identity) =>
    Promise.resolve({ ...partsOf(context, host), identity, query: {}, body: {} });
  serveHosted(app, host, contextOf);
  serveEvents(app, host, contextOf);
  for (const route of routes) {
    app.on(route.method, pathsOf(route), (context) => serve(route, context, host));
  }
  refuseOtherMethods(app, routes);
  app.notFound((context) => {
    const { method, path } = context.req;
    const error = fail(
      isPublished(path) ? 'notImplemented' : 'doesNotExist',
      `${method} ${path} is not served`,
    );
    return refuse(context, error, requestIdOf(context, host));
  });
  app.onError((error, context) => {
    const requestId = requestIdOf(context, host);
    if (!(error instanceof DeeptuneError) || error.fault === 'platform')
      host.report(error, requestId);
    return refuse(context, error, requestId);
  });
  return app;
}

/**
 * A path that is served says which methods it has; registered last, so that every route comes
 * first.
 */
function refuseOtherMethods(app: Hono, routes: readonly Route[]): void {
  const methods = new Map<string, Set<string>>();
  for (const route of routes)
    for (const path of pathsOf(route))
      methods.set(path, (methods.get(path) ?? new Set()).add(route.method));
  for (const [path, known] of methods)
    app.all(path, (context, next) => {
      const { method, path: asked } = context.req;
      if (/:\w+$/.test(path) && isPublishedName(asked)) return next();
      if (isPublishedMethod(method, asked)) return next();
      const allowed = [...known].join(', ');
      context.header('allow', allowed);
      throw fail('methodNotAllowed', `${method} ${asked} is not served; it has ${allowed}`);
    });
}

async function serve(route: Route, context: Context, host: ApiHost): Promise<Response> {
  const { method, path } = context.req;
  if (isReserved(method, path)) throw fail('notImplemented', `${method} ${path} is not served`);
  const identity = await authorise(route, context, host);
  const { sizeLimits = defaultSizeLimits } = host;
  const asked: RequestContext = {
    ...partsOf(context, host),
    identity,
    query: context.req.queries(),
    body: await readBody(context, sizeLimits),
  };
  const notes = notesOnUnread(route, asked, context);
  const call = { ...asked, query: declaredQuery(route.query ?? {}, asked.query) };
  const answer = await route.handle(call);
  const { status: own } = answer;
  const withId = {
    ...withNotes(own ?? status(10000), notes),
    req_id: requestIdOf(context, host),
  };
  const code = route.isAnswerOk ? 10000 : (own?.code ?? 10000);
  const text = JSON.stringify({ ...answer, status: withId });
  assertAnswerFits(text, { method: route.method, perPage: perPageOf(route, call) }, sizeLimits);
  return context.body(text, httpCode(code) as 200, { 'content-type': 'application/json' });
}

/** What every request has. */
function partsOf(context: Context, host: ApiHost) {
  const { deps, sizeLimits = defaultSizeLimits } = host;
  return {
    params: context.req.param() as Record<string, string>,
    header: (name: string) => context.req.header(name),
    origin: new URL(context.req.url).origin,
    deps,
    sizeLimits,
  };
}

/**
 * What a request says that nothing reads, in sentences. A refusal of the request says it too: a
 * field that is missing may be one that was written otherwise.
 * @throws DeeptuneError bad-request-format where the route refuses such a request
 */
function notesOnUnread(route: Route, call: RequestContext, context: Context): readonly string[] {
  assertOneMeaning(call);
  const unread = [...unreadQuery(route, call), ...unreadOf(route, call)];
  if (route.isBilled || route.refusesUnread) {
    // Whoever names another user hears that there is none, whatever else he says.
    userOf(call);
    assertAllRead(unread);
  }
  context.set('unknown', unreadNotes(unread.filter(({ isPublished }) => !isPublished)));
  return unreadNotes(unread);
}

function withNotes(own: Status, notes: readonly string[]): Status {
  if (notes.length === 0) return own;
  return { ...own, developer_notes: [own.developer_notes ?? [], notes].flat().join('\n') };
}

/**
 * How many items were asked for on a page, where the route has numbered pages: in the query, or in
 * a search's body.
 */
function perPageOf(route: Route, call: RequestContext): number | undefined {
  if (route.query?.['page'] !== undefined) return pageOf(call).perPage;
  const { pagination } = call.body as { pagination?: { per_page?: unknown } };
  return typeof pagination?.per_page === 'number' ? pagination.per_page : undefined;
}

/** Authenticates, authorises and rate-limits the caller. An open route has no caller to check. */
async function authorise(route: Route, context: Context, host: ApiHost): Promise<Identity> {
  if (route.isOpen) return { userId: '', scopes: [] };
  const identity = await identityOf(context, host);
  // First: to whoever names another tenant there is none, whatever else he asks.
  const tenant = route.isForAnyTenant
    ? await asTenant(identity, context.req.param('user_id'), host.deps)
    : identity;
  assertAllowed(route.operation, tenant);
  return tenant;
}

function refuse(context: Context, error: Error, requestId: string): Response {
  const known = error instanceof DeeptuneError ? error : undefined;
  // What went wrong inside is for the log, not for the caller.
  const unknown = (context.get('unknown') as readonly string[] | undefined) ?? [];
  const { code, details } = known
    ? {
        code: known.status,
        details: [known.message, ...(known.status === 11100 ? unknown : [])].join('; '),
      }
    : { code: errors.internal.status, details: `Internal error; quote request ${requestId}` };
  const body = {
    status: {
      ...status(code, details),
      req_id: requestId,
      ...(known ? { developer_notes: known.code } : {}),
    },
  };
  const isUnauthorised = known?.code === errors.keyMissing.code;
  const http = known?.http ?? (isUnauthorised ? 401 : httpCode(code));
  // What is left of a body that is too large is not waited for.
  if (http === 413) context.header('connection', 'close');
  return context.json(body, http as 400);
}

/** The client's own prefix, when it sends one, and our id: what its SDK prints and our log says. */
function requestIdOf(context: Context, host: ApiHost): string {
  const known = context.get('requestId') as string | undefined;
  if (known) return known;
  const prefix = context.req.header('x-clarifai-request-id-prefix');
  const safe = prefix && /^[\w.-]{1,64}$/.test(prefix) ? `${prefix}-` : '';
  const id = `${safe}${host.deps.newId()}`;
  context.set('requestId', id);
  return id;
}
