import type { Json, JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Holds what the body and the query say of the path's ids against the path: clients repeat them,
 * and where two differ nobody can tell which was meant.
 * @throws DeeptuneError invalid-request that shows both values
 */
export function assertOneMeaning(call: RequestContext): void {
  assertBodyMeans(call);
  for (const [name, inPath] of Object.entries(call.params))
    for (const written of [name, `user_app_id.${name}`]) assertQueryMeans(call, written, inPath);
}

/** An empty one is not given (proto3's zero value). */
function assertQueryMeans({ query, identity }: RequestContext, name: string, inPath: string): void {
  const isUser = name.endsWith('user_id');
  const meaning = (id: string) => (isUser ? userOf(id, identity.userId) : id);
  const other = query[name]?.find((said) => said !== '' && meaning(said) !== meaning(inPath));
  if (other === undefined) return;
  throw fail(
    'invalidRequest',
    `The path says '${inPath.slice(0, 200)}', and '${name}' in the query says '${other.slice(0, 200)}': send one of them, or both alike`,
  );
}

function assertBodyMeans({ params, body, identity }: RequestContext): void {
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
