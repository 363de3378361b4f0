import { isAllowed } from '../../access/scopes.ts';
import { fail } from '../../errors.ts';
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

/** Who asks for which project, and whether the request may bring it into being. */
export interface ProjectRequest {
  readonly identity: Identity;
  /** Of the header `OpenAI-Project`. */
  readonly project: string | undefined;
  /** True for the request that a project's contents begin with. */
  readonly makesProject: boolean;
}

/**
 * A project of OpenAI is an app here: the key's own, else the one that the header `OpenAI-Project`
 * names, else `openai`. It comes into being with its first upload, by a key that may make apps;
 * until then the default one is empty.
 * @throws OpenAiError 400, 404 for an app that is not there or that the key does not open
 * @throws DeeptuneError insufficient-scopes where the key may upload but make no app
 */
export async function scopeOf(
  { identity, project, makesProject }: ProjectRequest,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<Scope> {
  const appId = project || identity.appId || defaultAppId;
  if (!idSchema.safeParse(appId).success)
    throw invalid('OpenAI-Project', `'${appId}' is not a valid app id`);
  const missing = notFound(`Project '${appId}' does not exist`);
  if (identity.appId !== undefined && identity.appId !== appId) throw missing;
  const scope = { userId: identity.userId, appId };
  const existing = await deps.table.get(keys.app(scope));
  if (existing?.data['deletedAt'] !== undefined)
    throw notFound(`Project '${appId}' is being deleted`);
  if (existing) return scope;
  if (makesProject) await createApp(scope, identity, deps);
  else if (appId !== defaultAppId) throw missing;
  return scope;
}

async function createApp(
  scope: Scope,
  identity: Identity,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<void> {
  if (!isAllowed('PostApps', identity))
    throw fail(
      'insufficientScopes',
      `Project '${scope.appId}' does not exist, and this key may not make it: make the app first, or use a key that may PostApps`,
    );
  const at = deps.now();
  const app = { id: scope.appId, description: '', createdAt: at, modifiedAt: at };
  try {
    await deps.table.write([{ put: { ...keys.app(scope), data: toData(app) }, if: 'absent' }]);
  } catch (error) {
    // Another request made it in the meantime.
    if (!(error instanceof WriteRefusedError)) throw error;
  }
}
