import { isError } from '../../errors.ts';
import { omit } from '../../json.ts';
import type { Scope } from '../../records/keys.ts';
import { jsonLinesType } from '../../records/json-lines.ts';
import { keys } from '../../records/keys.ts';
import { createRecords, readAll } from '../../records/records.ts';
import { nextSequence } from '../../records/sequence.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Write } from '../../ports/table.ts';
import { noMeasures } from './row-measures.ts';
import { datasetVersionWrite } from './dataset-version-store.ts';
import type { DatasetVersion } from './dataset-version.ts';
import type { FreezeRequest, FrozenDataset } from './freeze.ts';
import { describedBy, freezeDataset } from './freeze.ts';
import type { Freezing } from './freezing/freezing.ts';
import { leased } from './freezing/freezing.ts';
import type { FrozenContent } from './freezing/ownership.ts';
import { abandon, finish, release } from './freezing/ownership.ts';
import { manifestKey } from './manifest.ts';
import { putReport, reportKey } from './report/stored-report.ts';

type Uses = Pick<
  Dependencies,
  'table' | 'objects' | 'tasks' | 'settings' | 'now' | 'newId' | 'sha256'
>;

/**
 * Makes a dataset version. Its record comes first, so that of two creations of one id the second is
 * refused before it has written anything; then its inputs are frozen, at once where they are few,
 * else by a task: it is `pending` then. One whose creation is killed in between is taken up by the
 * reconciler.
 * @throws DeeptuneError already-exists
 */
export async function createDatasetVersion(
  scope: Scope,
  request: FreezeRequest,
  deps: Uses,
): Promise<DatasetVersion> {
  const owner = deps.newId();
  const placed = await withPlace(scope, request, deps);
  const pending = pendingVersion(scope, placed, deps.now());
  const version = { ...pending, freezing: leased(pending.freezing, owner, pending.createdAt) };
  const what = `Dataset version '${version.id}'`;
  await createRecords(deps.table, [datasetVersionWrite(scope, version, 'absent')], what);
  try {
    const { createdAt } = version;
    const frozen = await freezeDataset(scope, { ...placed, createdAt }, deps);
    await putContent(scope, frozen, deps);
    return await finish(scope, version, { owner, content: contentOf(frozen.version) }, deps);
  } catch (error) {
    if (isError(error, 'datasetTooLarge')) return freezeLater(scope, version, owner, deps);
    await abandon(scope, version, owner, deps);
    throw error;
  }
}

/** The request of the version that comes behind those that its dataset has. */
export async function withPlace(
  scope: Scope,
  request: FreezeRequest,
  { table }: Pick<Dependencies, 'table'>,
): Promise<FreezeRequest> {
  const query = keys.datasetVersionsOf(scope, request.datasetId);
  return { ...request, sequence: nextSequence(await readAll<DatasetVersion>(table, query)) };
}

/** Without what the version says of itself: that may be changed meanwhile. */
function contentOf(version: DatasetVersion): FrozenContent {
  const said = ['id', 'datasetId', 'createdAt', 'sequence', 'description', 'metadata'] as const;
  return omit(version, ...said, 'annotationFilterConfig');
}

async function freezeLater(
  scope: Scope,
  version: DatasetVersion,
  owner: string,
  deps: Uses,
): Promise<DatasetVersion> {
  const released = await release(scope, version, { owner }, deps);
  await startFreezing(scope, released, deps);
  return released;
}

/**
 * A version that is yet to be frozen. Stored together with what waits for it, or not at all;
 * `startFreezing` comes after.
 */
export function pendingVersion(
  scope: Scope,
  request: FreezeRequest,
  createdAt: string,
): DatasetVersion & { readonly freezing: Freezing } {
  const { filter } = request;
  return {
    ...describedBy(request, createdAt),
    inputCount: 0,
    invalidCount: 0,
    unlabelledCount: 0,
    concepts: [],
    measures: noMeasures,
    digest: '',
    state: 'pending',
    freezing: { scope, ...(filter ? { filter } : {}), isRead: false, parts: [], tries: 0 },
  };
}

/** Hands a pending version to the task that freezes it. */
export async function startFreezing(
  scope: Scope,
  { datasetId, id }: Pick<DatasetVersion, 'datasetId' | 'id'>,
  deps: Pick<Dependencies, 'tasks'>,
): Promise<void> {
  await deps.tasks.start({
    name: 'freeze-dataset-version',
    payload: { ...scope, datasetId, datasetVersionId: id },
  });
}

/**
 * Stores a version whose id nobody else can have with what belongs to it, or neither: the manifest
 * and the report come before the record that names them, and are taken back where that is refused.
 * @param write stores the given record and the caller's own in one transaction
 */
export async function storeFrozen(
  scope: Scope,
  frozen: FrozenDataset,
  write: (record: Write) => Promise<void>,
  deps: Pick<Dependencies, 'objects'>,
): Promise<void> {
  await putContent(scope, frozen, deps);
  try {
    await write(datasetVersionWrite(scope, frozen.version, 'absent'));
  } catch (error) {
    await deps.objects.delete(manifestKey(scope, frozen.version));
    await deps.objects.delete(reportKey(scope, frozen.version));
    throw error;
  }
}

async function putContent(
  scope: Scope,
  { version, manifest, report }: FrozenDataset,
  deps: Pick<Dependencies, 'objects'>,
): Promise<void> {
  const bytes = new TextEncoder().encode(manifest);
  await deps.objects.put(manifestKey(scope, version), bytes, jsonLinesType);
  await putReport(reportKey(scope, version), report, deps);
}
