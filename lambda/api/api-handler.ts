import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import { handle } from 'hono/aws-lambda';
import type { Context } from 'hono';
import { buildApp } from '../../core/api/app.ts';
import type { Identity } from '../../core/access/identity.ts';
import type { Route } from '../../core/api/http/route.ts';
import { DeeptuneError, errors, fail } from '../../core/errors.ts';
import type { AuthorizerContext } from './authorizer-context.ts';
import { identityFrom } from './authorizer-context.ts';
import { AwsHost } from '../compose.ts';
import type { HandlerName } from '../environment.ts';
import { timeLimits } from '../environment.ts';
import { log } from '../log.ts';
import { lambdaSizeLimits } from './size-limits.ts';
import { timeToAnswer } from './time-to-answer.ts';

/**
 * A Lambda that serves some of the routes behind API Gateway's HTTP API (payload 2.0), after the
 * authorizer.
 */
export function apiHandler(
  name: HandlerName,
  routes: readonly Route[],
): (event: LambdaEvent, context?: LambdaContext) => Promise<unknown> {
  let host: AwsHost | undefined;
  let serve: ReturnType<typeof handle> | undefined;
  return async (event, context) => {
    host ??= new AwsHost(name, process.env);
    serve ??= handle(build(host, routes));
    host.begin(timeToAnswer(context, timeLimits.api));
    return serve(event, context);
  };
}

function build(deps: AwsHost, routes: readonly Route[]) {
  const { requestLimit } = deps;
  const sizeLimits = lambdaSizeLimits;
  return buildApp(routes, { deps, requestLimit, sizeLimits, identify, report });
}

/**
 * Who the authorizer found; it lets a request without a valid key pass, marked, because only the
 * app can answer in Clarifai's words.
 */
function identify(_request: Request, context: Context): Promise<Identity> {
  const event = (
    context.env as { event: { requestContext?: { authorizer?: { lambda?: AuthorizerContext } } } }
  ).event;
  const found = event.requestContext?.authorizer?.lambda;
  // A route without an authorizer is a mistake in the deployment: nobody is let in through it.
  if (!found) throw fail('keyMissing', 'This route has no authorizer');
  return Promise.resolve(identityFrom(found));
}

function report(error: unknown, requestId: string): void {
  const code = error instanceof DeeptuneError ? error.code : errors.internal.code;
  log('request-failed', { requestId, code }, error);
}
