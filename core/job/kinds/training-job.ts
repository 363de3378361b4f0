import { patienceOf } from '../../catalog/hyperparameters/best-epoch-fields.ts';
import { trainerBaseModel } from '../../catalog/base-models/starting-weights.ts';
import { findModelType, findTemplate } from '../../catalog/catalog.ts';
import { findDatasetVersion } from '../../dataset/version/dataset-version-store.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { deletedTest, withoutDeleted } from '../../dataset/version/deleted-rows.ts';
import { eachManifestRow } from '../../dataset/version/manifest.ts';
import { fail } from '../../errors.ts';
import type { EpochsRun } from '../../estimate/expected-epochs.ts';
import type { JsonObject } from '../../json.ts';
import { bestEpochOf } from '../../model/best-epoch.ts';
import { keptTraining, readExport } from '../../model/checkpoints.ts';
import { finishDeletion } from '../../model/finish-deletion.ts';
import type { GateSummary } from '../../model/promotion/gate-result.ts';
import type {
  ModelVersion,
  Reservation,
  SettledVersion,
  Settlement,
  TrainingVersion,
} from '../../model/model-version.ts';
import { assertMove, isLoadable, isSettled, stopReasonOf } from '../../model/model-version.ts';
import { remainingOfVersion } from '../../model/remaining.ts';
import { servingNoteOf } from '../../model/serving.ts';
import { deleteSuperseded } from '../../model/superseded.ts';
import { getVersion, versionWrite } from '../../model/version-store.ts';
import type { Table, Write } from '../../ports/table.ts';
import { trainingJobName } from '../../records/job-names.ts';
import { keys } from '../../records/keys.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Stored } from '../../records/records.ts';
import { readRecord } from '../../records/records.ts';
import { settleGate } from '../../training/gate/settle-gate.ts';
import { writeFirstLine, writeLine } from '../../training/line/line-file.ts';
import type { TrainingRows } from '../../training/training-rows.ts';
import { trainingRows } from '../../training/training-rows.ts';
import { assertBaseModelStaged, startsFromOf } from '../request/base-model.ts';
import { dataSizeOf, transferFor } from '../request/forecast/data-size.ts';
import { estimateFor } from '../request/forecast/training-estimate.ts';
import { presentInstanceType } from '../request/instance.ts';
import { boughtAs } from '../request/purchase.ts';
import { quotableOf } from '../request/quote/quoting.ts';
import { promisedRate, reservationOf } from '../request/reservation.ts';
import { planQueued } from '../request/plan-queued.ts';
import type { JobState } from '../workflow/state.ts';
import { gateEvents, outcomeOf } from './gated-end.ts';
import { hyperparametersOf, trainingJobSpec } from './training-job-spec.ts';
import type { Job, JobEnd, JobUses, SettledJob } from './job.ts';
import { copyArtifact } from './copy-artifact.ts';
import { layOutDial } from './lay-out-dial.ts';
import { LaidOutCounter, readLaidOut, writeLaidOut } from '../request/rows/laid-out.ts';
import { writeJob } from './lay-out.ts';

type Requested = Extract<ModelVersion, { training: unknown }>;

/** The training that makes a version: the version is its record. */
export async function findTrainingJob(state: JobState, table: Table): Promise<Job | undefined> {
  const scope = { userId: state.userId, appId: state.appId };
  const key = keys.version(scope, state.modelId, state.versionId);
  const stored = await readRecord<ModelVersion>(table, key);
  return stored && trainingJob(stored);
}

/** @throws DeeptuneError model-invalid-request for a version that was never queued */
export function trainingJob({ value: version, rev }: Stored<ModelVersion>): Job {
  if (!('training' in version))
    throw fail('modelInvalidRequest', `Version '${version.id}' was never queued`);
  const { id, scope, modelId, training } = version;
  return {
    kind: 'train',
    id,
    executionName: version.executionName ?? id,
    record: keys.version(scope, modelId, id),
    rev,
    ref: { scope, modelId, versionId: id },
    status: statusOf(version),
    createdAt: version.createdAt,
    reservation: version.reservation,
    templateId: training.templateId,
    instanceType: training.instanceType,
    trainingJobName: jobNameOf(version),
    folder: objectKeys.versionPrefix(scope, id),
    subject: 'model-version',
    subjectIds: { versionId: id, modelId },
    ...(isSettled(version) ? { ended: endOf(version) } : {}),
    ...stoppedBy(stopReasonOf(version)),
    dataset: training,
    awaitsDataset: version.awaitsDataset !== undefined,
    plan: async (deps) => trainingJob(await planQueued({ scope, modelId, versionId: id }, deps)),
    layOut: (attempt, deps) => layOut(version, attempt, deps),
    reestimate: (deps) => reestimate(version, deps),
    quotable: (reservation, settings) => quotableOf({ ...version, reservation }, { settings }),
    promise: (reservation) => versionWrite({ ...version, reservation }, rev),
    spec: (attempt, settings) => trainingJobSpec(version, attempt, settings),
    begin: (name, at) => begin({ value: version, rev }, name, at),
    remaining: (lines, now) => remainingOfVersion(version, lines, now),
    keptWork: (objects) => keptTraining(objects, objectKeys.checkpointPrefix(scope, id)),
    artifact: async (deps) => {
      const found = await readExport(scope, id, deps);
      return found?.manifest.modelVersionId === id ? found : undefined;
    },
    // Its metrics are checked by their digest as they are read.
    verify: () => Promise.resolve(),
    settle: (end, deps) => settle({ value: version, rev }, end, deps),
    epochsRun: (artifact) => epochsRunOf(version, artifact?.metrics),
    tidy: async (deps) => {
      const key = keys.version(scope, modelId, id);
      const now = (await readRecord<ModelVersion>(deps.table, key))?.value;
      if (now && isSettled(now)) await deleteSuperseded(now, deps.objects);
      await finishDeletion(scope, modelId, deps);
    },
  };
}

function stoppedBy(stopReason: Job['stopReason']): Pick<Job, 'stopReason'> {
  return stopReason ? { stopReason } : {};
}

function statusOf({ status }: ModelVersion): Job['status'] {
  if (status === 'queued' || status === 'stopping') return status;
  return status === 'training' ? 'running' : 'settled';
}

function endOf(version: SettledVersion): NonNullable<Job['ended']> {
  const { status, settlement } = version;
  const failure = status === 'failed' ? version.failure : null;
  const told = gateEvents(version);
  return { outcome: outcomeOf(version), event: status, failure, settlement, told };
}

function jobNameOf(version: Requested): string | undefined {
  return 'trainingJobName' in version ? version.trainingJobName : undefined;
}

/** The rows, the job description and a copy of the parent's artifact: a parent never changes. */
async function layOut(version: Requested, attempt: number, deps: JobUses): Promise<void> {
  const { scope, id, training } = version;
  if (training.dial) return layOutPoint(version, attempt, deps);
  const template = findTemplate(findModelType(version.modelTypeId), training.templateId);
  const startsFrom = startsFromOf(version, deps.settings);
  // Asked again: between the order and a place in the queue, somebody may have removed it.
  await assertBaseModelStaged({ template, startsFrom, parent: training.parent }, deps);
  const parent = training.parent && (await parentOf(version, deps));
  const dataset = await findDatasetVersion(scope, training, deps);
  const isDeleted = await deletedTest(scope, deps);
  const counter = new LaidOutCounter(training.concepts);
  const own = counter.own(withoutDeleted(eachManifestRow(scope, dataset, deps), isDeleted));
  const child = parent && (await childRows(version, { parent, own }, deps));
  const rows = counter.laidOut(child?.rows ?? own);
  const name = trainingJobName(id, attempt, deps.settings.namePrefix);
  const baseModel = trainerBaseModel(startsFrom);
  const describe = (datasetDigest: string) =>
    jobDescription(version, { name, baseModel, datasetDigest });
  const folder = objectKeys.versionPrefix(scope, id);
  await writeJob({ folder, scope, rows, describe }, deps);
  if (child) await writeLine(folder, child.line.lines(), deps);
  else await writeFirstLine(folder, id, deps);
  await writeLaidOut(folder, counter.result(child?.incremental), deps);
  if (parent) await copyArtifact(parent, objectKeys.parentPrefix(scope, id), deps);
}

async function childRows(
  { id, training }: Requested,
  of: { readonly parent: ModelVersion; readonly own: AsyncIterable<ManifestRow> },
  deps: JobUses,
): Promise<TrainingRows> {
  const { hyperparameters } = training;
  const child = { parent: of.parent, hyperparameters, versionId: id };
  return trainingRows(await allOf(of.own), child, deps);
}

async function allOf(rows: AsyncIterable<ManifestRow>): Promise<ManifestRow[]> {
  const all: ManifestRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** By the rows that Prepare laid out, at the rate that was promised. */
async function reestimate(version: Requested, deps: JobUses): Promise<Reservation | undefined> {
  const { scope, id, training, modelTypeId } = version;
  const rows = await readLaidOut(objectKeys.versionPrefix(scope, id), deps);
  // Queued by an earlier release: nothing was promised.
  if (!rows || !version.reservation.basis) return undefined;
  const dataset = await findDatasetVersion(scope, training, deps);
  const { incremental, inputCount, maxTextLength } = rows;
  const read = incremental ? incremental.newCount + incremental.replayCount : inputCount;
  const question = {
    scope,
    modelTypeId,
    template: findTemplate(findModelType(modelTypeId), training.templateId),
    hyperparameters: training.hyperparameters,
    startsFrom: startsFromOf(version, deps.settings),
    instanceType: presentInstanceType(training, deps.settings),
    inputCount,
    maxTextLength,
    data: dataSizeOf(dataset, incremental ? read : dataset.inputCount),
    incremental,
    defaultEpochs: training.defaultEpochs,
    dataset,
    counts: rows.counts,
    sizes: rows.sizes,
    concepts: training.concepts,
    ...(training.dial ? { isDial: true } : {}),
    rate: promisedRate(version.reservation),
  };
  const estimate = await estimateFor(question, boughtAs(deps, training.purchase));
  return reservationOf(estimate, { transfer: transferFor(question), madeAt: deps.now() });
}

/** Both ends of a dial, and the rows that what lies between them is measured on. */
async function layOutPoint(version: Requested, attempt: number, deps: JobUses): Promise<void> {
  const name = trainingJobName(version.id, attempt, deps.settings.namePrefix);
  const baseModel = trainerBaseModel(startsFromOf(version, deps.settings));
  const describe = (datasetDigest: string) =>
    jobDescription(version, { name, baseModel, datasetDigest });
  await layOutDial(version, describe, deps);
}

async function parentOf(version: Requested, deps: JobUses): Promise<ModelVersion | undefined> {
  const { parent } = version.training;
  return parent && (await getVersion(deps.table, { scope: version.scope, ...parent })).value;
}

/** `job.json`, as `container/README.md` says. */
function jobDescription(
  version: Requested,
  known: { name: string; baseModel: string; datasetDigest: string },
): object {
  const { training } = version;
  const modelType = findModelType(version.modelTypeId);
  return {
    schemaVersion: 1,
    trainingJobName: known.name,
    modelVersionId: version.id,
    parentVersionId: training.parent?.versionId ?? null,
    modelType: modelType.id,
    template: training.templateId,
    recipe: modelType.recipe,
    baseModel: known.baseModel,
    concepts: training.concepts.map(({ id, name }) => ({ id, name })),
    datasetVersionId: training.datasetVersionId,
    datasetDigest: known.datasetDigest,
    seed: training.seed,
    invalidDataTolerancePercent: training.invalidDataTolerancePercent,
    hyperparameters: hyperparametersOf(version),
    ...(training.dial ? { dial: training.dial } : {}),
  };
}

function begin({ value, rev }: Stored<Requested>, name: string, at: string): Write {
  assertMove(value, 'training');
  const startedAt = value.status === 'training' ? value.startedAt : at;
  const after = {
    ...value,
    status: 'training',
    trainingJobName: name,
    startedAt,
    modifiedAt: at,
  } as TrainingVersion;
  return versionWrite(after, rev);
}

/** How the version ends: trained only where the export is there. */
async function settle(
  { value: version, rev }: Stored<Requested>,
  end: JobEnd,
  deps: JobUses,
): Promise<SettledJob> {
  const status = end.result === 'completed' ? 'trained' : end.result;
  assertMove(version, status);
  const archive = end.artifact && (await archiveOf(version, deps));
  const ended = settledVersion(version, { ...end, status }, { ...end.settlement, ...archive });
  const { gate, writes } = isLoadable(ended)
    ? await settleGate(ended, deps.table)
    : { gate: undefined, writes: [] };
  const after = withGate(ended, gate);
  const { outcome, failure, told } = endOf(after);
  const write = versionWrite(after, rev);
  return { write, also: writes, event: status, outcome, failure, told: told ?? [] };
}

/** What Gate said of a version that cannot answer is void. */
function withGate({ gate: _, ...version }: SettledVersion, gate?: GateSummary): SettledVersion {
  return { ...version, ...(gate ? { gate } : {}) } as SettledVersion;
}

function settledVersion(
  version: Requested,
  end: JobEnd & { readonly status: SettledVersion['status'] },
  settlement: Settlement,
): SettledVersion {
  const base = { ...version, modifiedAt: settlement.completedAt, settlement };
  if (end.status === 'failed')
    return { ...base, status: 'failed', failure: end.failure } as SettledVersion;
  const metrics = end.artifact?.metrics === undefined ? {} : { metrics: end.artifact.metrics };
  return { ...base, status: end.status, ...metrics } as SettledVersion;
}

/** How large the packed artifact is, and what that means for predictions. */
async function archiveOf(
  version: Requested,
  deps: JobUses,
): Promise<Pick<Settlement, 'archiveBytes' | 'notPredictable'>> {
  const jobName = jobNameOf(version);
  const key = jobName && objectKeys.archive(version.scope, version.id, jobName);
  const head = key ? await deps.objects.head(key) : undefined;
  if (!head) return {};
  const notPredictable = servingNoteOf(head.size, deps.settings);
  return { archiveBytes: head.size, ...(notPredictable === undefined ? {} : { notPredictable }) };
}

/** Without a validation part nothing could end it early, whatever its patience. */
function epochsRunOf(
  { training }: Requested,
  metrics: JsonObject | undefined,
): EpochsRun | undefined {
  const best = metrics && bestEpochOf(metrics);
  if (!best || best.validationCount === 0) return undefined;
  const patience = patienceOf(training.hyperparameters);
  return { planned: best.of, patience, run: best.epochsRun };
}
