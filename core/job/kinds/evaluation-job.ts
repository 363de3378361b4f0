import type { Evaluation, EvaluationByJob } from '../../evaluation/evaluation.ts';
import {
  evaluated,
  evaluationWrite,
  failedEvaluation,
  isByJob,
} from '../../evaluation/evaluation.ts';
import { parseEvaluationMetrics } from '../../evaluation/metrics-file.ts';
import type { EvaluationMetrics } from '../../evaluation/figures.ts';
import { contentOf } from '../../dataset/version/content.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { findDatasetVersion } from '../../dataset/version/dataset-version-store.ts';
import { eachManifestRow } from '../../dataset/version/manifest.ts';
import { errors, fail } from '../../errors.ts';
import type { InferenceJob } from '../../model/inference-job.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { getVersion } from '../../model/version-store.ts';
import type { Table } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';
import { readRecord } from '../../records/records.ts';
import { jobIdOf } from '../workflow/state.ts';
import type { JobState } from '../workflow/state.ts';
import type { InferenceKind } from './inference-job.ts';
import { inferenceJob } from './inference-job.ts';
import type { Job, JobArtifact, JobUses } from './job.ts';
import { recordIdOf } from './job.ts';

const evaluates: InferenceKind<EvaluationByJob> = {
  kind: 'evaluate',
  subject: 'evaluation',
  keyOf: ({ scope, id }) => keys.evaluation(scope, id),
  write: evaluationWrite,
  datasetOf: ({ groundTruth }) => groundTruth,
  describe: ({ concepts, minInputsPerConcept }) => ({
    concepts: concepts.map(({ id, name }) => ({ id, name })),
    ...(minInputsPerConcept === undefined ? {} : { minInputsPerConcept }),
  }),
  keepCounts,
  verify: async (evaluation, deps) => void (await metricsOf(evaluation, deps)),
  withResult,
};

/** The job that measures a version on a dataset version. */
export async function findEvaluationJob(state: JobState, table: Table): Promise<Job | undefined> {
  const scope = { userId: state.userId, appId: state.appId };
  const stored = await readRecord<Evaluation>(table, keys.evaluation(scope, recordIdOf(state)));
  if (!stored || !isByJob(stored.value)) return undefined;
  // An id may be used again: what a late step of an earlier evaluation finds is not its own.
  if (stored.value.job.id !== jobIdOf(state)) return undefined;
  return inferenceJob(evaluates, { value: stored.value, rev: stored.rev });
}

/**
 * Of the rows, those that the version was trained on: on those any model looks better than it is.
 */
async function keepCounts(
  evaluation: EvaluationByJob,
  rows: AsyncIterable<ManifestRow>,
  deps: JobUses,
): Promise<void> {
  const { value: version } = await getVersion(deps.table, evaluation);
  const seen = await trainedContents(version, deps);
  let seenInTraining = 0;
  for await (const row of rows) if (seen.has(keyOf(row, deps))) seenInTraining += 1;
  const key = jobKeys.rowCounts(objectKeys.jobPrefix(evaluation.scope, evaluation.job.id));
  await deps.objects.put(key, new TextEncoder().encode(JSON.stringify({ seenInTraining })));
}

/**
 * Contents that a version was trained on, under whatever id; none of an untrained one. A row
 * without a content counts by its id.
 */
async function trainedContents(version: ModelVersion, deps: JobUses): Promise<ReadonlySet<string>> {
  const contents = new Set<string>();
  if (!('training' in version)) return contents;
  const dataset = await findDatasetVersion(version.scope, version.training, deps);
  for await (const row of eachManifestRow(version.scope, dataset, deps))
    if (row.split === 'train') contents.add(keyOf(row, deps));
  return contents;
}

/** A digest in place of a text, so that a million of them fit into memory. */
function keyOf(row: ManifestRow, { sha256 }: Pick<JobUses, 'sha256'>): string {
  return row.object ?? sha256(contentOf(row) ?? row.id);
}

async function withResult(
  evaluation: EvaluationByJob,
  artifact: JobArtifact | undefined,
  deps: JobUses,
): Promise<EvaluationByJob> {
  if (evaluation.job.status !== 'completed')
    return { ...evaluation, ...unfinished(evaluation.job) };
  const metrics = await metricsOf(evaluation, deps);
  const { answered = 0, invalid = 0, notMeasured = 0 } = artifact?.manifest.rows ?? {};
  const total = answered + invalid + notMeasured;
  const firstFailure = artifact?.manifest.firstFailure;
  const rows = {
    total,
    done: total,
    failed: invalid,
    notMeasured,
    seenInTraining: await seenInTraining(evaluation, deps),
    ...(firstFailure ? { firstFailure } : {}),
  };
  return { ...evaluated({ ...evaluation, rows }, metrics), job: evaluation.job };
}

/** What stopped or failed an evaluation, in Clarifai's codes; the job's own failure says more. */
function unfinished({ status, failure }: InferenceJob): Pick<Evaluation, 'status' | 'failure'> {
  const message = failure?.message ?? `The job of this evaluation ended as ${status}`;
  if (status === 'stopped')
    return failure
      ? failedEvaluation(errors.evaluationTimedOut.status, message)
      : failedEvaluation(notEvaluated, message);
  const known = Object.values(errors).find(({ code }) => code === failure?.code);
  const isOfEvaluations = known !== undefined && known.fault === 'user';
  return failedEvaluation(isOfEvaluations ? known.status : errors.predictionFailed.status, message);
}

/** Clarifai's status of a version that was not evaluated. */
const notEvaluated = 21302;

/** @throws DeeptuneError model-artifact-invalid */
async function metricsOf(
  { scope, job }: EvaluationByJob,
  deps: JobUses,
): Promise<EvaluationMetrics> {
  const key = `${jobKeys.exportPrefix(objectKeys.jobPrefix(scope, job.id))}evaluation.json`;
  const bytes = await deps.objects.get(key);
  if (!bytes) throw fail('artifactInvalid', `The export of job '${job.id}' has no evaluation.json`);
  return parseEvaluationMetrics(new TextDecoder().decode(bytes));
}

async function seenInTraining({ scope, job }: EvaluationByJob, deps: JobUses): Promise<number> {
  const bytes = await deps.objects.get(jobKeys.rowCounts(objectKeys.jobPrefix(scope, job.id)));
  if (!bytes) return 0;
  return (JSON.parse(new TextDecoder().decode(bytes)) as { seenInTraining: number }).seenInTraining;
}
