import type { App } from '../../../access/app.ts';
import { keys } from '../../../records/keys.ts';
import { readRecord } from '../../../records/records.ts';
import type { CountQuery } from '../../../ports/table.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { namesApp, scopeOf, userOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { endpointOf, scopesOfOperations } from '../../../access/scopes.ts';
import { scopeDependencies } from '../../../access/scope-names.ts';
import { appToWire } from './app-wire.ts';

function getUser(call: RequestContext): Answer<'GetUser'> {
  return { user: { id: userOf(call) } };
}

/** What the key that asks may do; with the app where it names one. */
async function myScopes(call: RequestContext): Promise<Answer<'MyScopes'>> {
  userOf(call);
  const { scopes, endpoints = [] } = call.identity;
  const own = { scopes: [...scopes], endpoints: [...endpoints] };
  if (!namesApp(call)) return own;
  const scope = await scopeOf(call);
  const app = await readRecord<App>(call.deps.table, keys.app(scope));
  return app ? { ...own, app: appToWire(app.value, scope.userId) } : own;
}

function myScopesOfUser(call: RequestContext): Answer<'MyScopesUser' | 'MyScopesRoot'> {
  userOf(call);
  const { scopes, endpoints = [] } = call.identity;
  return { scopes: [...scopes], endpoints: [...endpoints] };
}

/** Every scope that a key can have, and which scopes each operation needs. */
function listScopes(call: RequestContext): Answer<'ListScopes'> {
  userOf(call);
  return {
    scope_deps: [...scopeDependencies].map(([scope, needed]) => ({
      scope,
      depending_scopes: [...needed],
    })),
    endpoint_deps: [...scopesOfOperations].map(([operation, needed]) => ({
      endpoint: endpointOf(operation),
      depending_scopes: [...needed],
    })),
  };
}

/**
 * Counts are strings: they are 64-bit integers in the proto. deeptune has no workflows and no
 * modules.
 */
async function resourceCounts(call: RequestContext): Promise<Answer<'GetResourceCounts'>> {
  const scope = await scopeOf(call);
  const count = async (query: CountQuery) => String(await call.deps.table.count(query));
  return {
    datasets: await count(keys.datasetsOf(scope)),
    models: await count(keys.modelsOf(scope)),
    inputs: await count(keys.inputsOf(scope)),
    workflows: '0',
    modules: '0',
  };
}

export const userRoutes: readonly Route[] = [
  { operation: 'GetUser', method: 'GET', path: '', under: 'user', handle: getUser },
  { operation: 'MyScopes', method: 'GET', path: '/myscopes', under: 'app', handle: myScopes },
  { operation: 'MyScopes', method: 'GET', path: '/my_scopes', under: 'root', handle: myScopes },
  {
    operation: 'MyScopesUser',
    method: 'GET',
    path: '/myscopes',
    under: 'user',
    handle: myScopesOfUser,
  },
  {
    operation: 'MyScopesRoot',
    method: 'GET',
    path: '/myscopesroot',
    under: 'root',
    handle: myScopesOfUser,
  },
  { operation: 'ListScopes', method: 'GET', path: '/scopes', under: 'user', handle: listScopes },
  {
    operation: 'GetResourceCounts',
    method: 'GET',
    path: '/resource_counts',
    under: 'app',
    handle: resourceCounts,
  },
];
