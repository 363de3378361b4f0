import { fail, isError } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Write } from '../../ports/table.ts';
import { pendingVersion, startFreezing, storeFrozen, withPlace } from './create-dataset-version.ts';
import { datasetVersionWrite, findDatasetVersion } from './dataset-version-store.ts';
import type { DatasetVersion, ManifestRow } from './dataset-version.ts';
import { isReady, parseManifest } from './dataset-version.ts';
import type { FrozenDataset } from './freeze.ts';
import { freezeDataset } from './freeze.ts';
import { wholeAppDatasetId } from './frozen-inputs.ts';
import { eachManifestRow } from './manifest.ts';

/**
 * The dataset version of a job. Nothing of a new one is stored yet: `storeChosen` does that,
 * together with the job.
 */
export interface ChosenDataset {
  /** Not always ready: see `isReady`. */
  readonly dataset: DatasetVersion;
  readonly isNew: boolean;
  /** Its content, where it is new and was frozen within the request. */
  readonly frozen?: FrozenDataset;
}

/**
 * The dataset version that was named, whether it is ready or not; else a new one of what is there
 * now: of the dataset, or of the whole app. A new one of more inputs than a request freezes is
 * pending.
 * @throws DeeptuneError does-not-exist
 */
export async function chooseDatasetVersion(
  scope: Scope,
  ids: { readonly datasetId?: string; readonly datasetVersionId?: string },
  deps: Pick<Dependencies, 'table' | 'settings' | 'now' | 'newId' | 'sha256'>,
): Promise<ChosenDataset> {
  const { datasetVersionId } = ids;
  if (datasetVersionId !== undefined) {
    const dataset = await findDatasetVersion(scope, { ...ids, datasetVersionId }, deps);
    return { dataset, isNew: false };
  }
  const datasetId = ids.datasetId ?? wholeAppDatasetId;
  if (ids.datasetId !== undefined && !(await deps.table.get(keys.dataset(scope, datasetId))))
    throw fail('doesNotExist', `Dataset '${datasetId}' does not exist`);
  const request = await withPlace(scope, { datasetId, versionId: deps.newId() }, deps);
  const createdAt = deps.now();
  try {
    const frozen = await freezeDataset(scope, { ...request, createdAt }, deps);
    return { dataset: frozen.version, isNew: true, frozen };
  } catch (error) {
    if (!isError(error, 'datasetTooLarge')) throw error;
    return { dataset: pendingVersion(scope, request, createdAt), isNew: true };
  }
}

/**
 * Rows of a ready version, in the order of their ids. @throws DeeptuneError
 * dataset-version-not-ready, dataset-version-failed
 */
export async function* rowsOfChosen(
  scope: Scope,
  { dataset, frozen }: ChosenDataset,
  deps: Pick<Dependencies, 'objects' | 'newSha256'>,
): AsyncGenerator<ManifestRow> {
  if (frozen) yield* parseManifest(frozen.manifest);
  else yield* eachManifestRow(scope, dataset, deps);
}

/**
 * Stores what is new of a chosen version in one transaction with the caller's own records, and
 * starts its freezing where it is pending.
 * @param write stores these records and the caller's; where it is refused, nothing is left behind
 */
export async function storeChosen(
  scope: Scope,
  { dataset, isNew, frozen }: ChosenDataset,
  write: (records: readonly Write[]) => Promise<void>,
  deps: Pick<Dependencies, 'objects' | 'tasks'>,
): Promise<void> {
  if (!isNew) return write([]);
  if (frozen) return storeFrozen(scope, frozen, (record) => write([record]), deps);
  await write([datasetVersionWrite(scope, dataset, 'absent')]);
  if (!isReady(dataset)) await startFreezing(scope, dataset, deps);
}
