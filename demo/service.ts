import type { Client } from '../client/client.ts';
import type { NewData, NewInput, TrainInfo } from '../client/parts.ts';
import type {
  Answers,
  Concept,
  DatasetVersion,
  ModelVersion,
  Quote,
  TrainingEstimate,
  TrainingFacts,
} from '../core/api/wire/messages.ts';
import type { Digit } from './digits.ts';
import type { Report } from './report.ts';

/** The trainer's `metrics.json`, as far as the demo shows it. */
export interface Metrics {
  readonly heldOut: {
    readonly count: number;
    readonly accuracy: number;
    readonly macroF1: number;
    readonly macroRocAuc: number;
  };
  readonly untrained: { readonly accuracy: number };
  readonly trivial: { readonly accuracy: number };
  readonly oldConcepts?: { readonly count: number; readonly accuracy: number };
  readonly newConcepts?: { readonly count: number; readonly accuracy: number };
  readonly parent?: {
    readonly accuracyOnOldConcepts: number;
    readonly negativeFlipPercent: number;
  };
  readonly forgetting?: number;
  readonly counts: { readonly train: number; readonly test: number };
}

/** What a trained version is worth, and which epoch it is of, in lines. */
export function worthOf(version: ModelVersion): string[] {
  const { verdict, bestEpoch } = factsOf(version);
  return [...(verdict ? [verdict.text] : []), ...(bestEpoch ? [epochLine(bestEpoch)] : [])];
}

/**
 * What deeptune says of a version beside what Clarifai publishes. @throws Error for a base model,
 * which has nothing
 */
export function factsOf({ id, metadata }: ModelVersion): TrainingFacts {
  if (!metadata) throw new Error(`Version ${id} has no metadata`);
  return metadata.deeptune;
}

function epochLine(best: NonNullable<TrainingFacts['bestEpoch']>): string {
  const { epoch, of, metric, metricName, validationCount, note } = best;
  if (note || metric === null) return `epoch ${epoch} of ${of} is kept: ${note}`;
  const value = `validation ${metricName} ${metric.toFixed(3)} on ${validationCount} inputs`;
  return `best epoch ${epoch} of ${of} (${value})`;
}

/** Uploads in calls of 128, as many as one call takes. */
export async function uploadInputs(client: Client, inputs: readonly NewInput[]): Promise<void> {
  for (let at = 0; at < inputs.length; at += 128) {
    await client.call('PostInputs', {}, { inputs: inputs.slice(at, at + 128) });
  }
}

export function upload(client: Client, digits: readonly Digit[], datasetId: string): Promise<void> {
  const inputs = digits.map((digit) => ({
    id: digit.id,
    data: { image: { base64: digit.base64 }, concepts: [{ id: conceptOf(digit), value: 1 }] },
    dataset_ids: [datasetId],
  }));
  return uploadInputs(client, inputs);
}

export function conceptOf(digit: Digit): string {
  return `digit-${digit.label}`;
}

/** Freezes what the dataset holds now. */
export async function freeze(client: Client, datasetId: string): Promise<DatasetVersion> {
  const named = { dataset_id: datasetId };
  const answer = await client.call('PostDatasetVersions', named, { dataset_versions: [{}] });
  return only(answer.dataset_versions);
}

export async function estimate(
  client: Client,
  modelId: string,
  trainInfo: TrainInfo,
): Promise<TrainingEstimate> {
  const body = { model_versions: [{ train_info: trainInfo }] };
  const named = { model_id: modelId };
  return only(
    (await client.call('PostModelVersionsTrainingEstimates', named, body)).training_estimates,
  );
}

/** A price that the training is never billed above. */
export async function quoteOf(
  client: Client,
  modelId: string,
  trainInfo: TrainInfo,
): Promise<Quote> {
  const body = { model_versions: [{ train_info: trainInfo }] };
  return only((await client.call('PostQuotes', { model_id: modelId }, body)).quotes);
}

/** The answer to the one thing that was asked for. */
function only<T>(answers: readonly T[]): T {
  const [first] = answers;
  if (first === undefined) throw new Error('The service answered nothing to what it was asked for');
  return first;
}

export interface TrainingRequest {
  readonly modelId: string;
  readonly trainInfo: TrainInfo;
  /** A second request with the same one starts nothing. */
  readonly idempotencyKey?: string;
}

/** Starts a training and answers its version. */
export async function startTraining(
  client: Client,
  request: TrainingRequest,
): Promise<ModelVersion> {
  const { modelId, trainInfo, idempotencyKey } = request;
  const body = { model_versions: [{ train_info: trainInfo }] };
  const named = { model_id: modelId };
  const { model } = await client.call('PostModelVersions', named, body, idempotencyKey);
  return model.model_version;
}

export async function getVersion(
  client: Client,
  modelId: string,
  versionId: string,
): Promise<ModelVersion> {
  const named = { model_id: modelId, version_id: versionId };
  return (await client.call('GetModelVersion', named)).model_version;
}

/** True once nothing more will happen to it: trained (21100), failed or stopped (21106). */
export function isEnded(version: ModelVersion): boolean {
  return version.status.code === 21100 || version.status.code === 21106;
}

/** The version once it is trained. @throws Error with the reason where it ends otherwise */
export async function settled(
  client: Client,
  modelId: string,
  versionId: string,
  look?: () => Promise<void>,
): Promise<ModelVersion> {
  for (;;) {
    const version = await getVersion(client, modelId, versionId);
    await look?.();
    if (version.status.code === 21100) return version;
    if (isEnded(version))
      throw new Error(`${modelId}: ${version.status.description}: ${version.status.details ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

/** Starts a training and shows it live until it is trained. */
export async function trainAndWatch(
  client: Client,
  request: TrainingRequest,
  report: Report,
): Promise<ModelVersion> {
  const { id, status } = await startTraining(client, request);
  report.line(`version ${id}: ${status.description}`);
  const to = { report, shown: { step: -1 } };
  const version = await settled(client, request.modelId, id, () =>
    showProgress(client, { model_id: request.modelId, version_id: id }, to),
  );
  report.endProgress();
  return version;
}

async function showProgress(
  client: Client,
  version: { readonly model_id: string; readonly version_id: string },
  to: { report: Report; shown: { step: number } },
): Promise<void> {
  const { progress } = await client.call('ListTrainingProgress', version);
  const point = progress.at(-1);
  if (!point || point.step === to.shown.step) return;
  to.shown.step = point.step;
  const epoch = point.epoch === undefined ? '' : `, epoch ${point.epoch.toFixed(1)}`;
  const loss = point.loss === undefined ? '' : `, loss ${point.loss.toFixed(4)}`;
  const left =
    point.secondsLeft === undefined ? '' : `, about ${Math.ceil(point.secondsLeft)} s left`;
  to.report.progress(
    `${point.stage}: step ${point.step}/${point.totalSteps}${epoch}${loss}${left}`,
  );
}

/** A concept that was predicted, and how likely it is: 0 to 1. */
export interface PredictedConcept {
  readonly id: string;
  readonly value: number;
}

/** What predicts. */
export interface Predicting {
  readonly modelId: string;
  /** Absent: the newest version that can. */
  readonly versionId?: string;
}

/** Inputs of one call: as many as one call takes. */
const predictedAtOnce = 128;

/** The concepts that a version sees in each input's data, the likeliest first. */
export async function predictConcepts(
  client: Client,
  { modelId, versionId }: Predicting,
  data: readonly NewData[],
): Promise<PredictedConcept[][]> {
  const found: PredictedConcept[][] = [];
  const named = { model_id: modelId, ...(versionId ? { version_id: versionId } : {}) };
  for (let at = 0; at < data.length; at += predictedAtOnce) {
    const inputs = data.slice(at, at + predictedAtOnce).map((each) => ({ data: each }));
    const { outputs } = await client.call('PostModelOutputs', named, { inputs });
    found.push(...outputs.map((output) => (output.data.concepts ?? []).map(predicted)));
  }
  return found;
}

/** Without a value a concept is there for certain. */
function predicted({ id, value = 1 }: Concept): PredictedConcept {
  return { id, value };
}

/** The concept with the highest value for each digit. */
export async function predictTop(
  client: Client,
  version: Predicting,
  digits: readonly Digit[],
): Promise<PredictedConcept[]> {
  const data = digits.map(({ base64 }) => ({ image: { base64 } }));
  return (await predictConcepts(client, version, data)).map(only);
}

/** Stops whatever is still training in the app, and waits until it is. */
export async function stopTrainings(client: Client): Promise<void> {
  const { models } = await client.call('ListModels', {});
  for (const { id } of models) {
    const list = () => client.call('ListModelVersions', { model_id: id });
    for (let open = openOf(await list()); open.length > 0; open = openOf(await list())) {
      for (const version of open)
        await client.call('DeleteModelVersion', { model_id: id, version_id: version.id });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function openOf({ model_versions: versions }: Answers['ListModelVersions']): ModelVersion[] {
  const open = ['queued', 'training', 'stopping'];
  return versions.filter((version) => open.includes(factsOf(version).status));
}
