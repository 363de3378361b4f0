import type { Scope } from '../ports/keys.ts';
import type { ModelVersion } from '../version/model-version.ts';
import type { Model } from '../version/model.ts';
import { getModel, getVersion } from '../version/version-store.ts';
import type { Call } from './call.ts';
import { param, scopeOf } from './call.ts';

/**
 * The model that a request names, and its version: the one of the path or of `version_id`, else the newest.
 * @throws DeeptuneError model-does-not-exist
 */
export async function modelOf(
  call: Call,
): Promise<{ scope: Scope; model: Model; version: ModelVersion }> {
  const scope = await scopeOf(call);
  const { value: model } = await getModel(call.deps.table, scope, param(call, 'model_id'));
  const versionId =
    call.params['version_id'] ?? call.query['version_id']?.[0] ?? model.latestVersionId;
  const ref = { scope, modelId: model.id, versionId };
  return { scope, model, version: (await getVersion(call.deps.table, ref)).value };
}
