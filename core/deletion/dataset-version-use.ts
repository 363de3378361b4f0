import { deletePrefix } from '../records/delete-prefix.ts';
import { keys } from '../records/keys.ts';
import { objectKeys } from '../records/object-keys.ts';
import type { Scope } from '../records/keys.ts';
import { eachRecord, readAll } from '../records/records.ts';
import type { Dependencies } from '../ports/host.ts';
import type { ModelVersion } from '../model/model-version.ts';
import type { Model } from '../model/model.ts';
import type { DatasetVersion } from '../dataset/version/dataset-version.ts';

type Uses = Pick<Dependencies, 'table' | 'objects'>;

/**
 * Which model version was trained on each dataset version: `<dataset>/<version>` -> model version
 * id. What stands here must stay.
 */
export async function datasetVersionsInUse(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<Map<string, string>> {
  const used = new Map<string, string>();
  for (const model of await readAll<Model>(deps.table, keys.modelsOf(scope))) {
    const versions = eachRecord<ModelVersion>(deps.table, keys.versionsOf(scope, model.id));
    for await (const { value } of versions)
      if ('training' in value)
        used.set(useKey(value.training.datasetId, value.training.datasetVersionId), value.id);
  }
  return used;
}

/** Datasets that model versions of an app were trained on, whether they are still there or not. */
export async function trainedDatasetIds(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<string[]> {
  const used = [...(await datasetVersionsInUse(scope, deps)).keys()];
  return [...new Set(used.map((key) => key.slice(0, key.indexOf('/'))))];
}

export const useKey = (datasetId: string, versionId: string): string => `${datasetId}/${versionId}`;

/** Deletes a dataset version, its manifest and its archives. It must not be in use. */
export async function deleteDatasetVersion(
  scope: Scope,
  datasetId: string,
  versionId: string,
  deps: Uses,
): Promise<void> {
  // The record goes first: what is left over by a crash is bytes that nothing names.
  await deps.table.write([{ delete: keys.datasetVersion(scope, datasetId, versionId) }]);
  await deletePrefix(objectKeys.datasetVersionPrefix(scope, datasetId, versionId), Infinity, deps);
}

/** Deletes the versions of a dataset that no model version was trained on. */
export async function deleteUnusedVersions(
  scope: Scope,
  datasetId: string,
  deps: Uses,
): Promise<void> {
  const used = await datasetVersionsInUse(scope, deps);
  const all = await readAll<DatasetVersion>(deps.table, keys.datasetVersionsOf(scope, datasetId));
  for (const { id } of all)
    if (!used.has(useKey(datasetId, id))) await deleteDatasetVersion(scope, datasetId, id, deps);
}
