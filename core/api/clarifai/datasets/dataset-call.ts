import type { Dataset, DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import { getDatasetVersion } from '../../../dataset/version/dataset-version-store.ts';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { readRecord } from '../../../records/records.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, scopeOf } from '../../http/request-context.ts';

/** The dataset that a request's path names. @throws DeeptuneError does-not-exist */
export async function datasetOf(call: RequestContext): Promise<{ scope: Scope; dataset: Dataset }> {
  const scope = await scopeOf(call);
  const id = param(call, 'dataset_id');
  const stored = await readRecord<Dataset>(call.deps.table, keys.dataset(scope, id));
  if (!stored) throw fail('doesNotExist', `Dataset '${id}' does not exist`);
  return { scope, dataset: stored.value };
}

/**
 * The dataset version that a request's path names, whether its dataset is still there or not.
 * @throws DeeptuneError does-not-exist
 */
export async function datasetVersionOf(
  call: RequestContext,
): Promise<{ scope: Scope; version: DatasetVersion }> {
  const scope = await scopeOf(call);
  const [datasetId, versionId] = [param(call, 'dataset_id'), param(call, 'dataset_version_id')];
  return { scope, version: await getDatasetVersion(scope, datasetId, versionId, call.deps) };
}
