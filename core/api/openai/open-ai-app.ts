import { Hono } from 'hono';
import type { Context } from 'hono';
import type { ApiHost } from '../http/api-host.ts';
import { identityOf } from '../http/api-host.ts';
import { assertAllowed } from '../../access/scopes.ts';
import type { SizeLimits } from '../http/size-limits.ts';
import {
  answerTooLarge,
  assertAnswerFits,
  assertLengthFits,
  defaultSizeLimits,
} from '../http/size-limits.ts';
import { fileRoutes } from './files/file-routes.ts';
import { jobRoutes } from './jobs/job-routes.ts';
import { modelRoutes } from './models/model-routes.ts';
import { errorToWire, notFound, toOpenAiError } from './open-ai-error.ts';
import type { OpenAiRoute } from './open-ai-route.ts';
import { scopeOf } from './scope.ts';

/** What is served below `/v1`. */
export const openAiRoutes: readonly OpenAiRoute[] = [...fileRoutes, ...jobRoutes, ...modelRoutes];

/**
 * The fine-tuning part of OpenAI's API, on the same use cases: files, jobs, events, checkpoints,
 * and chat with what came of them. For text-to-text only. `Authorization: Bearer <deeptune key>`.
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
  const { deps, sizeLimits = defaultSizeLimits } = host;
  const identity = await identityOf(context, host);
  assertAllowed(route.operation, identity);
  assertLengthFits(context.req.header('content-length'), sizeLimits);
  const project = context.req.header('openai-project');
  const makesProject = route.makesProject === true;
  const scope = await scopeOf({ identity, project, makesProject }, deps);
  const answer = await route.handle({ context, scope, deps });
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

function refuse(context: Context, error: Error, { deps, report }: ApiHost): Response {
  const requestId = deps.newId();
  const known = toOpenAiError(error, requestId);
  if (known.httpStatus === 500) report(error, requestId);
  return context.json(errorToWire(known), known.httpStatus, { 'x-request-id': requestId });
}
