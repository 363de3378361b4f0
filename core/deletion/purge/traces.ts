import type { BatchPrediction } from '../../prediction/batch-prediction.ts';
import type { DatasetVersion } from '../../dataset/version/dataset-version.ts';
import { isReady } from '../../dataset/version/dataset-version.ts';
import { eachManifestRow } from '../../dataset/version/manifest.ts';
import { wholeAppDatasetId } from '../../dataset/version/frozen-inputs.ts';
import type { Dataset } from '../../dataset/version/dataset-version.ts';
import type { Input } from '../../dataset/record/input.ts';
import { inBatches } from '../../dataset/record/store-input.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Model } from '../../model/model.ts';
import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readAll, readRecord } from '../../records/records.ts';
import { trainedDatasetIds, useKey } from '../dataset-version-use.ts';
import type { Erased } from './erased.ts';

export type TraceUses = Pick<Dependencies, 'table' | 'objects' | 'sha256' | 'newSha256'>;

/** Where inputs are found, and what depends on them. All of one app. */
export interface Traces {
  /** Ids that are there, or were frozen. */
  readonly inputs: readonly string[];
  readonly notFound: readonly string[];
  readonly datasetVersions: readonly { readonly version: DatasetVersion; readonly rows: number }[];
  /** Dataset versions whose rows are not known yet. */
  readonly freezing: readonly DatasetVersion[];
  /** Trained on them, or going on from such a one. */
  readonly modelVersions: readonly ModelVersion[];
  readonly evaluations: readonly Evaluation[];
  readonly predictions: readonly BatchPrediction[];
  /** Ids of uploaded files that inputs were made of. */
  readonly files: readonly string[];
}

/** Looks for inputs in an app; adds to `erased` what they are made of. */
export async function findTraces(scope: Scope, erased: Erased, deps: TraceUses): Promise<Traces> {
  const found = await liveInputs(scope, erased, deps);
  const { ready, freezing } = await datasetVersions(scope, deps);
  const datasets: { version: DatasetVersion; rows: number }[] = [];
  for (const version of ready) {
    const rows = await rowsFound(scope, version, { erased, found }, deps);
    if (rows > 0) datasets.push({ version, rows });
  }
  const affected = new Set(datasets.map(({ version }) => useKey(version.datasetId, version.id)));
  const evaluations = await readAll<Evaluation>(deps.table, keys.evaluationsOf(scope));
  const predictions = await readAll<BatchPrediction>(deps.table, keys.batchPredictionsOf(scope));
  return {
    inputs: [...found].sort(),
    notFound: [...erased.ids].filter((id) => !found.has(id)).sort(),
    datasetVersions: datasets,
    freezing,
    modelVersions: await affectedVersions(scope, affected, deps),
    evaluations: evaluations.filter(({ groundTruth: of, job }) => job && isOf(of, affected)),
    predictions: predictions.filter(({ dataset }) => isOf(dataset, affected)),
    files: await filesOf(scope, erased.ids, deps),
  };
}

const isOf = (of: { datasetId: string; datasetVersionId: string }, affected: ReadonlySet<string>) =>
  affected.has(useKey(of.datasetId, of.datasetVersionId));

async function liveInputs(scope: Scope, erased: Erased, deps: TraceUses): Promise<Set<string>> {
  const stored = await inBatches([...erased.ids], (id) =>
    readRecord<Input>(deps.table, keys.input(scope, id)),
  );
  const found = new Set<string>();
  for (const record of stored) {
    if (!record) continue;
    found.add(record.value.id);
    erased.addInput(record.value, scope.userId);
  }
  return found;
}

/** Those of deleted datasets too. */
export async function datasetVersions(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<{ ready: DatasetVersion[]; freezing: DatasetVersion[]; failed: DatasetVersion[] }> {
  const datasets = await readAll<Dataset>(deps.table, keys.datasetsOf(scope));
  const trained = await trainedDatasetIds(scope, deps);
  const ids = new Set([...datasets.map(({ id }) => id), wholeAppDatasetId, ...trained]);
  const all: DatasetVersion[] = [];
  for (const id of ids)
    all.push(...(await readAll<DatasetVersion>(deps.table, keys.datasetVersionsOf(scope, id))));
  return {
    ready: all.filter(isReady),
    freezing: all.filter(({ state }) => state === 'pending' || state === 'processing'),
    failed: all.filter(({ state }) => state === 'failed'),
  };
}

async function rowsFound(
  scope: Scope,
  version: DatasetVersion,
  { erased, found }: { erased: Erased; found: Set<string> },
  deps: TraceUses,
): Promise<number> {
  let rows = 0;
  for await (const row of eachManifestRow(scope, version, deps)) {
    if (!erased.ids.has(row.id)) continue;
    rows += 1;
    found.add(row.id);
    erased.addRow(row);
  }
  return rows;
}

/** Versions trained on one of the dataset versions, and all that go on from them. */
async function affectedVersions(
  scope: Scope,
  affected: ReadonlySet<string>,
  deps: TraceUses,
): Promise<ModelVersion[]> {
  const all: ModelVersion[] = [];
  for (const { id } of await readAll<Model>(deps.table, keys.modelsOf(scope)))
    all.push(...(await readAll<ModelVersion>(deps.table, keys.versionsOf(scope, id))));
  const found = new Set<string>();
  // A child may stand before its parent: until nothing more is found.
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const version of all) {
      if (!('training' in version)) continue;
      const { parent } = version.training;
      if (isOf(version.training, affected) || (parent && found.has(parent.versionId)))
        found.add(version.id);
    }
  }
  return all.filter(({ id }) => found.has(id));
}

/** Inputs of an uploaded file have its id in their own. */
async function filesOf(
  scope: Scope,
  inputIds: ReadonlySet<string>,
  deps: TraceUses,
): Promise<string[]> {
  const files = await readAll<{ id: string }>(deps.table, keys.filesOf(scope));
  const ids = [...inputIds];
  return files.map(({ id }) => id).filter((id) => ids.some((input) => input.includes(id)));
}
