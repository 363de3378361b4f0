import protojson from 'protobufjs/ext/protojson.js';
import type { JsonObject } from '../../core/json.ts';
import { publishedMessages } from '../../core/api/reference/published-messages.ts';
import type { RequestContext } from '../../core/api/http/request-context.ts';
import type { Route } from '../../core/api/http/route.ts';
import { fieldsIn, fieldsOfTable } from '../../local/grpc/message-table.ts';
import { publishedApi } from './published-api.ts';

/**
 * The same routes, whose answers must be what the published interface says: a field that it does
 * not have, or of another type, fails the request. Operations of deeptune's own are left as they
 * are.
 */
export function checked(routes: readonly Route[]): Route[] {
  return routes.map((route) => {
    if (!publishedApi.has(route.operation)) return route;
    const handle = async (call: RequestContext) => {
      const answer = await route.handle(call);
      assertPublished(route.operation, answer);
      return answer;
    };
    return { ...route, handle } as Route;
  });
}

/** An answer is not the published message, or the document does not know it whole. */
export class NotPublishedError extends Error {}

const described = new Set(fieldsOfTable(publishedMessages));

/**
 * @throws NotPublishedError that names the fields, and how to describe those that are only missing
 * in the document
 */
export function assertPublished(operation: string, answer: JsonObject): void {
  const type = publishedApi.get(operation)?.responseType;
  if (!type) throw new Error(`${operation} is not published`);
  const json: unknown = JSON.parse(JSON.stringify(answer));
  try {
    protojson.fromJson(type, json as JsonObject);
  } catch (error) {
    const { message } = error as Error;
    throw new NotPublishedError(`${operation} does not answer a ${type.name}: ${message}`);
  }
  const missing = [...fieldsIn(type, json)].filter((field) => !isDescribed(field));
  if (missing.length > 0)
    throw new NotPublishedError(
      `The document lacks fields that ${operation} answers; run: npm run document -- ${missing.join(' ')}`,
    );
}

/** Every answer has a status, which the document adds itself. */
function isDescribed(field: string): boolean {
  return described.has(field) || field.endsWith('Response.status');
}
