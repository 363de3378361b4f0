import type { Route } from '../../core/api/route.ts';
import { violationsOf } from './json-violations.ts';
import { responseTypeOf } from './published-api.ts';

/**
 * The same routes, whose answers must be what the published interface says: a field that it does not have, or of another type, fails the request.
 * Operations of deeptune's own are left as they are.
 */
export function checked(routes: readonly Route[]): Route[] {
  return routes.map((route) => {
    const type = responseTypeOf(route.operation);
    if (!type) return route;
    const handle: Route['handle'] = async (call) => {
      const answer = await route.handle(call);
      const violations = violationsOf(type, JSON.parse(JSON.stringify(answer)));
      if (violations.length > 0)
        throw new Error(
          `${route.operation} does not answer a ${type.name}: ${violations.join('; ')}`,
        );
      return answer;
    };
    return { ...route, handle };
  });
}
