import type { JobCost } from './job-cost.ts';
import type { JsonObject } from '../json.ts';
import type { StartingWeights } from '../catalog/base-models/starting-weights.ts';
import type { DataWarning } from '../dataset/version/warnings/data-warning.ts';
import { fail } from '../errors.ts';
import type { PromisedForecast } from '../estimate/graded/graded-estimate.ts';
import type { PhaseSeconds } from '../estimate/graded/measured-phases.ts';
import type { Workload } from '../estimate/work/workload.ts';
import type { GateSummary } from './promotion/gate-result.ts';
import type { VersionLineage } from './lineage.ts';
import { trainingJobName } from '../records/job-names.ts';
import { objectKeys } from '../records/object-keys.ts';
import type { Scope } from '../records/keys.ts';
import type { Failure } from '../errors.ts';

export interface ConceptRef {
  readonly id: string;
  readonly name: string;
}

/**
 * What was asked for; fixed when the training is queued. Together with the image digest it makes
 * the version reproducible.
 */
export interface TrainingConfig {
  readonly templateId: string;
  readonly hyperparameters: JsonObject;
  readonly invalidDataTolerancePercent: number;
  readonly concepts: readonly ConceptRef[];
  readonly datasetId: string;
  readonly datasetVersionId: string;
  /** SHA-256 of the dataset version's manifest. */
  readonly datasetDigest: string;
  /** Inputs of the dataset version; absent in versions of earlier releases. */
  readonly inputCount?: number;
  /** What its line of versions began with; absent in versions of the first release. */
  readonly startsFrom?: StartingWeights;
  /** Incremental training: the version whose weights this one starts from. */
  readonly parent?: { readonly modelId: string; readonly versionId: string };
  readonly seed: number;
  /** Epochs of the template, where half of them are run: it has a parent and named none. */
  readonly defaultEpochs?: number;
  /** Where it runs; absent in versions of the first release: on the account's default. */
  readonly instanceType?: string;
  /** How it is bought; absent: as the account buys. */
  readonly purchase?: 'spot' | 'on-demand';
  /** How its images come to the trainer, in SageMaker's words; absent: `File`. */
  readonly objectsInputMode?: 'FastFile';
  /**
   * Why it could not be predicted with on this host, as far as it was known when the training was
   * queued; absent: it could.
   */
  readonly notPredictable?: string;
  /** It is no training, but a point between its parent and a candidate of it. */
  readonly dial?: DialPoint;
}

/** A point of the compatibility dial: weights between parent (0) and candidate (1). */
export interface DialPoint {
  /** The candidate, a child of the same parent. */
  readonly candidateVersionId: string;
  readonly weight: number;
  /** Added to the logits of the concepts that the parent does not know. */
  readonly shift: number;
}

/** What was promised before the start: the reservation. Micro-dollars and seconds. */
export interface Reservation {
  /** Its quote; absent: it has none yet, or an earlier release made it. */
  readonly quoteId?: string;
  readonly estimatedSeconds: number;
  readonly estimatedAmountMicros: number;
  readonly maxRuntimeSeconds: number;
  readonly maxAmountMicros: number;
  readonly microsPerHour: number;
  /** What should be charged for, seconds: the median. Absent: it was not kept. */
  readonly chargedSeconds?: number;
  /** What is charged for at most, seconds. */
  readonly maxChargedSeconds?: number;
  /** The least that it costs, if it is charged at all; absent: no minimum. */
  readonly minimumMicrosPerJob?: number;
  /** Version of the rate card that it is priced by; absent: of an earlier release. */
  readonly priceListVersion?: string;
  /** Inputs x epochs that the estimate counted: what the actual time is compared with. */
  readonly inputEpochs: number;
  /** Seconds of the estimate that do not grow with the steps; absent: it was not kept. */
  readonly fixedSeconds?: number;
  /** Seconds of the estimate that brought the inputs to the trainer; absent: 0. */
  readonly transferSeconds?: number;
  /** How the estimate was reckoned, for a person. */
  readonly explanation: readonly string[];
  /** What was forecast; absent: by an earlier release, or not estimated yet. */
  readonly promised?: PromisedForecast;
  /** What the job is to do, as it was forecast. */
  readonly planned?: Workload;
  /** What the forecast counted, and what it was made for. */
  readonly basis?: PromiseBasis;
  /** Absent: nothing was shown, as of a retraining that a schedule started. */
  readonly shown?: ShownPromise;
}

/** What a forecast was made of. */
export interface PromiseBasis {
  /** Inputs that the job reads. */
  readonly inputCount: number;
  /** Epochs that should run; of an evaluation or a batch prediction 1. */
  readonly epochs: number;
  /** `Device.id`. */
  readonly deviceId: string;
  readonly instanceType: string;
}

/**
 * What was shown to the person who asked for a job, for as long as it exists: before anything is
 * reserved, the workflow asks if it still holds.
 */
export interface ShownPromise {
  readonly inputCount: number;
  readonly deviceId: string;
  readonly instanceType: string;
  readonly maxAmountMicros: number;
}

/** Why a job was stopped, where it was not somebody's wish. */
export interface StopReason {
  /** Stable, kebab-case. */
  readonly code: 'budget-stopped';
  /** For a person. */
  readonly message: string;
  /** The budget that was lowered, see `budgetIdOf`. */
  readonly budgetId: string;
  /** When it was asked to stop, ISO 8601. */
  readonly at: string;
}

/** What came of it; there once the version is settled. */
export interface Settlement {
  readonly completedAt: string;
  readonly trainingJobName?: string;
  /** Wall time of the last training job. */
  readonly jobSeconds: number;
  readonly billableSeconds: number;
  readonly amountMicros: number;
  /** What AWS charges for all its attempts; absent: none began, or by an earlier release. */
  readonly cost?: JobCost;
  /** How long each phase took, as its forecast is graded; absent: nobody measured them. */
  readonly phaseSeconds?: PhaseSeconds;
  /**
   * Of the artifact's archive; absent: there is none, or the version was settled by the first
   * release.
   */
  readonly archiveBytes?: number;
  /** Why it cannot be predicted with on this host; absent: it can be. */
  readonly notPredictable?: string;
}

interface VersionBase {
  readonly id: string;
  /**
   * Its number among the versions of its model, from 1; absent in versions of earlier releases,
   * which are older than all that have one.
   */
  readonly sequence?: number;
  readonly modelId: string;
  readonly modelTypeId: string;
  readonly scope: Scope;
  readonly description: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** Inference settings (`output_info.params`). */
  readonly inferenceParams: JsonObject;
  /** `output_info.output_config` and `input_info` as asked for. */
  readonly outputConfig?: JsonObject;
  readonly inputInfo?: JsonObject;
  /** What the owner wrote on it: metadata, licence, visibility. */
  readonly profile?: JsonObject;
}

interface Requested extends VersionBase {
  readonly training: TrainingConfig;
  readonly reservation: Reservation;
  /**
   * There while its dataset version is being frozen: the training as it was asked for. Its
   * concepts, estimate, reservation and warnings are worked out from that when the rows are there,
   * before it is admitted.
   */
  readonly awaitsDataset?: JsonObject;
  /** About its data, as they were when it was asked for; absent in versions of earlier releases. */
  readonly warnings?: readonly DataWarning[];
  /** Absent in versions of earlier releases, and while the dataset version is being frozen. */
  readonly lineage?: VersionLineage;
  /** What Gate decided; absent: it was not there yet, or an earlier release trained it. */
  readonly gate?: GateSummary;
  /** Of the workflow's execution; absent: the version's id. A schedule's firing has one before. */
  readonly executionName?: string;
}

interface Attempted extends Requested {
  readonly trainingJobName: string;
}

export interface UntrainedVersion extends VersionBase {
  readonly status: 'untrained';
  /** What it would be trained on: the model's concepts when it was made. */
  readonly concepts?: readonly ConceptRef[];
}
export interface QueuedVersion extends Requested {
  readonly status: 'queued';
}
export interface TrainingVersion extends Attempted {
  readonly status: 'training';
  readonly startedAt: string;
}
export interface StoppingVersion extends Requested {
  readonly status: 'stopping';
  /** Absent: it was stopped while still queued. */
  readonly trainingJobName?: string;
  /** Absent: somebody asked for it. */
  readonly stopReason?: StopReason;
}
export interface TrainedVersion extends Attempted {
  readonly status: 'trained';
  readonly settlement: Settlement;
  readonly metrics: JsonObject;
}
export interface StoppedVersion extends Requested {
  readonly status: 'stopped';
  /** Absent: somebody asked for it, or its time was used up. */
  readonly stopReason?: StopReason;
  readonly settlement: Settlement;
  /** Measured on what was learnt so far; absent: stopped before a loadable model was there. */
  readonly metrics?: JsonObject;
}
export interface FailedVersion extends Requested {
  readonly status: 'failed';
  readonly settlement: Settlement;
  readonly failure: Failure;
}

/**
 * Immutable result of one training, from its request on. Later states own the fields that exist
 * only then.
 */
export type ModelVersion =
  | UntrainedVersion
  | QueuedVersion
  | TrainingVersion
  | StoppingVersion
  | TrainedVersion
  | StoppedVersion
  | FailedVersion;
export type ModelVersionStatus = ModelVersion['status'];

/** Why a version is stopping or was stopped, where it was not somebody's wish. */
export function stopReasonOf(version: ModelVersion): StopReason | undefined {
  const isStopped = version.status === 'stopping' || version.status === 'stopped';
  return isStopped ? version.stopReason : undefined;
}

/** A version that a workflow still owns. */
export type OpenVersion = QueuedVersion | TrainingVersion | StoppingVersion;
export type SettledVersion = TrainedVersion | StoppedVersion | FailedVersion;

/** The one transition table. `training -> training` is the next attempt of the same training. */
const transitions: Readonly<Record<ModelVersionStatus, readonly ModelVersionStatus[]>> = {
  untrained: [],
  queued: ['training', 'stopping', 'failed', 'stopped'],
  training: ['training', 'trained', 'stopping', 'failed', 'stopped'],
  stopping: ['stopped', 'trained', 'failed'],
  trained: [],
  stopped: [],
  failed: [],
};

/** True where the lifecycle lets a version go from one status to the other. */
export function canMove(from: ModelVersionStatus, to: ModelVersionStatus): boolean {
  return transitions[from].includes(to);
}

/** @throws DeeptuneError illegal-transition */
export function assertMove(version: ModelVersion, to: ModelVersionStatus): void {
  if (!canMove(version.status, to)) {
    throw fail(
      'illegalTransition',
      `Version '${version.id}' is ${version.status} and cannot become ${to}`,
    );
  }
}

export function isOpen(version: ModelVersion): version is OpenVersion {
  return (
    version.status === 'queued' || version.status === 'training' || version.status === 'stopping'
  );
}

export function isSettled(version: ModelVersion): version is SettledVersion {
  return (
    version.status === 'trained' || version.status === 'stopped' || version.status === 'failed'
  );
}

export type LoadableVersion = TrainedVersion | (StoppedVersion & { readonly metrics: JsonObject });

/** True where weights are there to predict with and to resume from. */
export function isLoadable(version: ModelVersion): version is LoadableVersion {
  return (
    version.status === 'trained' || (version.status === 'stopped' && version.metrics !== undefined)
  );
}

/** @throws DeeptuneError version-not-trained where there are no weights to use */
export function assertLoadable(version: ModelVersion): asserts version is LoadableVersion {
  if (isLoadable(version)) return;
  throw fail(
    'versionNotTrained',
    `Model not yet trained: version '${version.id}' is ${version.status}`,
  );
}

/** The concepts that a version knows, or would be trained on, in their order. */
export function conceptsOfVersion(version: ModelVersion): readonly ConceptRef[] {
  return version.status === 'untrained' ? (version.concepts ?? []) : version.training.concepts;
}

/** Where the training job packed the version's artifact as `model.tar.gz`. */
export function archiveKeyOf(version: SettledVersion): string {
  const jobName = version.settlement.trainingJobName ?? trainingJobName(version.id, 1);
  return objectKeys.archive(version.scope, version.id, jobName);
}
