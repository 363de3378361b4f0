import type { JsonObject } from '../json.ts';
import { fail } from '../errors.ts';
import { keys } from '../records/keys.ts';
import { jobKeys, objectKeys } from '../records/object-keys.ts';
import type { Scope } from '../records/keys.ts';
import type { Stored } from '../records/records.ts';
import { newestFirst } from '../records/sequence.ts';
import { eachRecord, readAll, readRecord, toData } from '../records/records.ts';
import type { Table, Write } from '../ports/table.ts';
import type { Dependencies } from '../ports/host.ts';
import type { InferenceJob } from '../model/inference-job.ts';
import type { ConceptRef } from '../model/model-version.ts';
import type { VersionRef } from '../model/version-store.ts';
import type { EvaluationMetrics, Report, Summary } from './figures.ts';
import { parseEvaluationMetrics } from './metrics-file.ts';

/** A measurement of one trained version, asked for by its owner. It lies in the version's app. */
export interface Evaluation {
  readonly id: string;
  readonly scope: Scope;
  readonly modelId: string;
  readonly versionId: string;
  readonly modelTypeId: string;
  readonly concepts: readonly ConceptRef[];
  readonly createdAt: string;
  /** Place among those of its app, see `newestFirst`. */
  readonly sequence?: number;
  readonly trainDatasetId: string;
  readonly groundTruth: { readonly datasetId: string; readonly datasetVersionId: string };
  /** `eval_info.params` and `extended_metrics.user_metrics` as sent. */
  readonly params: JsonObject;
  readonly userMetrics: JsonObject;
  readonly rows: {
    /**
     * Inputs of the dataset version; once evaluated, those that were measured, failed or say
     * nothing of the model's concepts. For held-out metrics those that the trainer measured on.
     */
    readonly total: number;
    readonly done: number;
    /**
     * Of them, rows that the version was trained on: on those any model looks better than it is. 0
     * until a job has counted them.
     */
    readonly seenInTraining: number;
    /** Rows that could not be predicted, or whose truth could not be read. */
    readonly failed: number;
    /**
     * Rows that say nothing of the model's concepts: answered by nobody, and in no figure. Absent:
     * held-out metrics, no result yet, or measured before they were shown.
     */
    readonly notMeasured?: number;
    /** Why the first of them could not. */
    readonly firstFailure?: string;
  };
  readonly status: 'evaluating' | 'evaluated' | 'failed';
  /**
   * The job that measures; absent: the trainer measured on held-out rows, or an earlier release did
   * without a job.
   */
  readonly job?: InferenceJob;
  /** Rows that each concept must be on, else the job fails; 0 on the version's own data. */
  readonly minInputsPerConcept?: number;
  /**
   * Deleted while its job was open: the record goes when the job is settled, so that the bill is
   * whole.
   */
  readonly isDeleted?: true;
  /** There once it is evaluated. */
  readonly summary?: Summary;
  /** The single numbers of its report; there once it is evaluated. */
  readonly numbers?: Report;
  readonly failure?: { readonly status: number; readonly message: string };
}

/** An evaluation that a job measures. */
export type EvaluationByJob = Evaluation & { readonly job: InferenceJob };

export function isByJob(evaluation: Evaluation): evaluation is EvaluationByJob {
  return evaluation.job !== undefined;
}

/** @throws DeeptuneError does-not-exist */
export async function getEvaluation(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<Stored<Evaluation>> {
  const stored = await readRecord<Evaluation>(deps.table, keys.evaluation(scope, id));
  if (!stored || stored.value.isDeleted)
    throw fail('doesNotExist', `Evaluation '${id}' does not exist`);
  return stored;
}

/**
 * The write that stores an evaluation: until it is done it stands in the index that the reconciler
 * walks.
 */
export function evaluationWrite(evaluation: Evaluation, rev?: number): Write {
  const { scope, id, createdAt } = evaluation;
  const place = {
    pk: keys.openEvaluations(),
    sk: [createdAt, scope.userId, scope.appId, id].join('#'),
  };
  const index = evaluation.status === 'evaluating' ? { index: place } : {};
  const put = { ...keys.evaluation(scope, id), ...index, data: toData(evaluation) };
  return { put, if: rev === undefined ? 'absent' : { rev } };
}

/** Evaluations that are not done, of every tenant, oldest first. */
export function openEvaluations(table: Table): AsyncGenerator<Stored<Evaluation>> {
  return eachRecord<Evaluation>(table, { pk: keys.openEvaluations(), fromIndex: true });
}

/** What an evaluation that came to nothing ends as. @param status Clarifai's status code */
export function failedEvaluation(
  status: number,
  message: string,
): Pick<Evaluation, 'status' | 'failure'> {
  return { status: 'failed', failure: { status, message } };
}

/** An evaluation that is done. */
export function evaluated(
  evaluation: Evaluation,
  { summary, report }: EvaluationMetrics,
): Evaluation {
  const isNumber = ([, value]: [string, unknown]) => typeof value === 'number';
  const numbers = Object.fromEntries(Object.entries(report).filter(isNumber)) as Report;
  return { ...evaluation, status: 'evaluated', summary, numbers };
}

/** Every evaluation of an app, newest first. */
export async function listEvaluations(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<Evaluation[]> {
  const stored = await readAll<Evaluation>(deps.table, keys.evaluationsOf(scope));
  const all = stored.filter(({ isDeleted }) => !isDeleted);
  return all.sort(newestFirst);
}

export function isOfVersion(evaluation: Evaluation, ref: Omit<VersionRef, 'scope'>): boolean {
  return evaluation.modelId === ref.modelId && evaluation.versionId === ref.versionId;
}

/** Stores what was measured beside the record: curves and test sets are too large for it. */
export async function storeMetrics(
  evaluation: Evaluation,
  figures: EvaluationMetrics,
  deps: Pick<Dependencies, 'objects'>,
): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(toData(figures)));
  const key = objectKeys.evaluationFigures(evaluation.scope, evaluation.id);
  await deps.objects.put(key, body, { contentType: 'application/json' });
}

/** What was measured; undefined before the evaluation is done. */
export async function readMetrics(
  evaluation: Evaluation,
  deps: Pick<Dependencies, 'objects'>,
): Promise<EvaluationMetrics | undefined> {
  if (evaluation.status !== 'evaluated') return undefined;
  const { scope, id, job } = evaluation;
  const key = job
    ? `${jobKeys.exportPrefix(objectKeys.jobPrefix(scope, job.id))}evaluation.json`
    : objectKeys.evaluationFigures(scope, id);
  const bytes = await deps.objects.get(key);
  if (!bytes) throw fail('internal', `The metrics of evaluation '${id}' are missing`);
  const text = new TextDecoder().decode(bytes);
  return job ? parseEvaluationMetrics(text) : (JSON.parse(text) as EvaluationMetrics);
}
