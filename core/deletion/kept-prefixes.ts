import { listEvaluations } from '../evaluation/evaluation.ts';
import type { Dataset, DatasetVersion } from '../dataset/version/dataset-version.ts';
import { wholeAppDatasetId } from '../dataset/version/frozen-inputs.ts';
import { trainedDatasetIds } from './dataset-version-use.ts';
import type { Model } from '../model/model.ts';
import { listVersions, openVersions } from '../model/version-store.ts';
import type { Dependencies } from '../ports/host.ts';
import type { BatchPrediction } from '../prediction/batch-prediction.ts';
import { keys } from '../records/keys.ts';
import type { Scope } from '../records/keys.ts';
import { objectKeys } from '../records/object-keys.ts';
import { readAll } from '../records/records.ts';

type Uses = Pick<Dependencies, 'table'>;

/**
 * Where the objects of an app may lie: the prefixes that a record stands for. What lies beside them
 * is left over by a deletion, or by a crash in the middle of something.
 * @returns undefined where there is no such app: all of it is left over
 */
export async function keptPrefixes(
  scope: Scope,
  deps: Uses,
): Promise<ReadonlySet<string> | undefined> {
  if (!(await deps.table.get(keys.app(scope)))) return undefined;
  return new Set([
    ...(await prefixesOfVersions(scope, deps)),
    ...(await prefixesOfInference(scope, deps)),
    ...(await prefixesOfDatasets(scope, deps)),
    ...(await keysOfFiles(scope, deps)),
  ]);
}

/** A version that is gone is kept for as long as a child of it is being trained. */
async function prefixesOfVersions(scope: Scope, { table }: Uses): Promise<string[]> {
  const ids: string[] = [];
  for (const { id } of await readAll<Model>(table, keys.modelsOf(scope)))
    ids.push(...(await listVersions(table, scope, id)).map((version) => version.id));
  for await (const { value } of openVersions(table)) {
    const { scope: own, training } = value;
    const isHere = own.userId === scope.userId && own.appId === scope.appId;
    if (isHere && training.parent) ids.push(training.parent.versionId);
  }
  return ids.map((id) => objectKeys.versionPrefix(scope, id));
}

async function prefixesOfInference(scope: Scope, deps: Uses): Promise<string[]> {
  const evaluations = await listEvaluations(scope, deps);
  const query = keys.batchPredictionsOf(scope);
  const predictions = await readAll<BatchPrediction>(deps.table, query);
  const jobs = [...evaluations, ...predictions].flatMap(({ job }) => (job ? [job.id] : []));
  return [
    ...jobs.map((id) => objectKeys.jobPrefix(scope, id)),
    ...evaluations.map(({ id }) => `${objectKeys.appPrefix(scope)}evaluations/${id}/`),
  ];
}

/** Versions that a model was trained on stay when their dataset goes. */
async function prefixesOfDatasets(scope: Scope, deps: Uses): Promise<string[]> {
  const datasets = await readAll<Dataset>(deps.table, keys.datasetsOf(scope));
  const trained = await trainedDatasetIds(scope, deps);
  const ids = new Set([...datasets.map(({ id }) => id), wholeAppDatasetId, ...trained]);
  const prefixes: string[] = [];
  for (const id of ids)
    for (const version of await readAll<DatasetVersion>(
      deps.table,
      keys.datasetVersionsOf(scope, id),
    ))
      prefixes.push(objectKeys.datasetVersionPrefix(scope, id, version.id));
  return prefixes;
}

async function keysOfFiles(scope: Scope, { table }: Uses): Promise<string[]> {
  const files = await readAll<{ readonly id: string }>(table, keys.filesOf(scope));
  return files.map(({ id }) => objectKeys.file(scope, id));
}
