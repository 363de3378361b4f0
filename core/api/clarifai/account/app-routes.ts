import type * as z from 'zod';
import type { App } from '../../../access/app.ts';
import { deleteApp } from '../../../deletion/delete-app.ts';
import { fail } from '../../../errors.ts';
import type { Key } from '../../../ports/table.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { createRecord, readAll, readRecord, toData, withRetry } from '../../../records/records.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf, userOf } from '../../http/request-context.ts';
import { idSchema } from '../../http/ids.ts';
import { matchesPattern, matchesSearch } from '../../http/matching.ts';
import { paged } from '../../http/paging.ts';
import {
  flag,
  orderParameters,
  paging,
  parameters,
  sorted,
  words,
} from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { appFromWire, appPatch, appPatches, appToWire, newApps, patchedApp } from './app-wire.ts';
import { actionSchema } from '../inputs/patch-wire.ts';

async function post(call: RequestContext): Promise<Answer<'PostApps'>> {
  const userId = userOf(call);
  const apps = parse(newApps, call.body).apps.map((wire) => appFromWire(wire, call.deps.now()));
  for (const app of apps) {
    const key = keys.app({ userId, appId: app.id });
    await assertNotBeingDeleted(key, app.id, call);
    await createRecord(call.deps.table, { ...key, data: toData(app) }, `App '${app.id}'`);
  }
  return { apps: apps.map((app) => appToWire(app, userId)) };
}

/** @throws DeeptuneError unfinished: the id is free once the earlier app of that name is gone */
async function assertNotBeingDeleted(key: Key, id: string, { deps }: RequestContext) {
  const stored = await readRecord<App>(deps.table, key);
  if (stored?.value.deletedAt !== undefined)
    throw fail(
      'unfinished',
      `App '${id}' is still being deleted (its jobs are being stopped); its id is free in a moment, so send the same request again, or choose another id`,
    );
}

/** Nobody features, stars or templates apps here: those lists are empty. */
async function list(call: RequestContext): Promise<Answer<'ListApps'>> {
  const userId = userOf(call);
  const special = ['featured_only', 'starred_only', 'template_only'];
  if (special.some((name) => flag(call, name))) return { apps: [] };
  const all = await readAll<App>(call.deps.table, keys.appsOf(userId));
  const searches = ['search', 'query'].map((name) => matchesSearch(words(call, name)[0]));
  const patterns = ['id', 'name']
    .flatMap((name) => words(call, name).slice(0, 1))
    .map(matchesPattern);
  const chosen = all.filter(
    (app) =>
      app.deletedAt === undefined &&
      (call.identity.appId === undefined || app.id === call.identity.appId) &&
      searches.every((matches) =>
        matches([app.id, app.name ?? '', app.description, app.notes ?? '']),
      ) &&
      patterns.every((matches) => matches(app.id) || matches(app.name ?? '')),
  );
  return { apps: paged(call, sorted(call, chosen, sortKeys)).map((app) => appToWire(app, userId)) };
}

const sortKeys = {
  modified_at: (app: App) => app.modifiedAt,
  created_at: (app: App) => app.createdAt,
  id: (app: App) => app.id,
  name: (app: App) => (app.name || app.id).toLowerCase(),
  // All are equally starred and equally relevant.
  star_count: () => 0,
  relevance: () => 0,
};

async function get(call: RequestContext): Promise<Answer<'GetApp'>> {
  const scope: Scope = await scopeOf(call);
  const app = await readRecord<App>(call.deps.table, keys.app(scope));
  if (!app) throw fail('doesNotExist', `App '${scope.appId}' does not exist`);
  return { app: appToWire(app.value, scope.userId) };
}

function change(call: RequestContext, scope: Scope, patch: (old: App) => App): Promise<App> {
  return withRetry(async () => {
    const stored = await readRecord<App>(call.deps.table, keys.app(scope));
    if (!stored || stored.value.deletedAt !== undefined)
      throw fail('doesNotExist', `App '${scope.appId}' does not exist`);
    const app = patch(stored.value);
    await call.deps.table.write([
      { put: { ...keys.app(scope), data: toData(app) }, if: { rev: stored.rev } },
    ]);
    return app;
  });
}

/** How a patch works: `metadata_action` may say something else for the metadata. */
function howOf(
  { action, metadata_action: named }: Pick<z.infer<typeof appPatch>, 'action' | 'metadata_action'>,
  at: string,
) {
  const metadataAction = actionSchema.safeParse(named?.toLowerCase()).data;
  return { action, at, ...(metadataAction ? { metadataAction } : {}) };
}

async function patchOne(call: RequestContext): Promise<Answer<'PatchApp'>> {
  const scope = await scopeOf(call);
  const { app: wire, ...how } = parse(appPatch, call.body);
  const app = await change(call, scope, (old) =>
    patchedApp(old, wire, howOf(how, call.deps.now())),
  );
  return { app: appToWire(app, scope.userId) };
}

async function patchMany(call: RequestContext): Promise<Answer<'PatchApps'>> {
  const userId = userOf(call);
  const { apps: wires, ...how } = parse(appPatches, call.body);
  const changed: App[] = [];
  for (const { id, ...wire } of wires)
    changed.push(
      await change(call, { userId, appId: id }, (old) =>
        patchedApp(old, wire, howOf(how, call.deps.now())),
      ),
    );
  return { apps: changed.map((app) => appToWire(app, userId)) };
}

/** Not `scopeOf`: an app whose deletion is not finished does not exist for any other request. */
async function remove(call: RequestContext): Promise<Answer<'DeleteApp'>> {
  const scope = { userId: userOf(call), appId: param(call, 'app_id') };
  if (!idSchema.safeParse(scope.appId).success)
    throw fail('doesNotExist', `App '${scope.appId}' does not exist`);
  await deleteApp(scope, call.deps);
  return {};
}

const listQuery = {
  ...paging,
  ...parameters('flag', 'featured_only starred_only template_only'),
  ...parameters('text', 'search query id name'),
  ...orderParameters(Object.keys(sortKeys).join(' ')),
};
const all = { path: '/apps', under: 'user' } as const;
const one = { path: '/apps/:app_id', under: 'user' } as const;

export const appRoutes: readonly Route[] = [
  { operation: 'PostApps', method: 'POST', ...all, body: newApps, handle: post },
  { operation: 'ListApps', method: 'GET', ...all, query: listQuery, handle: list },
  {
    operation: 'ListApps',
    method: 'GET',
    path: '/apps',
    under: 'root',
    query: listQuery,
    handle: list,
  },
  { operation: 'PatchApps', method: 'PATCH', ...all, body: appPatches, handle: patchMany },
  { operation: 'GetApp', method: 'GET', ...one, handle: get },
  { operation: 'GetApp', method: 'GET', path: '/app', under: 'root', handle: get },
  { operation: 'PatchApp', method: 'PATCH', ...one, body: appPatch, handle: patchOne },
  { operation: 'DeleteApp', method: 'DELETE', ...one, handle: remove },
];
