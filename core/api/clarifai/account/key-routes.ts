import * as z from 'zod';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import { toData, withRetry } from '../../../records/records.ts';
import type { ApiKey } from '../../../access/authenticate.ts';
import { createApiKey } from '../../../access/authenticate.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf, userOf } from '../../http/request-context.ts';
import { findKey, listKeys } from '../../../access/key-store.ts';
import { paged } from '../../http/paging.ts';
import { flag, paging, parameters, words } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import {
  appType,
  assertUsable,
  assertWithinOwn,
  keySchema,
  keyToWire,
  personalType,
} from './key-wire.ts';
import { overwriteOnly } from '../inputs/patch-wire.ts';

const newKeys = z.object({ keys: z.array(keySchema).length(1) });

async function post(call: RequestContext): Promise<Answer<'PostKeys'>> {
  const userId = userOf(call);
  const [asked] = parse(newKeys, call.body).keys;
  if (!asked) throw fail('badRequest', "Field 'keys': expected one key");
  const { description = '', scopes = ['All'], endpoints = [], expires_at: expiresAt } = asked;
  assertUsable(scopes);
  const appId = await appOf(call, userId, asked);
  const request = {
    userId,
    description,
    scopes,
    ...(endpoints.length > 0 ? { endpoints } : {}),
    ...(appId ? { appId } : {}),
    ...(expiresAt ? { expiresAt } : {}),
  };
  assertWithinOwn(request, call.identity, 'make');
  const { key, record } = await createApiKey(request, call.deps);
  // The key itself is shown this once; only its hash is kept.
  return { keys: [{ ...keyToWire(record), id: key }] };
}

/** The app that a new key opens; undefined for a personal access token. */
async function appOf(
  call: RequestContext,
  userId: string,
  { type, apps }: z.infer<typeof keySchema>,
): Promise<string | undefined> {
  const appId = apps[0]?.id;
  if ((type === personalType && appId) || (type === appType && !appId))
    throw fail(
      'invalidRequest',
      `A ${appType} names one app in 'apps', a ${personalType} none; received type '${type}' with ${appId ? `app '${appId}'` : 'no app'}`,
    );
  if (appId === undefined) return undefined;
  const app = await call.deps.table.get(keys.app({ userId, appId }));
  if (app && app.data['deletedAt'] === undefined) return appId;
  throw fail('doesNotExist', `App '${appId}' does not exist`);
}

async function list(call: RequestContext): Promise<Answer<'ListKeys'>> {
  const all = await listKeys(userOf(call), call.deps);
  const [type] = words(call, 'type');
  const onlyValid = flag(call, 'not_expired');
  const chosen = all
    .map(({ value }) => value)
    .filter(
      (key) =>
        (!onlyValid || key.expiresAt === undefined || key.expiresAt > call.deps.now()) &&
        words(call, 'scopes').every((scope) => key.scopes.includes(scope)) &&
        words(call, 'endpoints').every((each) => key.endpoints?.includes(each)) &&
        (type === undefined || type === (key.appId ? appType : personalType)),
    );
  return { keys: paged(call, chosen).map(keyToWire) };
}

async function listOfApp(call: RequestContext): Promise<Answer<'ListAppKeys'>> {
  const { userId, appId } = await scopeOf(call);
  const all = (await listKeys(userId, call.deps)).filter(({ value }) => value.appId === appId);
  return { keys: paged(call, all).map(({ value }) => keyToWire(value)) };
}

async function get(call: RequestContext): Promise<Answer<'GetKey'>> {
  const { value } = await findKey(userOf(call), param(call, 'key_id'), call.deps);
  return { key: keyToWire(value) };
}

const patches = z.object({ keys: z.array(keySchema).min(1).max(10), action: overwriteOnly });

/**
 * What a key may do, what it is for, and until when: a key is rotated by making another and giving
 * this one an end.
 */
async function patch(call: RequestContext): Promise<Answer<'PatchKeys'>> {
  const userId = userOf(call);
  const asked = parse(patches, call.body).keys;
  // All are looked at before one is changed.
  for (const each of asked) {
    const { value } = await findKey(userId, each.id ?? '', call.deps);
    changedKey(call, value, each);
  }
  const changed: ApiKey[] = [];
  for (const each of asked) changed.push(await change(call, userId, each));
  return { keys: changed.map(keyToWire) };
}

function change(
  call: RequestContext,
  userId: string,
  asked: z.infer<typeof keySchema>,
): Promise<ApiKey> {
  return withRetry(async () => {
    const { key, rev, value } = await findKey(userId, asked.id ?? '', call.deps);
    const changed = changedKey(call, value, asked);
    const index = { pk: keys.apiKeysOf(userId), sk: value.id };
    await call.deps.table.write([{ put: { ...key, index, data: toData(changed) }, if: { rev } }]);
    return changed;
  });
}

/**
 * What a patch makes of a key. Neither the key that there is nor what comes of it may be able to do
 * more than the caller's.
 * @throws DeeptuneError insufficient-scopes, invalid-request
 */
function changedKey(call: RequestContext, old: ApiKey, asked: z.infer<typeof keySchema>): ApiKey {
  assertWithinOwn(old, call.identity, 'change');
  const { description, scopes, endpoints, expires_at: expiresAt, type, apps } = asked;
  const ownType = old.appId ? appType : personalType;
  if ((type && type !== ownType) || (apps[0] && apps[0].id !== old.appId))
    throw fail(
      'invalidRequest',
      `Key '${old.id}' is a ${ownType}${old.appId ? ` of the app '${old.appId}'` : ''} and stays one; make another key instead`,
    );
  assertUsable(scopes ?? []);
  const changed: ApiKey = {
    ...old,
    ...(description ? { description } : {}),
    ...(scopes?.length ? { scopes } : {}),
    ...(endpoints?.length ? { endpoints } : {}),
    ...(expiresAt ? { expiresAt } : {}),
  };
  assertWithinOwn(changed, call.identity, 'make');
  return changed;
}

/**
 * From then on nobody gets in with it. A key may end itself, and those that can do no more than it.
 */
async function remove(call: RequestContext): Promise<Answer<'DeleteKey'>> {
  const { key, value } = await findKey(userOf(call), param(call, 'key_id'), call.deps);
  assertWithinOwn(value, call.identity, 'end');
  await call.deps.table.write([{ delete: key }]);
  return {};
}

const listQuery = {
  ...paging,
  ...parameters('text', 'type'),
  ...parameters('flag', 'not_expired'),
  ...parameters('texts', 'scopes endpoints'),
};
const all = { path: '/keys', under: 'user' } as const;
const one = { path: '/keys/:key_id', under: 'user' } as const;

export const keyRoutes: readonly Route[] = [
  {
    operation: 'PostKeys',
    method: 'POST',
    ...all,
    body: newKeys,
    refusesUnread: true,
    handle: post,
  },
  { operation: 'ListKeys', method: 'GET', ...all, query: listQuery, handle: list },
  {
    operation: 'PatchKeys',
    method: 'PATCH',
    ...all,
    body: patches,
    refusesUnread: true,
    handle: patch,
  },
  { operation: 'GetKey', method: 'GET', ...one, handle: get },
  { operation: 'DeleteKey', method: 'DELETE', ...one, handle: remove },
  {
    operation: 'ListAppKeys',
    method: 'GET',
    path: '/apps/:app_id/keys',
    under: 'user',
    query: paging,
    handle: listOfApp,
  },
];
