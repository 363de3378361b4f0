import { Hono } from 'hono';
import type { Context } from 'hono';
import type { ApiHost } from '../api-host.ts';
import { presenterOf } from '../api-host.ts';
import { assertAllowed } from '../scopes.ts';
import { fileRoutes } from './file-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { modelRoutes } from './model-routes.ts';
import { errorToWire, notFound, toOpenAiError } from './open-ai-error.ts';
import type { OpenAiRoute } from './open-ai-route.ts';
import { scopeOf } from './scope.ts';

/** What is served below `/v1`. */
export const openAiRoutes: readonly OpenAiRoute[] = [...fileRoutes, ...jobRoutes, ...modelRoutes];

/**
 * The fine-tuning part of OpenAI's API, on the same use cases: files, jobs, events, checkpoints, and chat with what came of them. For
 * text-to-text only. `Authorization: Bearer <deeptune key>`.
 */
export function buildOpenAiApp(host: ApiHost): Hono {
  const app = new Hono({ strict: false });
  for (const route of openAiRoutes)
    app.on(route.method, route.path, (context) => serve(route, context, host));
  app.notFound((context) =>
    refuse(
      context,
      notFound(`Unknown request URL: ${context.req.method} ${context.req.path}`),
      host,
    ),
  );
  app.onError((error, context) => refuse(context, error, host));
  return app;
}

async function serve(route: OpenAiRoute, context: Context, host: ApiHost): Promise<Response> {
  const { deps } = host;
  const identity = await presenterOf(context, host);
  assertAllowed(route.operation, identity);
  const scope = await scopeOf(identity, context.req.header('openai-project'), deps);
  const answer = await route.handle({ context, scope, deps });
  return answer instanceof Response ? answer : context.json(answer);
}

function refuse(context: Context, error: Error, { deps, report }: ApiHost): Response {
  const requestId = deps.newId();
  const known = toOpenAiError(error, requestId);
  if (known.httpStatus === 500) report(error, requestId);
  return context.json(errorToWire(known), known.httpStatus, { 'x-request-id': requestId });
}
