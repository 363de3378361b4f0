import type { Client } from '../cli/client.ts';
import type { JsonObject } from '../core/json.ts';
import type { Digit } from './digits.ts';
import type { Report } from './report.ts';

/** What the demo reads of a model version. */
export interface VersionWire {
  readonly id: string;
  readonly status: {
    readonly code: number;
    readonly description: string;
    readonly details?: string;
    readonly time_remaining?: number;
  };
  readonly metadata: {
    readonly deeptune: {
      readonly status: string;
      readonly reservation: {
        readonly estimatedSeconds: number;
        readonly estimatedAmountMicros: number;
        readonly maxAmountMicros: number;
        readonly explanation: readonly string[];
      };
      readonly settlement?: {
        readonly jobSeconds: number;
        readonly billableSeconds: number;
        readonly amountMicros: number;
      };
      readonly verdict?: { readonly text: string };
      readonly bestEpoch?: {
        readonly epoch: number;
        readonly of: number;
        readonly metric: number | null;
        readonly metricName: string;
        readonly validationCount: number;
        readonly note: string | null;
      };
    };
  };
  readonly metrics?: { readonly extended_metrics: { readonly user_metrics: Metrics } };
}

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

export interface EstimateWire {
  readonly seconds: number;
  readonly amountMicros: number;
  readonly maxAmountMicros: number;
  readonly maxRuntimeSeconds: number;
  readonly displaySeconds: number;
  readonly explanation: readonly string[];
  readonly warnings: readonly {
    readonly code: string;
    readonly message: string;
    readonly advice: string;
  }[];
}

interface ProgressPoint {
  readonly step: number;
  readonly totalSteps: number;
  readonly epoch?: number;
  readonly loss?: number;
  readonly secondsLeft?: number;
  readonly stage: string;
}

/** What a trained version is worth, and which epoch it is of, in lines. */
export function worthOf({ metadata }: VersionWire): string[] {
  const { verdict, bestEpoch } = metadata.deeptune;
  return [...(verdict ? [verdict.text] : []), ...(bestEpoch ? [epochLine(bestEpoch)] : [])];
}

function epochLine(best: NonNullable<VersionWire['metadata']['deeptune']['bestEpoch']>): string {
  const { epoch, of, metric, metricName, validationCount, note } = best;
  if (note !== null || metric === null) return `epoch ${epoch} of ${of} is kept: ${note}`;
  const value = `validation ${metricName} ${metric.toFixed(3)} on ${validationCount} inputs`;
  return `best epoch ${epoch} of ${of} (${value})`;
}

/** Uploads in calls of 128, as many as one call takes. */
export async function uploadInputs(client: Client, inputs: readonly object[]): Promise<void> {
  for (let at = 0; at < inputs.length; at += 128) {
    await client.app('POST', '/inputs', { inputs: inputs.slice(at, at + 128) });
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
export async function freeze(
  client: Client,
  datasetId: string,
): Promise<JsonObject & { id: string }> {
  const answer = await client.app<{ dataset_versions: (JsonObject & { id: string })[] }>(
    'POST',
    `/datasets/${datasetId}/versions`,
    { dataset_versions: [{}] },
  );
  return answer.dataset_versions[0] as JsonObject & { id: string };
}

export async function estimate(
  client: Client,
  modelId: string,
  trainInfo: object,
): Promise<EstimateWire> {
  const body = { model_versions: [{ train_info: trainInfo }] };
  const answer = await client.app<{ training_estimates: EstimateWire[] }>(
    'POST',
    `/models/${modelId}/versions/estimates`,
    body,
  );
  return answer.training_estimates[0] as EstimateWire;
}

export interface TrainingRequest {
  readonly modelId: string;
  readonly trainInfo: object;
  /** A second request with the same one starts nothing. */
  readonly idempotencyKey?: string;
}

/** Starts a training and answers its version. */
export async function startTraining(
  client: Client,
  request: TrainingRequest,
): Promise<VersionWire> {
  const { modelId, trainInfo, idempotencyKey: key } = request;
  const body = { model_versions: [{ train_info: trainInfo }] };
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  const path = `/models/${modelId}/versions`;
  const answer = await client.app<{ model: { model_version: VersionWire } }>(
    'POST',
    path,
    body,
    headers,
  );
  return answer.model.model_version;
}

export async function getVersion(
  client: Client,
  modelId: string,
  versionId: string,
): Promise<VersionWire> {
  const path = `/models/${modelId}/versions/${versionId}`;
  return (await client.app<{ model_version: VersionWire }>('GET', path)).model_version;
}

/** True once nothing more will happen to it: trained (21100), failed or stopped (21106). */
export function isEnded(version: VersionWire): boolean {
  return version.status.code === 21100 || version.status.code === 21106;
}

/** The version once it is trained. @throws Error with the reason where it ends otherwise */
export async function settled(
  client: Client,
  modelId: string,
  versionId: string,
  look?: () => Promise<void>,
): Promise<VersionWire> {
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
): Promise<VersionWire> {
  const { id, status } = await startTraining(client, request);
  report.line(`version ${id}: ${status.description}`);
  const to = { report, shown: { step: -1 } };
  const version = await settled(client, request.modelId, id, () =>
    showProgress(client, `/models/${request.modelId}/versions/${id}`, to),
  );
  report.endProgress();
  return version;
}

async function showProgress(
  client: Client,
  path: string,
  to: { report: Report; shown: { step: number } },
): Promise<void> {
  const { progress } = await client.app<{ progress: ProgressPoint[] }>('GET', `${path}/progress`);
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

export interface ConceptWire {
  readonly id: string;
  readonly value: number;
}

/** Inputs of one call: as many as one call takes. */
const predictedAtOnce = 128;

/** The concepts that a version sees in each input's data, the likeliest first. */
export async function predictConcepts(
  client: Client,
  path: string,
  data: readonly object[],
): Promise<ConceptWire[][]> {
  const found: ConceptWire[][] = [];
  for (let at = 0; at < data.length; at += predictedAtOnce) {
    const inputs = data.slice(at, at + predictedAtOnce).map((each) => ({ data: each }));
    const answer = await client.app<{ outputs: { data: { concepts: ConceptWire[] } }[] }>(
      'POST',
      `${path}/outputs`,
      { inputs },
    );
    found.push(...answer.outputs.map((output) => output.data.concepts));
  }
  return found;
}

/** The concept with the highest value for each digit. */
export async function predictTop(
  client: Client,
  path: string,
  digits: readonly Digit[],
): Promise<ConceptWire[]> {
  const data = digits.map(({ base64 }) => ({ image: { base64 } }));
  return (await predictConcepts(client, path, data)).map(([first]) => first as ConceptWire);
}

/** Stops whatever is still training in the app, and waits until it is. */
export async function stopTrainings(client: Client): Promise<void> {
  const { models } = await client.app<{ models: { id: string }[] }>('GET', '/models');
  for (const { id } of models) {
    const path = `/models/${id}/versions`;
    const list = () => client.app<{ model_versions: VersionWire[] }>('GET', path);
    for (let open = openOf(await list()); open.length > 0; open = openOf(await list())) {
      for (const version of open) await client.app('DELETE', `${path}/${version.id}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function openOf({ model_versions: versions }: { model_versions: VersionWire[] }): VersionWire[] {
  const open = ['queued', 'training', 'stopping'];
  return versions.filter((version) => open.includes(version.metadata.deeptune.status));
}
