import type { JsonObject } from '../../catalog/model-type.ts';
import type { Route } from '../route.ts';
import { pathsOf } from '../route.ts';
import { answersOfOperations } from './answers.ts';
import { answerSchema, bodySchema, refusalSchema, statusSchema } from './json-schema.ts';
import { operationObject, refusalResponses, requestName, templateOf } from './operation.ts';

const description =
  "Deep fine-tuning on Clarifai's published paths and messages, with deeptune's own estimates, bills and schedules. Fields that are not known are ignored, and null is not given. " +
  'A path that is published and not served answers 501; another method on a path that is served answers 405. On the short paths the app is named by `user_app_id` in the body or the query, or by the key.';

/** Every route on every path, as one OpenAPI 3.1 document. */
export function openApiDocument(routes: readonly Route[]): JsonObject {
  return {
    openapi: '3.1.0',
    info: { title: 'deeptune', version: '2', description },
    security: [{ key: [] }],
    paths: pathsObject(routes),
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Key dt_…`' },
      },
      responses: refusalResponses(),
      schemas: { Status: statusSchema, Refusal: refusalSchema, ...messages(routes) },
    },
  };
}

/** The request and the answer of every operation. */
function messages(routes: readonly Route[]): JsonObject {
  const requests = routes.flatMap(({ operation, body }) =>
    body ? [[requestName(operation), bodySchema(body)]] : [],
  );
  const answers = [...answersOfOperations.values()].map((message) => [
    message.name,
    answerSchema(message),
  ]);
  return Object.fromEntries([...requests, ...answers]) as JsonObject;
}

/** An operation that is served on several paths has its name on the first, and its name with a number on the others. */
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
