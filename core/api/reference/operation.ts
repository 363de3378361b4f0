import type { JsonObject } from '../../json.ts';
import type { Route } from '../http/route.ts';
import { answerOf } from './answers.ts';
import { descriptions } from './descriptions.ts';
import { examples } from './examples.ts';
import { querySchema, text } from './json-schema.ts';
import { referenceTo } from './message.ts';

/** One path of a route in OpenAPI's words. @param id unique in the document */
export function operationObject(route: Route, path: string, id: string): JsonObject {
  return {
    operationId: id,
    summary: sentenceOf(route.operation),
    ...describe(route.operation),
    tags: [tagOf(route)],
    parameters: [...pathParameters(path), ...queryParameters(route, path)],
    ...(route.body ? { requestBody: requestBody(route.operation, route.body) } : {}),
    responses: responsesOf(route),
    ...(route.isOpen ? { security: [] } : {}),
  };
}

function describe(operation: string): JsonObject {
  const description = descriptions[operation];
  return description === undefined ? {} : { description };
}

/** `/v2/models/:model_id` as `/v2/models/{model_id}`. */
export function templateOf(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

/** `PostModelVersions` as `Post model versions`. */
export function sentenceOf(operation: string): string {
  const words = operation.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function tagOf({ path }: Route): string {
  return path.split('/')[1] || 'users';
}

/** The parameters in a path such as `/v2/models/:model_id`. */
export function pathParameters(path: string): JsonObject[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { ...text, minLength: 1 },
  }));
}

function queryParameters({ query = {}, isOpen }: Route, path: string): JsonObject[] {
  const needsApp = !isOpen && !path.includes(':user_id');
  const scope = needsApp ? ['user_app_id.user_id', 'user_app_id.app_id'] : [];
  return [
    ...scope.map((name) => ({ name, in: 'query', schema: text })),
    ...Object.entries(query).map(([name, kind]) => ({
      name,
      in: 'query',
      schema: querySchema(kind),
    })),
  ];
}

/** The name of a request's schema among the components. */
export function requestName(operation: string): string {
  return `${operation}Request`;
}

function requestBody(operation: string, schema: NonNullable<Route['body']>): JsonObject {
  return {
    required: !schema.safeParse({}).success,
    content: contentOf(requestName(operation), examples[operation]),
  };
}

const refusals: Readonly<Record<number, string>> = {
  400: 'The request is not right; details say why',
  401: 'No key, or one that is unknown, expired or revoked',
  402: 'The budget does not allow it',
  403: 'The key may not do this',
  404: 'What the request names does not exist, for this key',
  409: 'The id is taken, or what is there is in use',
  413: 'The body is larger than the host reads',
  429: 'Too many requests',
  500: 'Our fault; quote req_id',
  501: 'This host does not do this; details say what to ask instead',
  503: 'Not now: try again',
  507: 'The disk of the host is full; nothing was stored',
};

/** Every refusal, by its HTTP status. */
export function refusalResponses(): JsonObject {
  return Object.fromEntries(
    Object.entries(refusals).map(([code, description]) => [
      code,
      { description, content: contentOf('Refusal') },
    ]),
  );
}

function refusalsOf({ isOpen, isBilled, isStream, method }: Route): number[] {
  return [
    ...[400, 404, 500],
    ...(isOpen ? [] : [401, 403, 429, 503]),
    ...(method === 'GET' ? [] : [409, 413, 507]),
    ...(isBilled ? [402] : []),
    ...(isStream ? [501] : []),
  ];
}

function responsesOf(route: Route): JsonObject {
  const answer = answerOf(route.operation);
  const refused = refusalsOf(route).map((code) => [
    code,
    { $ref: `#/components/responses/${code}` },
  ]);
  const content = route.isStream
    ? { 'text/event-stream': { schema: referenceTo(answer) } }
    : contentOf(answer);
  return {
    200: { description: answer, content },
    ...Object.fromEntries(refused),
  } as JsonObject;
}

/** JSON of one of the components. */
export function contentOf(schema: string, example?: JsonObject): JsonObject {
  return {
    'application/json': { schema: referenceTo(schema), ...(example ? { example } : {}) },
  };
}
