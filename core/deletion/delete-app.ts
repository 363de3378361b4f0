import { DeeptuneError, fail } from '../errors.ts';
import type { Dataset } from '../dataset/version/dataset-version.ts';
import { trainedDatasetIds } from './dataset-version-use.ts';
import { endSchedules } from './end-schedules.ts';
import { deletePrefix } from '../records/delete-prefix.ts';
import { keys } from '../records/keys.ts';
import { objectKeys } from '../records/object-keys.ts';
import type { Scope } from '../records/keys.ts';
import { readAll, readRecord, toData } from '../records/records.ts';
import type { Stored } from '../records/records.ts';
import { WriteRefusedError } from '../ports/table.ts';
import type { Query } from '../ports/table.ts';
import type { Dependencies } from '../ports/host.ts';
import { stopBatchPrediction, stopEvaluation } from '../job/request/inference/stop-inference.ts';
import { stopTraining } from '../job/request/stop-training.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { isOpenJob } from '../model/inference-job.ts';
import type { BatchPrediction } from '../prediction/batch-prediction.ts';
import { wholeAppDatasetId } from '../dataset/version/frozen-inputs.ts';
import type { Model } from '../model/model.ts';
import { isOpen } from '../model/model-version.ts';
import { listVersions } from '../model/version-store.ts';
import type { App } from '../access/app.ts';

/**
 * Most items and objects that one request deletes: what fits well inside the 29 seconds that a
 * Lambda behind API Gateway has.
 */
const maxDeletions = 2_000;

/** Deletions of one table transaction, which looks after the app's record too. */
const deletedAtOnce = 99;

/**
 * Deletes an app with everything in it. From the first request on it is gone for everybody;
 * trainings, evaluations and predictions are told to stop; then its schedules, models, datasets,
 * inputs, records and files go, as many as one request may. Where something has to end first, the
 * reconciler deletes the rest (`finishDeletedApps`). What was consumed stays in the bill. The bytes
 * of inputs stay too: they are shared by the user's apps.
 * @throws DeeptuneError does-not-exist; unfinished where more is in it than one request deletes:
 *   the same request goes on, and so does the reconciler
 */
export async function deleteApp(scope: Scope, deps: Dependencies): Promise<void> {
  const stored = await readRecord<App>(deps.table, keys.app(scope));
  if (!stored) throw fail('doesNotExist', `App '${scope.appId}' does not exist`);
  await markDeleted(scope, stored, deps);
  await revokeKeys(scope, deps);
  await endSchedules({ scope }, deps);
  await deleteContents(scope, deps);
}

/**
 * Goes on with the deletions that requests began.
 * @returns one line for each app that is gone now, or that something unforeseen keeps
 */
export async function finishDeletedApps(deps: Dependencies): Promise<string[]> {
  const done: string[] = [];
  let page = await deps.table.query({ pk: keys.appsBeingDeleted(), fromIndex: true });
  for (;;) {
    for (const { pk, data } of page.items) {
      const scope = { userId: pk.slice(pk.indexOf('#') + 1), appId: (data as unknown as App).id };
      const line = await deleteContents(scope, deps).then(
        (isGone) => (isGone ? 'deleted' : undefined),
        reasonOf,
      );
      if (line !== undefined) done.push(`app ${scope.appId}: ${line}`);
    }
    if (page.next === undefined) return done;
    page = await deps.table.query({
      pk: keys.appsBeingDeleted(),
      fromIndex: true,
      after: page.next,
    });
  }
}

/** What the next look goes on with needs no word; one app does not keep the others from it. */
function reasonOf(error: unknown): string | undefined {
  const isNormal = error instanceof DeeptuneError || error instanceof WriteRefusedError;
  return isNormal ? undefined : `could not be deleted: ${String(error)}`;
}

/** Stands in the index as long as anything of the app is there. */
async function markDeleted(
  scope: Scope,
  { value, rev }: Stored<App>,
  { table, now }: Pick<Dependencies, 'table' | 'now'>,
): Promise<void> {
  const deletedAt = value.deletedAt ?? now();
  const index = { pk: keys.appsBeingDeleted(), sk: `${deletedAt}#${scope.userId}#${scope.appId}` };
  const data = toData({ ...value, deletedAt });
  await table.write([{ put: { ...keys.app(scope), index, data }, if: { rev } }]);
}

/** @returns false where jobs have to end first @throws DeeptuneError unfinished, see `deleteApp` */
async function deleteContents(scope: Scope, deps: Dependencies): Promise<boolean> {
  const open = (await endTrainings(scope, deps)) + (await endInference(scope, deps));
  if (open > 0) return false;
  const app = await readRecord<App>(deps.table, keys.app(scope));
  if (app?.value.deletedAt === undefined) return false;
  try {
    const left = await deleteRecords(scope, app.rev, deps);
    await deleteFiles(scope, deps, left);
    await deps.table.write([{ delete: keys.app(scope), if: { rev: app.rev } }]);
  } catch (error) {
    if (error instanceof WriteRefusedError) throw unfinished(scope, 'another request is at it');
    throw error;
  }
  return true;
}

function unfinished({ appId }: Scope, why: string): Error {
  return fail('unfinished', `App '${appId}' is being deleted: ${why}; send the same request again`);
}

/** Keys that open this app only. */
async function revokeKeys(scope: Scope, deps: Dependencies): Promise<void> {
  let page = await deps.table.query({ pk: keys.apiKeysOf(scope.userId), fromIndex: true });
  for (;;) {
    for (const { pk, sk, data } of page.items)
      if (data['appId'] === scope.appId) await deps.table.write([{ delete: { pk, sk } }]);
    if (page.next === undefined) return;
    page = await deps.table.query({
      pk: keys.apiKeysOf(scope.userId),
      fromIndex: true,
      after: page.next,
    });
  }
}

/**
 * A version that a workflow still owns must be settled before its records go, or the bill would
 * lose it.
 * @returns how many are open
 */
async function endTrainings(scope: Scope, deps: Dependencies): Promise<number> {
  let open = 0;
  for (const model of await readAll<Model>(deps.table, keys.modelsOf(scope)))
    for (const version of await listVersions(deps.table, scope, model.id)) {
      if (!isOpen(version)) {
        await deps.predictor.release(version.id);
        continue;
      }
      open += 1;
      await stopTraining({ scope, modelId: model.id, versionId: version.id }, deps);
    }
  return open;
}

/** The same of evaluations and batch predictions. */
async function endInference(scope: Scope, deps: Dependencies): Promise<number> {
  const evaluations = await readAll<Evaluation>(deps.table, keys.evaluationsOf(scope));
  const measured = evaluations.filter(({ job }) => job && isOpenJob(job));
  for (const evaluation of measured) await stopEvaluation(evaluation, deps);
  const predictions = await readAll<BatchPrediction>(deps.table, keys.batchPredictionsOf(scope));
  const open = predictions.filter(({ job }) => isOpenJob(job));
  for (const prediction of open) await stopBatchPrediction(prediction, deps);
  return measured.length + open.length;
}

/** Every partition of an app, those that others are found through last. */
async function partitionsOf(scope: Scope, deps: Dependencies): Promise<Query[]> {
  const models = await readAll<Model>(deps.table, keys.modelsOf(scope));
  const datasets = await readAll<Dataset>(deps.table, keys.datasetsOf(scope));
  const trained = await trainedDatasetIds(scope, deps);
  const ofDatasets = [...datasets.map(({ id }) => id), wholeAppDatasetId];
  const datasetIds = new Set([...ofDatasets, ...trained]);
  return [
    keys.schedulesOf(scope),
    ...[...datasetIds].map((id) => keys.datasetVersionsOf(scope, id)),
    ...models.map(({ id }) => keys.versionsOf(scope, id)),
    keys.inputsOf(scope),
    keys.deletedInputsOf(scope),
    keys.purgesOf(scope),
    keys.conceptsOf(scope),
    keys.renamedConceptsOf(scope),
    keys.inputsAddJobsOf(scope),
    keys.bulkOperationsOf(scope),
    keys.evaluationsOf(scope),
    keys.batchPredictionsOf(scope),
    keys.fineTuningJobsOf(scope),
    keys.filesOf(scope),
    keys.quotesOf(scope),
    keys.quoteGroupsOf(scope),
    keys.modelsOf(scope),
    keys.datasetsOf(scope),
  ];
}

async function deleteFiles(scope: Scope, deps: Dependencies, most: number): Promise<void> {
  let left = most;
  for (const prefix of [objectKeys.appPrefix(scope), objectKeys.uploadsOf(scope)]) {
    left -= await deletePrefix(prefix, left, deps);
    if (left === 0) throw unfinished(scope, 'some of its contents are left');
  }
}

/**
 * Of the app as of this revision: one that was made anew under its id keeps what it has.
 * @returns how many deletions are left of `maxDeletions`
 */
async function deleteRecords(scope: Scope, rev: number, deps: Dependencies): Promise<number> {
  let left = maxDeletions;
  const isSame = { check: keys.app(scope), if: { rev } };
  for (const query of await partitionsOf(scope, deps)) {
    let page = await deps.table.query({ ...query, limit: deletedAtOnce });
    while (page.items.length > 0) {
      if (left < page.items.length) throw unfinished(scope, 'some of its contents are left');
      const deletions = page.items.map(({ pk, sk }) => ({ delete: { pk, sk } }));
      await deps.table.write([isSame, ...deletions]);
      left -= page.items.length;
      page = await deps.table.query({ ...query, limit: deletedAtOnce });
    }
  }
  return left;
}
