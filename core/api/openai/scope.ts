import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { toData } from '../../records/records.ts';
import { WriteRefusedError } from '../../ports/table.ts';
import type { Dependencies } from '../../ports/host.ts';
import { assertAllowed } from '../../access/scopes.ts';
import type { Identity } from '../../access/identity.ts';
import { isError } from '../../errors.ts';
import { idSchema } from '../http/ids.ts';
import { OpenAiError, invalid, notFound } from './open-ai-error.ts';

/** The app of callers that name no project: OpenAI's clients need not. */
const defaultAppId = 'openai';

/** What the request says of its app. */
export interface ProjectRequest {
  /** Header `OpenAI-Project`. */
  readonly project: string | undefined;
  /** Something is put into the app: where there is none, it comes into being. */
  readonly makesApp: boolean;
}

/**
 * A project of OpenAI is an app here: the key's own, else the one that the header names, else
 * `openai`. It comes into being with the first file, by a key that may make apps; before that the
 * default one is empty.
 * @throws OpenAiError 400; 403 for a key that may not make the app; 404 for an app that is not
 *   there, or that the key does not open
 */
export async function scopeOf(
  identity: Identity,
  { project, makesApp }: ProjectRequest,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<Scope> {
  const appId = project || identity.appId || defaultAppId;
  if (!idSchema.safeParse(appId).success)
    throw invalid('OpenAI-Project', `'${appId}' is not a valid app id`);
  if (identity.appId !== undefined && identity.appId !== appId)
    throw notFound(`Project '${appId}' does not exist`);
  const scope = { userId: identity.userId, appId };
  const existing = await deps.table.get(keys.app(scope));
  if (existing?.data['deletedAt'] !== undefined)
    throw notFound(`Project '${scope.appId}' is being deleted`);
  if (existing) return scope;
  if (makesApp) {
    assertMayMakeApp(appId, identity);
    await createApp(scope, deps);
  } else if (appId !== defaultAppId) throw notFound(`Project '${appId}' does not exist`);
  return scope;
}

/** @throws OpenAiError 403 */
function assertMayMakeApp(appId: string, identity: Identity): void {
  try {
    assertAllowed('PostApps', identity);
  } catch (error) {
    if (!isError(error, 'insufficientScopes')) throw error;
    throw new OpenAiError(
      { httpStatus: 403, code: error.code, param: 'OpenAI-Project' },
      `The project '${appId}' does not exist, and this key may not make it: make the app first, or use a key that may. ${error.message}`,
    );
  }
}

async function createApp(scope: Scope, deps: Pick<Dependencies, 'table' | 'now'>): Promise<void> {
  const at = deps.now();
  const app = { id: scope.appId, description: '', createdAt: at, modifiedAt: at };
  try {
    await deps.table.write([{ put: { ...keys.app(scope), data: toData(app) }, if: 'absent' }]);
  } catch (error) {
    // Another request made it in the meantime.
    if (!(error instanceof WriteRefusedError)) throw error;
  }
}
