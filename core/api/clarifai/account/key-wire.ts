import * as z from 'zod';
import { fail } from '../../../errors.ts';
import type { ApiKey } from '../../../access/authenticate.ts';
import { idSchema } from '../../http/ids.ts';
import { endpointOf, holds, scopesOfOperations } from '../../../access/scopes.ts';
import { scopeDependencies } from '../../../access/scope-names.ts';
import type { Key } from '../../wire/messages.ts';

export const personalType = 'personal_access_token';
export const appType = 'app_specific_key';

const scope = z
  .string()
  .refine(
    (name) => scopeDependencies.has(name),
    "must be one of Clarifai's scopes; GET /v2/users/me/scopes lists them",
  );
const endpointNames = new Set([...scopesOfOperations.keys()].map(endpointOf));
const endpoint = z
  .string()
  .refine(
    (name) => endpointNames.has(name),
    `must be an operation such as '${endpointOf('GetModel')}'`,
  );

/** A key of a request. */
export const keySchema = z.object({
  id: z.string().optional(),
  type: z.enum([personalType, appType, '']).default(''),
  description: z.string().max(1_000).optional(),
  scopes: z.array(scope).max(200).optional(),
  endpoints: z.array(endpoint).max(200).optional(),
  apps: z
    .array(z.object({ id: idSchema }))
    .max(1)
    .default([]),
  expires_at: z.iso
    .datetime()
    .transform((at) => new Date(at).toISOString())
    .optional(),
});

/**
 * A key must not be able to do more than the one that makes or changes it, and not be useless.
 * @throws DeeptuneError insufficient-scopes, invalid-request
 */
export function assertGrantable(scopes: readonly string[], held: readonly string[]): void {
  const foreign = scopes.find((each) => !holds(held, each));
  if (foreign !== undefined)
    throw fail(
      'insufficientScopes',
      `The key that asks lacks the scope '${foreign}' itself and cannot give it`,
    );
  for (const each of scopes) {
    const missing = scopeDependencies.get(each)?.find((needed) => !holds(scopes, needed));
    if (missing !== undefined)
      throw fail('invalidRequest', `Scope '${each}' is useless without '${missing}'; give both`);
  }
}

/** Without the key itself: only its hash is kept. */
export function keyToWire(key: ApiKey): Key {
  return {
    id: key.id,
    type: key.appId ? appType : personalType,
    description: key.description,
    scopes: [...key.scopes],
    endpoints: [...(key.endpoints ?? [])],
    created_at: key.createdAt,
    ...(key.expiresAt ? { expires_at: key.expiresAt } : {}),
    apps: key.appId ? [{ id: key.appId, user_id: key.userId }] : [],
  };
}
