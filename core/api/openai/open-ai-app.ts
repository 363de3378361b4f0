import { Hono } from 'hono';
import type { Context } from 'hono';
import type { ApiHost } from '../http/api-host.ts';
import { identityOf } from '../http/api-host.ts';
import { assertAllowed } from '../../access/scopes.ts';
import { boundBody } from '../http/body/body.ts';
import type { SizeLimits } from '../http/body/size-limits.ts';
import { answerTooLarge, assertAnswerFits, defaultSizeLimits } from '../http/body/size-limits.ts';
import { chatRoutes } from './chat/chat-routes.ts';
import { fileRoutes } from './files/file-routes.ts';
import { jobRoutes } from './jobs/job-routes.ts';
import { modelRoutes } from './models/model-routes.ts';
import { OpenAiError, errorToWire, retryHeaders, toOpenAiError } from './open-ai-error.ts';
import type { OpenAiRoute } from './open-ai-route.ts';
import { scopeOf } from './scope.ts';

/** What is served below `/v1`. */
export const openAiRoutes: readonly OpenAiRoute[] = [
  ...fileRoutes,
  ...jobRoutes,
  ...modelRoutes,
  ...chatRoutes,
];

/**
 * The fine-tuning part of OpenAI's API, on the same use cases: files, jobs, events, checkpoints,
 * and chat with what came of them. For text-to-text only. `Authorization: Bearer <deeptune key>`.
 */
export function buildOpenAiApp(host: ApiHost): Hono {
  const app = new Hono({ strict: false });
  for (const route of openAiRoutes)
    app.on(route.method, route.path, (context) => serve(route, context, host));
  refuseOtherMethods(app);
  // Not `notFound`: that of an app which is mounted is never asked.
  app.all('*', ({ req }) => {
    const served = 'files, fine_tuning/jobs, models, chat/completions and completions are served';
    throw new OpenAiError(
      { httpStatus: 404, code: 'unknown_url' },
      `Invalid URL (${req.method} ${req.path}): ${served}`,
    );
  });
  app.onError((error, context) => refuse(context, error, host));
  return app;
}

/** A path that is served says which methods it has; registered after every route. */
function refuseOtherMethods(app: Hono): void {
  const paths = new Set(openAiRoutes.map(({ path }) => path));
  for (const path of paths) {
    const methods = openAiRoutes.filter((route) => route.path === path).map((each) => each.method);
    const allowed = methods.join(', ');
    app.all(path, (context) => {
      const { method, path: asked } = context.req;
      context.header('allow', allowed);
      throw new OpenAiError(
        { httpStatus: 405, code: 'method_not_supported' },
        `Not allowed to ${method} on ${asked}; it has ${allowed}`,
      );
    });
  }
}

async function serve(route: OpenAiRoute, context: Context, host: ApiHost): Promise<Response> {
  const { deps, sizeLimits = defaultSizeLimits } = host;
  context.header('x-request-id', requestIdOf(context, host));
  const identity = await identityOf(context, host);
  assertAllowed(route.operation, identity);
  await boundBody(context, sizeLimits);
  const project = context.req.header('openai-project');
  const scope = await scopeOf(identity, { project, makesApp: route.makesApp ?? false }, deps);
  const answer = await route.handle({ context, scope, deps, sizeLimits });
  if (answer instanceof Response) return bytesThatFit(answer, sizeLimits);
  const text = JSON.stringify(answer);
  assertAnswerFits(text, { method: route.method }, sizeLimits);
  return context.body(text, 200, { 'content-type': 'application/json' });
}

/** Bytes as they are; where the host wraps them, base64 makes four of three. */
async function bytesThatFit(answer: Response, limits: SizeLimits): Promise<Response> {
  const { byteLength } = await answer.clone().arrayBuffer();
  const bytes = limits.isWrapped ? Math.ceil((4 * byteLength) / 3) : byteLength;
  if (bytes <= limits.answerBytes) return answer;
  throw answerTooLarge(bytes, { method: 'GET' }, limits);
}

function refuse(context: Context, error: Error, host: ApiHost): Response {
  const requestId = requestIdOf(context, host);
  const known = toOpenAiError(error, requestId);
  if (known.httpStatus === 500) host.report(error, requestId);
  if (known.httpStatus === 413) context.header('connection', 'close');
  const headers = { 'x-request-id': requestId, ...retryHeaders(known) };
  return context.json(errorToWire(known), known.httpStatus, headers);
}

/** One for the request: in its answer, in a refusal and in the log. */
function requestIdOf(context: Context, { deps }: ApiHost): string {
  const known = context.get('requestId') as string | undefined;
  if (known) return known;
  const id = `req_${deps.newId()}`;
  context.set('requestId', id);
  return id;
}
