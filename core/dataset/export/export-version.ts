import { DeeptuneError, fail } from '../../errors.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { DatasetExport, DatasetVersion } from '../version/dataset-version.ts';
import { changeDatasetVersion } from '../version/dataset-version-store.ts';
import type { ExportFormat } from './export-archive.ts';
import { exportArchive } from './export-archive.ts';
import { leftOutOfCoco } from './coco.ts';
import { exportedObjects } from './export-content.ts';
import { hostedAddress } from '../record/hosted-address.ts';
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

/** Changes with what archives hold or how: those of an earlier release are made anew. */
const archiveRelease = 2;

/**
 * Makes archives of a dataset version, one after the other: each is pending, then in progress, then
 * there, or failed with its reason. An archive that is there is not made again; one that failed, or
 * that a crash left in progress, is; and one of other rows (after an erasure), of an earlier
 * release, or with addresses of another origin.
 * @param origin what the addresses of inputs begin with
 * @returns the formats that were made now
 * @throws DeeptuneError does-not-exist
 */
export async function exportDatasetVersion(
  scope: Scope,
  of: DatasetVersion,
  { formats, origin }: { readonly formats: readonly ExportFormat[]; readonly origin: string },
  deps: Uses,
): Promise<ReadonlySet<ExportFormat>> {
  const madeOf = `${archiveRelease} ${of.digest} ${origin}`;
  const isThere = await Promise.all(formats.map((format) => hasArchive(scope, of, format, deps)));
  const missing = formats.filter(
    (format, index) => !isThere[index] || of.exports?.[format]?.madeOf !== madeOf,
  );
  const set = (format: ExportFormat, state: DatasetExport) =>
    changeDatasetVersion(
      scope,
      of,
      (version) => ({ ...version, exports: { ...version.exports, [format]: state } }),
      deps,
    );
  for (const format of missing) await set(format, { status: exportStatus.pending });
  for (const format of missing) {
    const version = await set(format, { status: exportStatus.inProgress });
    const made = await makeArchive(scope, version, { format, origin }, deps);
    await set(format, { ...made, madeOf });
  }
  return new Set(missing);
}

async function hasArchive(
  scope: Scope,
  { id, datasetId, exports }: DatasetVersion,
  format: ExportFormat,
  { objects }: Pick<Uses, 'objects'>,
): Promise<boolean> {
  if (exports?.[format]?.status !== exportStatus.done) return false;
  return (await objects.head(objectKeys.datasetExport(scope, datasetId, id, format))) !== undefined;
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
  { format, origin }: { readonly format: ExportFormat; readonly origin: string },
  deps: Uses,
): Promise<DatasetExport> {
  try {
    assertSmallEnough(version);
    const rows = await readManifest(scope, version, deps);
    const objects = await exportedObjects(scope, rows, deps);
    const addressOf = (inputId: string) => hostedAddress(scope, inputId, origin);
    const archive = exportArchive(format, version, rows, { objects, addressOf });
    const key = objectKeys.datasetExport(scope, version.datasetId, version.id, format);
    await deps.objects.put(key, archive, { contentType: 'application/zip' });
    const leftOut = format === 'COCO' ? leftOutOfCoco(rows) : undefined;
    return { status: exportStatus.done, size: archive.length, ...(leftOut ? { leftOut } : {}) };
  } catch (error) {
    if (!(error instanceof DeeptuneError) || error.fault === 'platform') throw error;
    return { status: exportStatus.failed, reason: error.message };
  }
}
