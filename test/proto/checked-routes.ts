import protojson from 'protobufjs/ext/protojson.js';
import type { JsonObject } from '../../core/catalog/model-type.ts';
import type { Route } from '../../core/api/route.ts';
import { publishedApi } from './published-api.ts';

/**
 * The same routes, whose answers must be what the published interface says: a field that it does not have, or of another type, fails the request.
 * Operations of deeptune's own are left as they are.
 */
export function checked(routes: readonly Route[]): Route[] {
  return routes.map((route) => {
    if (!publishedApi.has(route.operation)) return route;
    const handle: Route['handle'] = async (call) => {
      const answer = await route.handle(call);
      assertPublished(route.operation, answer);
      return answer;
    };
    return { ...route, handle };
  });
}

/** @throws Error that names the field where the answer is not the operation's published message */
export function assertPublished(operation: string, answer: JsonObject): void {
  const type = publishedApi.get(operation)?.responseType;
  if (!type) throw new Error(`${operation} is not published`);
  try {
    protojson.fromJson(type, JSON.parse(JSON.stringify(answer)));
  } catch (error) {
    throw new Error(`${operation} does not answer a ${type.name}: ${(error as Error).message}`);
  }
}
