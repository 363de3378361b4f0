import { z } from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import { fail } from '../../errors.ts';
import { keys } from '../../ports/keys.ts';
import { eachRecord } from '../../ports/records.ts';
import type { ApiKey } from '../authenticate.ts';
import { createApiKey } from '../authenticate.ts';
import type { Call } from '../call.ts';
import { param, parse, userOf } from '../call.ts';
import { idSchema } from '../ids.ts';
import type { Route } from '../route.ts';

const newKeys = z.object({
  keys: z
    .array(
      z.object({
        description: z.string().default(''),
        scopes: z.array(z.string()).default(['All']),
        apps: z
          .array(z.object({ id: idSchema }))
          .max(1)
          .default([]),
        expires_at: z.iso.datetime().optional(),
      }),
    )
    .length(1),
});

/** Keys beget keys, but an app key cannot make one that opens more than itself. */
function assertPersonal(call: Call): void {
  if (call.identity.appId !== undefined)
    throw fail('insufficientScopes', 'An app key cannot manage keys; use a personal access token');
}

async function post(call: Call): Promise<JsonObject> {
  const userId = userOf(call);
  assertPersonal(call);
  const [asked] = parse(newKeys, call.body).keys;
  if (!asked) throw fail('badRequest', "Field 'keys': expected one key");
  const { description, scopes, apps, expires_at: expiresAt } = asked;
  const appId = apps[0]?.id;
  const request = {
    userId,
    description,
    scopes,
    ...(appId ? { appId } : {}),
    ...(expiresAt ? { expiresAt } : {}),
  };
  const { key, record } = await createApiKey(request, call.deps);
  // The key itself is shown this once; only its hash is kept.
  return { keys: [{ ...toWire(record), id: key }] };
}

async function list(call: Call): Promise<JsonObject> {
  const userId = userOf(call);
  assertPersonal(call);
  const found: JsonObject[] = [];
  for await (const { value } of eachRecord<ApiKey>(call.deps.table, {
    pk: keys.apiKeysOf(userId),
    fromIndex: true,
  }))
    found.push(toWire(value));
  return { keys: found };
}

/** A key is named by itself, as it was handed out, or by the id that the list shows. */
async function remove(call: Call): Promise<JsonObject> {
  const userId = userOf(call);
  assertPersonal(call);
  const id = param(call, 'key_id');
  const page = await call.deps.table.query({ pk: keys.apiKeysOf(userId), fromIndex: true });
  const { pk: own } = keys.apiKey(call.deps.sha256(id));
  const item = page.items.find(({ pk, data }) => pk === own || data['id'] === id);
  if (!item) throw fail('doesNotExist', `Key '${id}' does not exist`);
  await call.deps.table.write([{ delete: { pk: item.pk, sk: item.sk } }]);
  return {};
}

function toWire(key: ApiKey): JsonObject {
  return {
    id: key.id,
    description: key.description,
    scopes: [...key.scopes],
    created_at: key.createdAt,
    ...(key.expiresAt ? { expires_at: key.expiresAt } : {}),
    apps: key.appId ? [{ id: key.appId, user_id: key.userId }] : [],
  };
}

export const keyRoutes: readonly Route[] = [
  { operation: 'PostKeys', method: 'POST', path: '/keys', under: 'user', handle: post },
  { operation: 'ListKeys', method: 'GET', path: '/keys', under: 'user', handle: list },
  {
    operation: 'DeleteKey',
    method: 'DELETE',
    path: '/keys/:key_id',
    under: 'user',
    handle: remove,
  },
];
