import type { Client } from '../cli/client.ts';
import type { JsonObject } from '../core/catalog/model-type.ts';
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
}

interface ProgressPoint {
  readonly step: number;
  readonly totalSteps: number;
  readonly epoch?: number;
  readonly loss?: number;
  readonly secondsLeft?: number;
  readonly stage: string;
}

/** Uploads in calls of 128, as many as one call takes. */
export async function upload(
  client: Client,
  digits: readonly Digit[],
  datasetId: string,
): Promise<void> {
  for (let at = 0; at < digits.length; at += 128) {
    const inputs = digits.slice(at, at + 128).map((digit) => ({
      id: digit.id,
      data: { image: { base64: digit.base64 }, concepts: [{ id: conceptOf(digit), value: 1 }] },
      dataset_ids: [datasetId],
    }));
    await client.app('POST', '/inputs', { inputs });
  }
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

/** Starts a training and shows it live until it is settled. @throws Error with the reason where it does not end trained */
export async function trainAndWatch(
  client: Client,
  request: { modelId: string; trainInfo: object; idempotencyKey: string },
  report: Report,
): Promise<VersionWire> {
  const path = `/models/${request.modelId}/versions`;
  const body = { model_versions: [{ train_info: request.trainInfo }] };
  const started = await client.app<{ model: { model_version: VersionWire } }>('POST', path, body, {
    'idempotency-key': request.idempotencyKey,
  });
  const { id } = started.model.model_version;
  report.line(`version ${id}: ${started.model.model_version.status.description}`);
  const shown = { step: -1 };
  for (;;) {
    const { model_version: version } = await client.app<{ model_version: VersionWire }>(
      'GET',
      `${path}/${id}`,
    );
    await showProgress(client, `${path}/${id}`, { report, shown });
    if (version.status.code === 21100) return (report.endProgress(), version);
    if (version.status.code === 21106)
      throw new Error(`${version.status.description}: ${version.status.details ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
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

/** The concept with the highest value for each digit. */
export async function predictTop(
  client: Client,
  path: string,
  digits: readonly Digit[],
): Promise<{ id: string; value: number }[]> {
  const body = { inputs: digits.map((digit) => ({ data: { image: { base64: digit.base64 } } })) };
  const answer = await client.app<{
    outputs: { data: { concepts: { id: string; value: number }[] } }[];
  }>('POST', `${path}/outputs`, body);
  return answer.outputs.map((output) => output.data.concepts[0] as { id: string; value: number });
}

/** Stops what is still training and waits until it is. */
export async function stopTrainings(client: Client, modelId: string): Promise<void> {
  const path = `/models/${modelId}/versions`;
  for (;;) {
    const { model_versions: versions } = await client.app<{ model_versions: VersionWire[] }>(
      'GET',
      path,
    );
    const open = versions.filter((version) =>
      ['queued', 'training', 'stopping'].includes(version.metadata.deeptune.status),
    );
    if (open.length === 0) return;
    for (const version of open) await client.app('DELETE', `${path}/${version.id}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
