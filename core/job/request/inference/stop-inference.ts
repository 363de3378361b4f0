import type { EvaluationByJob } from '../../../evaluation/evaluation.ts';
import { evaluationWrite } from '../../../evaluation/evaluation.ts';
import type { InferenceRecord } from '../../../model/inference-job.ts';
import { isOpenJob, movedJob } from '../../../model/inference-job.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Key, Write } from '../../../ports/table.ts';
import type { BatchPrediction } from '../../../prediction/batch-prediction.ts';
import { batchPredictionWrite } from '../../../prediction/batch-prediction.ts';
import { deletePrefix } from '../../../records/delete-prefix.ts';
import { keys } from '../../../records/keys.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { readRecord, withRetry } from '../../../records/records.ts';
import type { Because } from '../stop-training.ts';

type Uses = Pick<Dependencies, 'table' | 'jobs' | 'objects'>;

/** What becomes of a job that is stopped; absent: nothing more. */
interface Manner {
  readonly isDeleted?: boolean;
  /** Absent: somebody asked for it. */
  readonly because?: Because;
}

/** How the records of a kind are found and kept. */
interface Place<R extends InferenceRecord> {
  readonly keyOf: (scope: Scope, id: string) => Key;
  readonly write: (record: R, rev?: number) => Write;
}

const evaluations: Place<EvaluationByJob> = { keyOf: keys.evaluation, write: evaluationWrite };
const predictions: Place<BatchPrediction> = {
  keyOf: keys.batchPrediction,
  write: batchPredictionWrite,
};

/**
 * Asks a batch prediction to stop: the wish is stored first, then the job is told, as
 * `stopTraining` does. One that has ended changes nothing.
 * @param isDeleted the record goes too: at once and with its answers, or when its job is settled
 *   (its answers then stay until the app goes: the step that settles may delete no export)
 */
export function stopBatchPrediction(
  { scope, id }: Pick<BatchPrediction, 'scope' | 'id'>,
  deps: Uses,
  isDeleted = false,
): Promise<void> {
  return stopInference({ ...predictions, scope, id }, deps, { isDeleted });
}

/** The same of an evaluation. One without a job can only be deleted. */
export function stopEvaluation(
  { scope, id }: { readonly scope: Scope; readonly id: string },
  deps: Uses,
  isDeleted = false,
): Promise<void> {
  return stopInference({ ...evaluations, scope, id }, deps, { isDeleted });
}

/** Stops the job of an evaluation or a batch prediction that nobody asked to stop. */
export function stopInferenceBecause(
  record: { readonly kind: 'evaluate' | 'predict'; readonly scope: Scope; readonly id: string },
  because: Because,
  deps: Uses,
): Promise<void> {
  const { kind, ...at } = record;
  return kind === 'evaluate'
    ? stopInference({ ...evaluations, ...at }, deps, { because })
    : stopInference({ ...predictions, ...at }, deps, { because });
}

async function stopInference<R extends InferenceRecord>(
  at: Place<R> & { readonly scope: Scope; readonly id: string },
  deps: Uses,
  manner: Manner,
): Promise<void> {
  const name = await withRetry(() => markStopping(at, deps, manner));
  if (name !== undefined) await deps.jobs.stop(name);
}

/** @returns the training job that is to be told; undefined where there is none */
async function markStopping<R extends InferenceRecord>(
  at: Place<R> & { readonly scope: Scope; readonly id: string },
  deps: Uses,
  { isDeleted = false, because }: Manner,
): Promise<string | undefined> {
  const key = at.keyOf(at.scope, at.id);
  const stored = await readRecord<R>(deps.table, key);
  if (!stored) return undefined;
  const { value, rev } = stored;
  // Evaluations of held-out metrics, and of earlier releases, have no job.
  const job: InferenceRecord['job'] | undefined = value.job;
  if (!job || !isOpenJob(job)) {
    if (isDeleted) await remove({ key, rev }, value, deps);
    return undefined;
  }
  // Who wished it first, stopped it.
  if (because && job.status === 'stopping') return undefined;
  const why = because ? { stopReason: because.reason } : {};
  const stopping = job.status === 'stopping' ? job : movedJob(job, 'stopping', why);
  const marked = { ...value, job: stopping, ...(isDeleted ? { isDeleted: true } : {}) };
  await deps.table.write([at.write(marked as R, rev), ...(because?.also ?? [])]);
  return job.trainingJobName;
}

/** The record goes first: what is left over by a crash is bytes that nothing names. */
async function remove(
  { key, rev }: { readonly key: Key; readonly rev: number },
  { scope, job }: { readonly scope: Scope; readonly job?: InferenceRecord['job'] },
  deps: Uses,
): Promise<void> {
  await deps.table.write([{ delete: key, if: { rev } }]);
  if (job) await deletePrefix(objectKeys.jobPrefix(scope, job.id), Infinity, deps);
}
