import { fail } from '../errors.ts';
import type { InferenceJob } from '../model/inference-job.ts';
import { isOpenJob } from '../model/inference-job.ts';
import type { VersionRef } from '../model/version-store.ts';
import type { Dependencies } from '../ports/host.ts';
import type { Table, Write } from '../ports/table.ts';
import { keys } from '../records/keys.ts';
import type { Scope } from '../records/keys.ts';
import type { Stored } from '../records/records.ts';
import { newestFirst } from '../records/sequence.ts';
import { eachRecord, readAll, readRecord, toData } from '../records/records.ts';

/** How many rows a job answered; there once it has ended with answers. */
export interface AnsweredRows {
  /** Of the dataset version. */
  readonly total: number;
  readonly answered: number;
  /** Rows that could not be read, or not be answered. */
  readonly failed: number;
  /** Why the first of them could not. */
  readonly firstFailure?: string;
}

/**
 * Answers of one model version to every input of a dataset version. It lies in the version's app.
 */
export interface BatchPrediction {
  readonly id: string;
  readonly scope: Scope;
  readonly modelId: string;
  readonly versionId: string;
  readonly modelTypeId: string;
  readonly createdAt: string;
  /** Place among those of its app, see `newestFirst`. */
  readonly sequence?: number;
  readonly dataset: {
    readonly datasetId: string;
    readonly datasetVersionId: string;
    /** Inputs of the dataset version. */
    readonly inputCount: number;
  };
  readonly job: InferenceJob;
  readonly rows?: AnsweredRows;
  /**
   * Deleted while its job was open: the record goes when the job is settled, so that the bill is
   * whole.
   */
  readonly isDeleted?: true;
}

/** @throws DeeptuneError does-not-exist */
export async function getBatchPrediction(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<Stored<BatchPrediction>> {
  const stored = await readRecord<BatchPrediction>(deps.table, keys.batchPrediction(scope, id));
  if (!stored || stored.value.isDeleted)
    throw fail('doesNotExist', `Prediction '${id}' does not exist`);
  return stored;
}

/**
 * The write that stores a batch prediction: while a workflow owns its job, it stands in the index
 * that the reconciler walks.
 */
export function batchPredictionWrite(prediction: BatchPrediction, rev?: number): Write {
  const { scope, id, createdAt, job } = prediction;
  const sk = [createdAt, scope.userId, scope.appId, id].join('#');
  const index = isOpenJob(job) ? { index: { pk: keys.openBatchPredictions(), sk } } : {};
  const put = { ...keys.batchPrediction(scope, id), ...index, data: toData(prediction) };
  return { put, if: rev === undefined ? 'absent' : { rev } };
}

/** Batch predictions whose job is open, of every tenant, oldest first. */
export function openBatchPredictions(table: Table): AsyncGenerator<Stored<BatchPrediction>> {
  return eachRecord<BatchPrediction>(table, { pk: keys.openBatchPredictions(), fromIndex: true });
}

/** Batch predictions of a version, newest first. */
export async function batchPredictionsOf(
  ref: VersionRef,
  deps: Pick<Dependencies, 'table'>,
): Promise<BatchPrediction[]> {
  const all = await readAll<BatchPrediction>(deps.table, keys.batchPredictionsOf(ref.scope));
  return all
    .filter(
      ({ modelId, versionId, isDeleted }) =>
        modelId === ref.modelId && versionId === ref.versionId && !isDeleted,
    )
    .sort(newestFirst);
}
