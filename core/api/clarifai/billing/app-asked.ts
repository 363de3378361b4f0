import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import { idSchema } from '../../http/ids.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { appNamed, userOf } from '../../http/request-context.ts';
import { word } from '../../http/query-values.ts';

/**
 * The app that a part of the bill is asked for; undefined: all of the user's. An app key reads its
 * app's.
 * @param hasRecords whether the app has anything in the bill: what a deleted app consumed stays
 * @throws DeeptuneError does-not-exist for an app that neither exists nor has records
 */
export async function appAsked(
  call: RequestContext,
  hasRecords: (appId: string) => boolean,
): Promise<string | undefined> {
  const appId = appWanted(call);
  if (appId === undefined) return undefined;
  const own = call.identity.appId;
  const isKnown = hasRecords(appId) || (await isApp(appId, call));
  if ((own !== undefined && own !== appId) || !isKnown)
    throw fail('doesNotExist', `App '${appId}' does not exist`);
  return appId;
}

async function isApp(appId: string, call: RequestContext): Promise<boolean> {
  if (!idSchema.safeParse(appId).success) return false;
  return (await call.deps.table.get(keys.app({ userId: userOf(call), appId }))) !== undefined;
}

/** The app that is named, whether there is one or not. */
export function appWanted(call: RequestContext): string | undefined {
  return word(call, 'app_id') ?? appNamed(call);
}
