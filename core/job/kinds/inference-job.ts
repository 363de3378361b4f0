import { findModelType } from '../../catalog/catalog.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { findDatasetVersion } from '../../dataset/version/dataset-version-store.ts';
import { eachManifestRow } from '../../dataset/version/manifest.ts';
import { errors } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import { keptAnswers, readComplete } from '../../model/checkpoints.ts';
import type {
  InferenceJob,
  InferenceJobStatus,
  InferenceRecord,
} from '../../model/inference-job.ts';
import { remainingOfJob } from '../../model/remaining.ts';
import { deleteFoldersBut } from '../../model/superseded.ts';
import { isOpenJob, movedJob } from '../../model/inference-job.ts';
import type { Key, Table, Write } from '../../ports/table.ts';
import type { Channel, TrainingJobSpec } from '../../ports/jobs.ts';
import type { Settings } from '../../ports/host.ts';
import { trainingJobName } from '../../records/job-names.ts';
import { assertLoadable } from '../../model/model-version.ts';
import type { Reservation } from '../../model/model-version.ts';
import { getVersion } from '../../model/version-store.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';
import type { Stored } from '../../records/records.ts';
import { readRecord } from '../../records/records.ts';
import { dataSizeOf, transferFor } from '../request/forecast/data-size.ts';
import { estimateInference } from '../request/forecast/inference-estimate.ts';
import { presentInstanceType } from '../request/instance.ts';
import { promisedRate, reservationOf } from '../request/reservation.ts';
import { attemptSpec, objectsChannel } from './attempt-spec.ts';
import type { Job, JobArtifact, JobEnd, JobUses, SettledJob } from './job.ts';
import { writeJob } from './lay-out.ts';

/**
 * What the two kinds of record do not have in common: how they are kept, and what their job is told
 * and leaves.
 */
export interface InferenceKind<R extends InferenceRecord> {
  readonly kind: 'evaluate' | 'predict';
  readonly subject: 'evaluation' | 'prediction';
  keyOf(record: R): Key;
  write(record: R, rev: number): Write;
  datasetOf(record: R): { readonly datasetId: string; readonly datasetVersionId: string };
  /** Fields of `job.json` that the other kind does not have. */
  describe(record: R): JsonObject;
  /** Keeps what is known of the rows before they are answered. */
  keepCounts(record: R, rows: AsyncIterable<ManifestRow>, deps: JobUses): Promise<void>;
  /** Looks into the files that `withResult` reads. @throws DeeptuneError model-artifact-invalid */
  verify(record: R, deps: JobUses): Promise<void>;
  /**
   * The record with what came out. @param artifact absent: nothing did @throws DeeptuneError
   * model-artifact-invalid
   */
  withResult(record: R, artifact: JobArtifact | undefined, deps: JobUses): Promise<R>;
}

/** The job of an evaluation or a batch prediction as the steps see it. */
export function inferenceJob<R extends InferenceRecord>(
  kind: InferenceKind<R>,
  stored: Stored<R>,
): Job {
  const { value: record } = stored;
  const { id, scope, modelId, versionId, job } = record;
  const { settlement, status } = job;
  const folder = objectKeys.jobPrefix(scope, job.id);
  return {
    kind: kind.kind,
    id: job.id,
    executionName: job.id,
    record: kind.keyOf(record),
    rev: stored.rev,
    ref: { scope, modelId, versionId },
    status: isOpenJob(job) ? (status as 'queued' | 'running' | 'stopping') : 'settled',
    createdAt: record.createdAt,
    reservation: job.reservation,
    templateId: job.templateId,
    instanceType: job.instanceType,
    trainingJobName: job.trainingJobName,
    folder,
    subject: kind.subject,
    subjectIds: { [`${kind.subject}Id`]: id, versionId, modelId },
    ...(settlement ? { ended: { ...endOf(job), settlement } } : {}),
    ...(job.stopReason ? { stopReason: job.stopReason } : {}),
    dataset: kind.datasetOf(record),
    awaitsDataset: false,
    plan: () => Promise.resolve(inferenceJob(kind, stored)),
    layOut: (attempt, deps) => layOut(kind, record, attempt, deps),
    reestimate: (deps) => reestimate(kind, record, deps),
    quotable: () => undefined,
    promise: (reservation) => kind.write({ ...record, job: { ...job, reservation } }, stored.rev),
    spec: (attempt, settings) => specOf(record, attempt, settings),
    begin: (name, at) => {
      const running = movedJob(job, 'running', {
        trainingJobName: name,
        startedAt: job.startedAt ?? at,
      });
      return kind.write({ ...record, job: running }, stored.rev);
    },
    remaining: (lines, now) => remainingOfJob(job, lines, now),
    keptWork: (objects) => keptAnswers(objects, jobKeys.checkpointPrefix(folder)),
    artifact: (deps) => artifactOf(folder, job, deps),
    verify: (deps) => kind.verify(record, deps),
    settle: (end, deps) => settle(kind, stored, end, deps),
    epochsRun: () => undefined,
    tidy: async (deps) => {
      await deleteParts(folder, deps.objects);
      await removeDeleted(kind.keyOf(record), deps.table);
    },
  };
}

function endOf({ status, failure }: InferenceJob): Omit<SettledJob, 'write'> {
  const event = status as 'completed' | 'stopped' | 'failed';
  return { outcome: event === 'completed' ? 'done' : event, event, failure: failure ?? null };
}

async function layOut<R extends InferenceRecord>(
  kind: InferenceKind<R>,
  record: R,
  attempt: number,
  deps: JobUses,
): Promise<void> {
  const { scope, job } = record;
  const dataset = await findDatasetVersion(scope, kind.datasetOf(record), deps);
  const folder = objectKeys.jobPrefix(scope, job.id);
  await kind.keepCounts(record, eachManifestRow(scope, dataset, deps), deps);
  const rows = eachManifestRow(scope, dataset, deps);
  const modelType = findModelType(record.modelTypeId);
  const describe = (datasetDigest: string) => ({
    schemaVersion: 1,
    kind: kind.kind,
    trainingJobName: trainingJobName(job.id, attempt, deps.settings.namePrefix),
    jobId: job.id,
    modelVersionId: record.versionId,
    modelType: modelType.id,
    recipe: modelType.recipe,
    datasetVersionId: dataset.id,
    datasetDigest,
    // A row that cannot be read has an error for its answer; it does not keep the others from
    // theirs.
    invalidDataTolerancePercent: 100,
    ...kind.describe(record),
  });
  await writeJob({ folder, scope, rows, describe }, deps);
}

/** Of its dataset version: a row whose input was deleted since is answered all the same. */
async function reestimate<R extends InferenceRecord>(
  kind: InferenceKind<R>,
  record: R,
  deps: JobUses,
): Promise<Reservation | undefined> {
  const { scope, modelId, versionId, job } = record;
  // Queued by an earlier release: nothing was promised.
  if (!job.reservation.basis) return undefined;
  const { value: version } = await getVersion(deps.table, { scope, modelId, versionId });
  assertLoadable(version);
  const dataset = await findDatasetVersion(scope, kind.datasetOf(record), deps);
  const instanceType = presentInstanceType(job, deps.settings);
  const transfer = transferFor({ instanceType, data: dataSizeOf(dataset) });
  const rate = promisedRate(job.reservation);
  const question = { kind: kind.kind, version, dataset, instanceType, rate };
  const estimate = await estimateInference(
    { ...question, ...(transfer ? { transfer } : {}) },
    deps,
  );
  return reservationOf(estimate, { transfer, madeAt: deps.now() });
}

/**
 * The same instance, spot, time limit and tags as a training's; the artifact of the version comes
 * as the channel `model`.
 */
function specOf(record: InferenceRecord, attempt: number, settings: Settings): TrainingJobSpec {
  const { scope, versionId, job } = record;
  const { maxRuntimeSeconds } = job.reservation;
  const { id, instanceType } = job;
  const folder = objectKeys.jobPrefix(scope, id);
  return {
    ...attemptSpec({ id, instanceType, maxRuntimeSeconds }, attempt, settings),
    hyperparameters: {},
    channels: channelsOf(record, folder),
    checkpointPrefix: jobKeys.checkpointPrefix(folder),
    outputPrefix: jobKeys.outputPrefix(folder),
    tags: {
      ...{ app: 'deeptune', version: versionId, job: id },
      ...{ tenant: scope.userId, attempt: String(attempt) },
    },
  };
}

function channelsOf(record: InferenceRecord, folder: string): Channel[] {
  const { scope, versionId, modelTypeId, job } = record;
  const channels: Channel[] = [
    { name: 'train', prefix: jobKeys.trainPrefix(folder) },
    { name: 'model', prefix: objectKeys.exportPrefix(scope, versionId) },
  ];
  if (findModelType(modelTypeId).inputField !== 'image') return channels;
  const manifestKey = jobKeys.objectsManifest(folder);
  return [...channels, objectsChannel(scope, manifestKey, job.objectsInputMode)];
}

/** The export, if all of its files are there and it is of this job. */
async function artifactOf(
  folder: string,
  { id }: InferenceJob,
  deps: JobUses,
): Promise<JobArtifact | undefined> {
  const manifest = await readComplete(deps.objects, jobKeys.exportPrefix(folder));
  return manifest?.jobId === id ? { manifest } : undefined;
}

async function settle<R extends InferenceRecord>(
  kind: InferenceKind<R>,
  { value: record, rev }: Stored<R>,
  end: JobEnd,
  deps: JobUses,
): Promise<SettledJob> {
  const { result, settlement, failure } = end;
  const status: InferenceJobStatus = result;
  const job = movedJob(record.job, status, {
    settlement,
    // A stop has a reason where the reserved time ran out.
    ...(result === 'failed' || failure.code === errors.trainingTimedOut.code ? { failure } : {}),
  });
  const artifact = result === 'failed' ? undefined : end.artifact;
  const after = await kind.withResult({ ...record, job }, artifact, deps);
  return { write: kind.write(after, rev), ...endOf(job) };
}

/**
 * Answers in parts are for going on after an interruption; the export has them all. What lies
 * beside the folders (log, progress) stays.
 */
async function deleteParts(folder: string, objects: JobUses['objects']): Promise<void> {
  await deleteFoldersBut([jobKeys.exportPrefix(folder)], jobKeys.checkpointPrefix(folder), objects);
}

/** Takes away a record that was deleted while its job was open. */
async function removeDeleted(key: Key, table: Table): Promise<void> {
  const stored = await readRecord<InferenceRecord>(table, key);
  if (stored?.value.isDeleted && !isOpenJob(stored.value.job))
    await table.write([{ delete: key, if: { rev: stored.rev } }]);
}
