import { DeeptuneError, fail } from '../../errors.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { DatasetExport, DatasetVersion } from '../version/dataset-version.ts';
import { changeDatasetVersion } from '../version/dataset-version-store.ts';
import type { ExportFormat } from './export-archive.ts';
import { exportArchive } from './export-archive.ts';
import { exportedObjects } from './export-content.ts';
import { readManifest } from '../version/freeze.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256'>;

export const exportStatus = {
  done: 64200,
  pending: 64201,
  failed: 64202,
  inProgress: 64203,
} as const;

/**
 * Inputs that one archive may hold: as many as a dataset version could have when archives were
 * first made.
 */
const maxExportInputs = 100_000;

/**
 * Makes archives of a dataset version, one after the other: each is pending, then in progress, then
 * there, or failed with its reason. Asking again makes them again; what a crash leaves in progress
 * is taken up that way.
 * @throws DeeptuneError does-not-exist
 */
export async function exportDatasetVersion(
  scope: Scope,
  of: Pick<DatasetVersion, 'id' | 'datasetId'>,
  formats: readonly ExportFormat[],
  deps: Uses,
): Promise<void> {
  const set = (format: ExportFormat, state: DatasetExport) =>
    changeDatasetVersion(
      scope,
      of,
      (version) => ({ ...version, exports: { ...version.exports, [format]: state } }),
      deps,
    );
  for (const format of formats) await set(format, { status: exportStatus.pending });
  for (const format of formats) {
    const version = await set(format, { status: exportStatus.inProgress });
    await set(format, await makeArchive(scope, version, format, deps));
  }
}

/** @throws DeeptuneError export-too-large before anything is read: an archive is made in memory */
function assertSmallEnough({ inputCount }: DatasetVersion): void {
  if (inputCount <= maxExportInputs) return;
  throw fail(
    'exportTooLarge',
    `This dataset version has ${inputCount} inputs; an export holds at most ${maxExportInputs}. Freeze smaller dataset versions`,
  );
}

async function makeArchive(
  scope: Scope,
  version: DatasetVersion,
  format: ExportFormat,
  deps: Uses,
): Promise<DatasetExport> {
  try {
    assertSmallEnough(version);
    const rows = await readManifest(scope, version, deps);
    const objects = await exportedObjects(scope, rows, deps);
    const archive = exportArchive(format, version, rows, objects);
    const key = objectKeys.datasetExport(scope, version.datasetId, version.id, format);
    await deps.objects.put(key, archive, { contentType: 'application/zip' });
    return { status: exportStatus.done, size: archive.length };
  } catch (error) {
    if (!(error instanceof DeeptuneError) || error.fault === 'platform') throw error;
    return { status: exportStatus.failed, reason: error.message };
  }
}
