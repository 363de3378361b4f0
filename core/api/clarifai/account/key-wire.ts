import * as z from 'zod';
import { fail } from '../../../errors.ts';
import { atMost } from '../../../access/at-most.ts';
import type { Grant } from '../../../access/at-most.ts';
import type { ApiKey } from '../../../access/authenticate.ts';
import type { Identity } from '../../../access/identity.ts';
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
 * Lets a caller make, change or end a key that can do no more than his own. A change is asked for
 * twice: for the key as it is, and as it will be.
 * @throws DeeptuneError insufficient-scopes
 */
export function assertWithinOwn(key: Grant, own: Identity, verb: string): void {
  const beyond = atMost(key, own);
  if (beyond !== undefined)
    throw fail('insufficientScopes', `The key that asks ${beyond}, and cannot ${verb} such a key`);
}

/** A key must not be useless. @throws DeeptuneError invalid-request */
export function assertUsable(scopes: readonly string[]): void {
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
