import type { JsonObject } from '../../json.ts';
import { openAiRoutes } from '../openai/open-ai-app.ts';
import type { Route } from '../http/route.ts';
import { pathsOf } from '../http/route.ts';
import { answerSchemas } from './answers.ts';
import { bodySchema } from '../http/body/body-schema.ts';
import { refusalSchema } from './json-schema.ts';
import { openAiOperation } from './open-ai-operation.ts';
import { operationObject, refusalResponses, requestName, templateOf } from './operation.ts';

const description =
  "Deep fine-tuning on Clarifai's published paths and messages, with deeptune's own estimates, bills and schedules. Fields that are not known are ignored, and null is not given. " +
  'A path that is published and not served answers 501; another method on a path that is served answers 405. On the short paths the app is named by `user_app_id` in the body or the query, or by the key. Below `/v1`: the fine-tuning part of OpenAI’s API. ' +
  'A dataset version of many inputs is answered with status 64005, then 64010, while it is being frozen; it is there with 64015, and 64020 says why it never will be. ' +
  'A training that names it is queued and waits: `metadata.deeptune.estimatePending` says so in place of the reservation.';

/** Every route on every path, and those below `/v1`, as one OpenAPI 3.1 document. */
export function openApiDocument(routes: readonly Route[]): JsonObject {
  return {
    openapi: '3.1.0',
    info: { title: 'deeptune', version: '2', description },
    security: [{ key: [] }],
    paths: { ...pathsObject(routes), ...openAiPaths() },
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Key dt_…`' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The same key, `dt_…`' },
      },
      responses: refusalResponses(),
      schemas: { Refusal: refusalSchema, ...answerSchemas(), ...requestSchemas(routes) },
    },
  };
}

function requestSchemas(routes: readonly Route[]): JsonObject {
  const bodies = [
    ...routes.map(({ operation, body }) => ({ name: operation, schema: body })),
    ...openAiRoutes.map(({ id, body }) => ({ name: id, schema: body?.schema })),
  ];
  return Object.fromEntries(
    bodies.flatMap(({ name, schema }) => (schema ? [[requestName(name), bodySchema(schema)]] : [])),
  ) as JsonObject;
}

function openAiPaths(): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of openAiRoutes)
    (paths[`/v1${templateOf(route.path)}`] ??= {})[route.method.toLowerCase()] =
      openAiOperation(route);
  return paths;
}

/**
 * An operation that is served on several paths has its name on the first, and its name with a
 * number on the others.
 */
function pathsObject(routes: readonly Route[]): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  const uses = new Map<string, number>();
  for (const route of routes)
    for (const path of pathsOf(route)) {
      const use = (uses.get(route.operation) ?? 0) + 1;
      uses.set(route.operation, use);
      const id = use === 1 ? route.operation : `${route.operation}_${use}`;
      (paths[templateOf(path)] ??= {})[route.method.toLowerCase()] = operationObject(
        route,
        path,
        id,
      );
    }
  return paths;
}
