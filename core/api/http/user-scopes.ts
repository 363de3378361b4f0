import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readAll } from '../../records/records.ts';
import type { RequestContext } from './request-context.ts';
import { namesApp, scopeOf, userOf } from './request-context.ts';

/**
 * Where a list looks that is also served below a user: the app that is named, or all of the user's.
 * @throws DeeptuneError does-not-exist
 */
export async function scopesOf(call: RequestContext): Promise<Scope[]> {
  if (namesApp(call)) return [await scopeOf(call)];
  const userId = userOf(call);
  const apps = await readAll<{ id: string; deletedAt?: string }>(
    call.deps.table,
    keys.appsOf(userId),
  );
  return apps
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(({ id }) => ({ userId, appId: id }));
}
