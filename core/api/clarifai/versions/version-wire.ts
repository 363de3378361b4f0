import { counted } from '../../../words.ts';
import { decodedPictures } from '../../../dataset/version/warnings/decoded-pictures.ts';
import type { JsonObject } from '../../../json.ts';
import {
  describeStartingWeights,
  isStandIn,
} from '../../../catalog/base-models/starting-weights.ts';
import { formatDollars } from '../../../money.ts';
import type { RemainingTime } from '../../../estimate/remaining/remaining-time.ts';
import type { ProgressPoint } from '../../../job/steps/progress.ts';
import { bestEpochOf } from '../../../model/best-epoch.ts';
import type { LoadableVersion, ModelVersion, StopReason } from '../../../model/model-version.ts';
import {
  conceptsOfVersion,
  isLoadable,
  isOpen,
  stopReasonOf,
} from '../../../model/model-version.ts';
import { verdictOf } from '../../../model/verdict.ts';
import { status } from '../../http/status.ts';
import { billToWire, settlementToWire } from '../billing/bill-wire.ts';
import { lineageFactsToWire } from '../lineage/lineage-wire.ts';
import { reservationToWire } from '../training/promise-wire.ts';
import { heldOutToWire } from '../evaluations/metrics-wire.ts';
import type {
  Concept,
  ModelVersion as ModelVersionMessage,
  OutputInfo,
  Status,
  TrainInfo,
  TrainingFacts,
} from '../../wire/messages.ts';

/** What a version's JSON needs beside the version. */
export interface VersionExtras {
  /** The newest point of its progress, where it is training. */
  readonly progress?: ProgressPoint;
  /** How long it will still run, where it runs. */
  readonly remaining?: RemainingTime;
  /** Jobs before it in the queue, where it waits for a place. */
  readonly queuePosition?: number;
  /** A link to the training log that needs no key. */
  readonly trainLog?: string;
}

/**
 * A model version as Clarifai's `ModelVersion`; what is ours alone stands in `metadata.deeptune`.
 */
export function versionToWire(
  version: ModelVersion,
  extras: VersionExtras = {},
): ModelVersionMessage {
  return {
    id: version.id,
    created_at: version.createdAt,
    modified_at: version.modifiedAt,
    ...('settlement' in version ? { completed_at: version.settlement.completedAt } : {}),
    status: withPredictability(versionStatus(version, extras), version),
    app_id: version.scope.appId,
    user_id: version.scope.userId,
    description: version.description,
    visibility: { gettable: 'PRIVATE' },
    ...version.profile,
    metadata: { ...(version.profile?.['metadata'] as JsonObject), deeptune: ownFields(version) },
    active_concept_count: conceptsOfVersion(version).length,
    total_input_count: ('training' in version && version.training.inputCount) || 0,
    output_info: outputInfo(version),
    input_info: version.inputInfo ?? { params: {} },
    ...('training' in version ? { train_info: trainInfo(version) } : {}),
    ...(extras.trainLog ? { train_log: extras.trainLog } : {}),
    ...(isLoadable(version) ? { metrics: heldOutToWire(version) } : {}),
  };
}

type Requested = Extract<ModelVersion, { training: unknown }>;

function trainInfo({ training, scope }: Requested): TrainInfo {
  const { parent } = training;
  return {
    params: {
      template: training.templateId,
      ...training.hyperparameters,
      dataset_id: training.datasetId,
      dataset_version_id: training.datasetVersionId,
      invalid_data_tolerance_percent: training.invalidDataTolerancePercent,
      ...(training.instanceType === undefined ? {} : { instance_type: training.instanceType }),
    },
    dataset: {
      id: training.datasetId,
      app_id: scope.appId,
      user_id: scope.userId,
      version: { id: training.datasetVersionId },
    },
    ...(parent
      ? { resume_from_model: { id: parent.modelId, model_version: { id: parent.versionId } } }
      : {}),
  };
}

function outputInfo(version: ModelVersion): OutputInfo {
  return {
    output_config: {
      concepts_mutually_exclusive: false,
      max_concepts: 0,
      min_value: 0,
      ...version.outputConfig,
    },
    message: 'Show output_info with: GET /models/{model_id}/output_info',
    params: version.inferenceParams,
  };
}

/**
 * The same version with its concepts in `output_info`, which lists leave out; without any, `data`
 * is absent.
 */
export function withConcepts(
  wire: ModelVersionMessage,
  version: ModelVersion,
): ModelVersionMessage {
  const concepts = conceptsToWire(conceptsOfVersion(version), version.scope.appId);
  if (concepts.length === 0) return wire;
  const info = { ...wire.output_info, data: { concepts } };
  return { ...wire, output_info: info };
}

/** Several concepts of one app. */
export function conceptsToWire(
  concepts: readonly { id: string; name: string; value?: number }[],
  appId: string,
): Concept[] {
  return concepts.map((concept) => conceptToWire({ ...concept, appId }));
}

export function conceptToWire(concept: {
  id: string;
  name: string;
  appId: string;
  value?: number;
  createdAt?: string;
}): Concept {
  return {
    id: concept.id,
    name: concept.name,
    app_id: concept.appId,
    value: concept.value ?? 1,
    ...(concept.createdAt ? { created_at: concept.createdAt } : {}),
  };
}

function ownFields(version: ModelVersion): TrainingFacts {
  return {
    status: version.status,
    ...('reservation' in version ? reservedToWire(version) : {}),
    ...('trainingJobName' in version && version.trainingJobName
      ? { trainingJobName: version.trainingJobName }
      : {}),
    ...('settlement' in version
      ? {
          settlement: settlementToWire(version.settlement),
          bill: billToWire(version.reservation, version.settlement),
        }
      : {}),
    ...('failure' in version ? { failure: version.failure } : {}),
    ...stopReasonToWire(stopReasonOf(version)),
    ...('training' in version ? instanceToWire(version) : {}),
    ...predictabilityToWire(version),
    ...('training' in version
      ? {
          datasetDigest: version.training.datasetDigest,
          seed: version.training.seed,
          ...startToWire(version.training),
        }
      : {}),
    ...warningsToWire(version),
    ...lineageOf(version),
    ...gateOf(version),
    ...(isLoadable(version) ? worthOf(version) : {}),
  };
}

/** What its gate decided, in short. */
function gateOf(version: ModelVersion): Pick<TrainingFacts, 'gate'> {
  return 'gate' in version && version.gate ? { gate: version.gate } : {};
}

function lineageOf(version: ModelVersion): Pick<TrainingFacts, 'lineage'> {
  const lineage = lineageFactsToWire(version);
  return lineage ? { lineage } : {};
}

/** Of a job that was stopped and nobody asked for it. */
export function stopReasonToWire(reason: StopReason | undefined): {
  readonly stopReason?: StopReason;
} {
  return reason ? { stopReason: reason } : {};
}

/** Of the data as they were asked for, and of the pictures as the trainer saw them. */
function warningsToWire(version: ModelVersion): Pick<TrainingFacts, 'warnings'> {
  const asked = 'warnings' in version ? version.warnings : undefined;
  const seen = isLoadable(version) ? decodedPictures(version.metrics) : [];
  return asked || seen.length > 0 ? { warnings: [...(asked ?? []), ...seen] } : {};
}

/** The verdict, and beside it what the trainer saw of the pictures. */
function worthInWords(metrics: JsonObject): string | undefined {
  const seen = decodedPictures(metrics).map(({ message }) => message);
  const text = verdictOf(metrics)?.text;
  return seen.length === 0 ? text : [...(text ? [text] : []), ...seen].join('. ');
}

/**
 * Of a training whose dataset version is being frozen nothing is known yet, and why:
 * `estimatePending`.
 */
function reservedToWire({
  reservation,
  awaitsDataset,
}: Requested): Pick<TrainingFacts, 'reservation' | 'estimatePending'> {
  return awaitsDataset
    ? { estimatePending: reservation.explanation.join(' ') }
    : { reservation: reservationToWire(reservation) };
}

function startToWire({
  startsFrom,
}: Requested['training']): Pick<TrainingFacts, 'startsFrom' | 'startsFromText'> {
  if (!startsFrom) return {};
  return { startsFrom: { ...startsFrom }, startsFromText: describeStartingWeights(startsFrom) };
}

/**
 * Why a version cannot be predicted with here: by its artifact where there is one, else by what was
 * known before it was trained.
 */
function notPredictableOf(version: ModelVersion): string | undefined {
  if (isLoadable(version)) return version.settlement.notPredictable;
  return isOpen(version) ? version.training.notPredictable : undefined;
}

function predictabilityToWire(
  version: ModelVersion,
): Pick<TrainingFacts, 'predictable' | 'notPredictable'> {
  const reason = notPredictableOf(version);
  return reason === undefined ? {} : { predictable: false, notPredictable: reason };
}

/** Said with every status, before the start and after it. */
function withPredictability(status: Status, version: ModelVersion): Status {
  const reason = notPredictableOf(version);
  if (reason === undefined) return status;
  return { ...status, details: [status.details, reason].filter(Boolean).join('. ') };
}

function instanceToWire({
  training: { instanceType, purchase },
}: Requested): Pick<TrainingFacts, 'instanceType' | 'purchase'> {
  return {
    ...(instanceType === undefined ? {} : { instanceType }),
    ...(purchase === undefined ? {} : { purchase }),
  };
}

/** A stand-in says so wherever its status is shown: it is not what its template names. */
function versionStatus(version: ModelVersion, extras: VersionExtras): Status {
  const plain = plainStatus(version, extras);
  const { startsFrom } = 'training' in version ? version.training : {};
  if (!startsFrom || !isStandIn(startsFrom)) return plain;
  const details = [describeStartingWeights(startsFrom), plain.details];
  return { ...plain, details: details.filter(Boolean).join(' ') };
}

function plainStatus(version: ModelVersion, extras: VersionExtras): Status {
  const { progress, remaining, queuePosition } = extras;
  switch (version.status) {
    case 'untrained':
      return status(21102);
    case 'queued':
      return status(21103, queuePosition === undefined ? undefined : describeQueue(queuePosition));
    case 'training':
      return {
        ...status(21101, progress && describeProgress(progress)),
        ...progressNumbers(progress),
        ...(remaining ? { time_remaining: Math.ceil(remaining.p50Seconds) } : {}),
      };
    case 'stopping':
      return {
        ...status(21101, stoppingDetails(version)),
        description: 'Training is stopping.',
        ...stopCode(version),
      };
    case 'trained':
      return status(21100, worthInWords(version.metrics));
    case 'stopped':
      // The code is that of a failure: clients wait for 21100 or 21106 and for nothing else.
      return {
        ...status(21106, stoppedDetails(version)),
        description: 'Training was stopped',
        ...stopCode(version),
      };
    case 'failed':
      // The code stays 21106 for every reason: clients poll for 21100 or 21106 and for nothing
      // else.
      return { ...status(21106, version.failure.message), developer_notes: version.failure.code };
  }
}

function describeQueue(position: number): string {
  if (position === 0) return 'Waiting for a free place, first in the queue';
  return `Waiting for a free place, ${counted(position, 'job')} before it in the queue`;
}

function stoppingDetails(version: ModelVersion): string {
  const reason = stopReasonOf(version);
  if (!reason) return 'A stop was asked for; the newest checkpoint is kept';
  return `A budget stops it; the newest checkpoint is kept. ${reason.message}`;
}

/** Where a budget stopped it, its code stands where that of a failure does. */
function stopCode(version: ModelVersion): Pick<Status, 'developer_notes'> {
  const reason = stopReasonOf(version);
  return reason ? { developer_notes: reason.code } : {};
}

function stoppedDetails(version: Extract<ModelVersion, { status: 'stopped' }>): string {
  const use = notPredictableOf(version) === undefined ? 'for prediction and to' : 'to';
  const kept = isLoadable(version)
    ? `its checkpoint can be used ${use} resume from`
    : 'no checkpoint was there yet';
  const verdict = version.metrics && verdictOf(version.metrics);
  const worth = verdict ? `; it is ${verdict.text}` : '';
  const why = version.stopReason ? ` by a budget` : '';
  const next = version.stopReason ? `. ${version.stopReason.message}` : '';
  return `Training was stopped${why} after ${version.settlement.billableSeconds} s (${formatDollars(version.settlement.amountMicros)}); ${kept}${worth}${next}`;
}

/**
 * What the model is worth and which epoch it is of; nothing for a version of an earlier release.
 */
function worthOf({ metrics }: LoadableVersion) {
  const [verdict, bestEpoch] = [verdictOf(metrics), bestEpochOf(metrics)];
  return { ...(verdict ? { verdict } : {}), ...(bestEpoch ? { bestEpoch } : {}) };
}

function describeProgress(point: ProgressPoint): string {
  const loss = point.loss === undefined ? '' : `, loss ${point.loss.toFixed(4)}`;
  return `${point.stage}: step ${point.step} of ${point.totalSteps}${loss}`;
}

function progressNumbers(point?: ProgressPoint): Partial<Status> {
  if (!point || point.totalSteps === 0) return {};
  return { percent_completed: Math.min(100, Math.floor((100 * point.step) / point.totalSteps)) };
}

/** True where asking for the newest progress is worth it. */
export function hasProgress(version: ModelVersion): boolean {
  return isOpen(version) && version.status !== 'queued';
}
