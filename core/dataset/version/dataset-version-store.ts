import { DeeptuneError, fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { eachRecord, readAll, readRecord, toData, withRetry } from '../../records/records.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Condition, Write } from '../../ports/table.ts';
import { isReady } from './dataset-version.ts';
import type { DatasetVersion } from './dataset-version.ts';
import { wholeAppDatasetId } from './frozen-inputs.ts';

type Uses = Pick<Dependencies, 'table'>;

/** @throws DeeptuneError does-not-exist */
export async function getDatasetVersion(
  scope: Scope,
  datasetId: string,
  versionId: string,
  deps: Uses,
): Promise<DatasetVersion> {
  return (await readStored(scope, { datasetId, id: versionId }, deps)).value;
}

/** With the revision that a change must find. @throws DeeptuneError does-not-exist */
export async function readStored(
  scope: Scope,
  { datasetId, id }: Pick<DatasetVersion, 'id' | 'datasetId'>,
  deps: Uses,
): Promise<Stored<DatasetVersion>> {
  const key = keys.datasetVersion(scope, datasetId, id);
  const stored = await readRecord<DatasetVersion>(deps.table, key);
  if (!stored) throw fail('doesNotExist', `Dataset version '${id}' does not exist`);
  return stored;
}

/**
 * The write that stores a version: until it is frozen, it stands in the index that the reconciler
 * walks.
 */
export function datasetVersionWrite(
  scope: Scope,
  version: DatasetVersion,
  condition: Condition,
): Write {
  const key = keys.datasetVersion(scope, version.datasetId, version.id);
  const sk = `${version.createdAt}#${scope.userId}#${scope.appId}#${version.datasetId}#${version.id}`;
  const index = version.freezing ? { index: { pk: keys.freezingVersions(), sk } } : {};
  return { put: { ...key, ...index, data: toData(version) }, if: condition };
}

/** Versions that are not frozen yet, of every tenant, oldest first. */
export function freezingVersions({ table }: Uses): AsyncGenerator<Stored<DatasetVersion>> {
  return eachRecord<DatasetVersion>(table, { pk: keys.freezingVersions(), fromIndex: true });
}

/** Changes what can be changed of a dataset version. @throws DeeptuneError does-not-exist */
export function changeDatasetVersion(
  scope: Scope,
  of: Pick<DatasetVersion, 'id' | 'datasetId'>,
  change: (version: DatasetVersion) => DatasetVersion,
  deps: Uses,
): Promise<DatasetVersion> {
  return withRetry(async () => {
    const { value, rev } = await readStored(scope, of, deps);
    const changed = change(value);
    await deps.table.write([datasetVersionWrite(scope, changed, { rev })]);
    return changed;
  });
}

/**
 * A dataset version by both ids, or by its own alone: Clarifai's clients send either. @throws
 * DeeptuneError does-not-exist
 */
export async function findDatasetVersion(
  scope: Scope,
  ids: { datasetId?: string; datasetVersionId: string },
  deps: Uses,
): Promise<DatasetVersion> {
  const datasetIds =
    ids.datasetId === undefined ? await datasetIdsOf(scope, deps) : [ids.datasetId];
  for (const datasetId of datasetIds) {
    const key = keys.datasetVersion(scope, datasetId, ids.datasetVersionId);
    const stored = await readRecord<DatasetVersion>(deps.table, key);
    if (stored) return stored.value;
  }
  throw fail('doesNotExist', `Dataset version '${ids.datasetVersionId}' does not exist`);
}

async function datasetIdsOf(scope: Scope, deps: Uses): Promise<string[]> {
  const datasets = await readAll<{ id: string }>(deps.table, keys.datasetsOf(scope));
  return [...datasets.map((dataset) => dataset.id), wholeAppDatasetId];
}

/**
 * What a job that needs the rows of a dataset version asks before it reads them.
 * @returns the version once it is ready; `pending` while it is being frozen: ask again later
 * @throws DeeptuneError dataset-version-failed with the reason, does-not-exist
 */
export async function awaitFrozen(
  scope: Scope,
  ids: { datasetId?: string; datasetVersionId: string },
  deps: Uses,
): Promise<DatasetVersion | 'pending'> {
  const version = await findDatasetVersion(scope, ids, deps);
  if (version.state === 'pending' || version.state === 'processing') return 'pending';
  assertReady(version);
  return version;
}

/** @throws DeeptuneError dataset-version-not-ready, dataset-version-failed */
export function assertReady(version: DatasetVersion): void {
  if (isReady(version)) return;
  if (version.state === 'failed') {
    const { message, fault } = version.failure ?? { message: 'without a reason', fault: 'user' };
    const info = { code: 'dataset-version-failed', status: 64020, fault } as const;
    throw new DeeptuneError(
      info,
      `Dataset version '${version.id}' could not be frozen: ${message}`,
    );
  }
  throw fail(
    'datasetVersionNotReady',
    `Dataset version '${version.id}' is ${version.state}: its inputs are still being frozen. Ask again when its status is 64015 (ready)`,
  );
}
