import { z } from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import { fail } from '../../errors.ts';
import { keys } from '../../ports/keys.ts';
import type { Scope } from '../../ports/keys.ts';
import { createRecord, readAll, readRecord, toData } from '../../ports/records.ts';
import type { Call } from '../call.ts';
import { paged, parse, scopeOf, userOf } from '../call.ts';
import { idSchema } from '../ids.ts';
import type { Route } from '../route.ts';

interface App {
  readonly id: string;
  readonly description: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

const newApps = z.object({
  apps: z
    .array(z.object({ id: idSchema, description: z.string().default('') }))
    .min(1)
    .max(20),
});

async function postApps(call: Call): Promise<JsonObject> {
  const userId = userOf(call);
  if (call.identity.appId !== undefined)
    throw fail('insufficientScopes', 'An app key cannot create apps; use a personal access token');
  const asked = parse(newApps, call.body).apps;
  const at = call.deps.now();
  const apps = asked.map((app): App => ({ ...app, createdAt: at, modifiedAt: at }));
  for (const app of apps) {
    const key = keys.app({ userId, appId: app.id });
    await createRecord(call.deps.table, { ...key, data: toData(app) }, `App '${app.id}'`);
  }
  return { apps: apps.map((app) => toWire(app, userId)) };
}

async function listApps(call: Call): Promise<JsonObject> {
  const userId = userOf(call);
  const all = await readAll<App>(call.deps.table, keys.appsOf(userId));
  const own = all.filter(
    (app) => call.identity.appId === undefined || app.id === call.identity.appId,
  );
  return { apps: paged(call, own).map((app) => toWire(app, userId)) };
}

async function getApp(call: Call): Promise<JsonObject> {
  const scope: Scope = await scopeOf(call);
  const app = await readRecord<App>(call.deps.table, keys.app(scope));
  if (!app) throw fail('doesNotExist', `App '${scope.appId}' does not exist`);
  return { app: toWire(app.value, scope.userId) };
}

function toWire(app: App, userId: string): JsonObject {
  return {
    id: app.id,
    name: app.id,
    user_id: userId,
    description: app.description,
    created_at: app.createdAt,
    modified_at: app.modifiedAt,
  };
}

export const appRoutes: readonly Route[] = [
  { operation: 'PostApps', method: 'POST', path: '/apps', under: 'user', handle: postApps },
  { operation: 'ListApps', method: 'GET', path: '/apps', under: 'user', handle: listApps },
  { operation: 'ListApps', method: 'GET', path: '/apps', under: 'root', handle: listApps },
  { operation: 'GetApp', method: 'GET', path: '/apps/:app_id', under: 'user', handle: getApp },
  { operation: 'GetApp', method: 'GET', path: '/app', under: 'root', handle: getApp },
  {
    operation: 'GetUser',
    method: 'GET',
    path: '',
    under: 'user',
    handle: (call) => ({ user: { id: userOf(call) } }),
  },
];
