import { fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { DatasetVersion } from './dataset-version.ts';

/** @throws DeeptuneError does-not-exist */
export async function getDatasetVersion(
  scope: Scope,
  datasetId: string,
  versionId: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<DatasetVersion> {
  const key = keys.datasetVersion(scope, datasetId, versionId);
  const stored = await readRecord<DatasetVersion>(deps.table, key);
  if (!stored) throw fail('doesNotExist', `Dataset version '${versionId}' does not exist`);
  return stored.value;
}

/** Changes what can be changed of a dataset version. @throws DeeptuneError does-not-exist */
export function changeDatasetVersion(
  scope: Scope,
  of: Pick<DatasetVersion, 'id' | 'datasetId'>,
  change: (version: DatasetVersion) => DatasetVersion,
  deps: Pick<Dependencies, 'table'>,
): Promise<DatasetVersion> {
  return withRetry(async () => {
    const key = keys.datasetVersion(scope, of.datasetId, of.id);
    const stored = await readRecord<DatasetVersion>(deps.table, key);
    if (!stored) throw fail('doesNotExist', `Dataset version '${of.id}' does not exist`);
    const changed = change(stored.value);
    await deps.table.write([{ put: { ...key, data: toData(changed) }, if: { rev: stored.rev } }]);
    return changed;
  });
}
