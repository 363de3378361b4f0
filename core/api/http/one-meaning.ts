import type { Json, JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Holds what the body says of the path's ids against the path: clients repeat them, and where the
 * two differ nobody can tell which was meant.
 * @throws DeeptuneError invalid-request that shows both values
 */
export function assertOneMeaning({ params, body, identity }: RequestContext): void {
  const inBody: JsonObject = { ...body, ...((body['user_app_id'] ?? {}) as JsonObject) };
  for (const [name, inPath] of Object.entries(params)) {
    const said = name === 'user_id' ? userOf(inBody[name], identity.userId) : inBody[name];
    const path = name === 'user_id' ? userOf(inPath, identity.userId) : inPath;
    if (typeof said !== 'string' || said === '' || said === path) continue;
    throw contradiction(name, { inPath, inBody: said });
  }
}

function userOf(named: Json | undefined, own: string): Json | undefined {
  return named === 'me' ? own : named;
}

/** @param name of the field, as the body has it */
export function contradiction(
  name: string,
  { inPath, inBody }: { readonly inPath: string; readonly inBody: string },
): Error {
  return fail(
    'invalidRequest',
    `The path says '${inPath.slice(0, 200)}', and '${name}' in the body says '${inBody.slice(0, 200)}': send one of them, or both alike`,
  );
}
