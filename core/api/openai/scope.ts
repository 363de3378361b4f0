import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { toData } from '../../records/records.ts';
import { WriteRefusedError } from '../../ports/table.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Identity } from '../../access/identity.ts';
import { idSchema } from '../http/ids.ts';
import { invalid, notFound } from './open-ai-error.ts';

/** The app of callers that name no project: OpenAI's clients need not. */
const defaultAppId = 'openai';

/**
 * A project of OpenAI is an app here: the key's own, else the one that the header `OpenAI-Project`
 * names, else `openai`. It comes into being on first use.
 * @throws OpenAiError 400, 404 for an app that the key does not open
 */
export async function scopeOf(
  identity: Identity,
  project: string | undefined,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<Scope> {
  const appId = project || identity.appId || defaultAppId;
  if (!idSchema.safeParse(appId).success)
    throw invalid('OpenAI-Project', `'${appId}' is not a valid app id`);
  if (identity.appId !== undefined && identity.appId !== appId)
    throw notFound(`Project '${appId}' does not exist`);
  const scope = { userId: identity.userId, appId };
  await createApp(scope, deps);
  return scope;
}

async function createApp(scope: Scope, deps: Pick<Dependencies, 'table' | 'now'>): Promise<void> {
  const at = deps.now();
  const app = { id: scope.appId, description: '', createdAt: at, modifiedAt: at };
  const existing = await deps.table.get(keys.app(scope));
  if (existing?.data['deletedAt'] !== undefined)
    throw notFound(`Project '${scope.appId}' is being deleted`);
  if (existing) return;
  try {
    await deps.table.write([{ put: { ...keys.app(scope), data: toData(app) }, if: 'absent' }]);
  } catch (error) {
    // Another request made it in the meantime.
    if (!(error instanceof WriteRefusedError)) throw error;
  }
}
