import { deletedTest, keptRows } from '../dataset/version/deleted-rows.ts';
import type { DatasetVersion, ManifestRow } from '../dataset/version/dataset-version.ts';
import { readManifest } from '../dataset/version/freeze.ts';
import { keys } from '../records/keys.ts';
import { readRecord } from '../records/records.ts';
import type { ModelVersion } from '../model/model-version.ts';
import { mixReplay } from './replay.ts';
import type { Dependencies } from '../ports/host.ts';

/**
 * The rows that a training really uses. Without a parent: the dataset version's own. With one: its
 * rows that the parent has not seen (`new`), a sample of the parent's training rows (`replay`) and
 * every held-out row of both, so that forgetting can be measured. Of the parent's, rows whose input
 * was deleted are neither replayed nor held out.
 */
export async function trainingRows(
  rows: readonly ManifestRow[],
  parent: ModelVersion | undefined,
  deps: Pick<Dependencies, 'table' | 'objects' | 'sha256'>,
): Promise<readonly ManifestRow[]> {
  if (!parent) return rows;
  const isDeleted = await deletedTest(parent.scope, deps);
  const parentRows = await keptRows(await rowsOf(parent, deps), isDeleted);
  // One that was stopped half-way has not learnt its rows: they are as new as the others.
  return mixReplay(rows, parentRows, parent.status === 'stopped' ? [] : parentRows);
}

/** Rows of the dataset version that a version was trained on; none where it is untrained. */
export async function rowsOf(
  parent: ModelVersion,
  deps: Pick<Dependencies, 'table' | 'objects' | 'sha256'>,
): Promise<ManifestRow[]> {
  if (!('training' in parent)) return [];
  const { datasetId, datasetVersionId } = parent.training;
  const stored = await readRecord<DatasetVersion>(
    deps.table,
    keys.datasetVersion(parent.scope, datasetId, datasetVersionId),
  );
  return stored ? readManifest(parent.scope, stored.value, deps) : [];
}
