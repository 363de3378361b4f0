import { deleteEvaluationsOf } from '../evaluation/evaluation.ts';
import { fail } from '../errors.ts';
import { keys } from '../ports/keys.ts';
import type { Scope } from '../ports/keys.ts';
import { toData, withRetry } from '../ports/records.ts';
import type { Dependencies } from '../training/dependencies.ts';
import type { ModelVersion } from './model-version.ts';
import { isOpen } from './model-version.ts';
import type { VersionRef } from './version-store.ts';
import { getModel, listVersions } from './version-store.ts';

type Uses = Pick<Dependencies, 'table' | 'predictor'>;

/**
 * Deletes a version that no workflow owns, with its evaluations; usage records and dataset versions stay.
 * @throws DeeptuneError model-invalid-request where it is the only one of its model
 */
export async function deleteVersion(ref: VersionRef, deps: Uses): Promise<void> {
  const { scope, modelId, versionId } = ref;
  await withRetry(async () => {
    const { value: model, rev } = await getModel(deps.table, scope, modelId);
    const versions = await listVersions(deps.table, scope, modelId);
    const latest = versions.find((version) => version.id !== versionId);
    if (!latest)
      throw fail(
        'modelInvalidRequest',
        `Version '${versionId}' is the only one of its model; delete the model`,
      );
    const data = toData({ ...model, latestVersionId: latest.id });
    await deps.table.write([
      { delete: keys.version(scope, modelId, versionId) },
      { put: { ...keys.model(scope, modelId), data }, if: { rev } },
    ]);
  });
  await forget(ref, deps);
}

/** Deletes a model with its versions. @throws DeeptuneError model-does-not-exist, model-invalid-request while one is still training */
export async function deleteModel(scope: Scope, modelId: string, deps: Uses): Promise<void> {
  for (const version of await deletableVersions(scope, modelId, deps)) {
    await deps.table.write([{ delete: keys.version(scope, modelId, version.id) }]);
    await forget({ scope, modelId, versionId: version.id }, deps);
  }
  await deps.table.write([{ delete: keys.model(scope, modelId) }]);
}

/** Versions of a model that may be deleted: all of them, or none. @throws DeeptuneError as `deleteModel` */
export async function deletableVersions(
  scope: Scope,
  modelId: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<ModelVersion[]> {
  await getModel(deps.table, scope, modelId);
  const versions = await listVersions(deps.table, scope, modelId);
  const open = versions.find(isOpen);
  if (!open) return versions;
  throw fail(
    'modelInvalidRequest',
    `Version '${open.id}' of model '${modelId}' is ${open.status}; stop it first (DELETE …/versions/${open.id})`,
  );
}

async function forget(ref: VersionRef, deps: Uses): Promise<void> {
  await deps.predictor.release(ref.versionId);
  await deleteEvaluationsOf(ref, deps);
}
