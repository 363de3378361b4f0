import type { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import type { TrainInfo } from '../client/parts.ts';
import type { Digit } from './digits.ts';
import { keepBack } from './digits.ts';
import type { Report } from './report.ts';
import { exactDollars, formatDollars, formatDuration } from './report.ts';
import { showEstimate } from './money.ts';
import type { ModelVersion } from '../core/api/wire/messages.ts';
import {
  conceptOf,
  estimate,
  factsOf,
  freeze,
  getVersion,
  isEnded,
  predictTop,
  startTraining,
  upload,
  worthOf,
} from './service.ts';

/** The packaged base model, and the template that starts from it. */
export const baseModelId = 'packaged/efficientnet-lite0';
const template = 'Deeptune_EfficientNet_Lite0';
export const appId = 'first-training';
const datasetId = 'digits';
const modelId = 'reader';
/**
 * Real digits of each class that are trained on, and how many of those behind them are predicted.
 */
const [perClass, predicted] = [30, 1];
/** A fifth of the usual work: what is shown is that everything works, not how well it can. */
const chosen = { num_epochs: 4, image_size: 64 };

/** What a first training needs. */
export interface FirstTraining {
  readonly client: Client;
  readonly digits: readonly Digit[];
  readonly report: Report;
  /** How long to wait between two looks, milliseconds. */
  readonly pollMilliseconds: number;
  /** Gives up on a training, or on an endpoint, after this long. */
  readonly timeoutMilliseconds: number;
}

/**
 * From nothing to a prediction and its bill, over HTTP alone, on either host. Run again, it trains
 * another version of the same model.
 * @throws Error where a step ends otherwise than it should
 */
export async function firstTraining(on: FirstTraining): Promise<void> {
  const { report } = on;
  const { kept, rest } = keepBack(on.digits, predicted);
  report.heading('1. App, dataset, model');
  await makePlaces(on);
  report.heading(`2. Upload ${shownDigits(rest).length} real digits and freeze them`);
  await uploadMissing(on, shownDigits(rest));
  const { id } = await freeze(on.client, datasetId);
  const trainInfo = {
    params: { template, ...chosen, dataset_id: datasetId, dataset_version_id: id },
  };
  report.heading('3. Estimate');
  showEstimate(await estimate(on.client, modelId, trainInfo), report);
  report.heading('4. Train');
  const version = await trained(on, trainInfo);
  report.heading(`5. Predict ${kept.length} digits that were never uploaded`);
  await predictions(on, version, kept);
  report.heading('6. The bill');
  showBill(report, version);
}

function shownDigits(digits: readonly Digit[]): readonly Digit[] {
  return keepBack(digits, perClass).kept;
}

async function makePlaces({ client, report }: FirstTraining): Promise<void> {
  await orThere(client.call('PostApps', {}, { apps: [{ id: appId }] }));
  await orThere(client.call('PostDatasets', {}, { datasets: [{ id: datasetId }] }));
  const model = { id: modelId, model_type_id: 'visual-classifier' };
  await orThere(client.call('PostModels', {}, { models: [model] }));
  report.line(`app ${appId}, dataset ${datasetId}, model ${modelId} (visual-classifier)`);
}

/** Made by an earlier run: as good. */
async function orThere(made: Promise<unknown>): Promise<void> {
  const alreadyThere = 40010;
  await made.catch((error: ApiError) => {
    if (error.code !== alreadyThere) throw error;
  });
}

/** Inputs that an earlier run uploaded are left out. */
async function uploadMissing(
  { client, report }: FirstTraining,
  digits: readonly Digit[],
): Promise<void> {
  const { dataset_inputs: there } = await client.call('ListDatasetInputs', {
    dataset_id: datasetId,
    per_page: 1000,
  });
  const known = new Set(there.map(({ input }) => input.id));
  const missing = digits.filter(({ id }) => !known.has(id));
  await upload(client, missing, datasetId);
  report.line(`${missing.length} uploaded, ${digits.length - missing.length} were there already`);
}

/** Shows each state as it comes. */
async function trained(on: FirstTraining, trainInfo: TrainInfo): Promise<ModelVersion> {
  const { client, report } = on;
  const { id } = await startTraining(client, { modelId, trainInfo });
  report.line(`version ${id}`);
  let shown = '';
  const version = await until(on, `version ${id}`, async () => {
    const found = await getVersion(client, modelId, id);
    const { code, description, details } = found.status;
    const text = `${code} ${description.replace(/\.$/, '')}${details ? `: ${details}` : ''}`;
    if (text !== shown) report.line((shown = text));
    return isEnded(found) ? found : undefined;
  });
  if (version.status.code !== 21100)
    throw new Error(
      `the training ended with: ${version.status.details ?? version.status.description}`,
    );
  // The verdict stands in the details already.
  const lines = worthOf(version).filter((line) => !version.status.details?.includes(line));
  for (const line of lines) report.line(line);
  return version;
}

/** Asked again while the endpoint is being made: 21351 says that it is. */
async function predictions(
  on: FirstTraining,
  { id }: ModelVersion,
  kept: readonly Digit[],
): Promise<void> {
  const { client, report } = on;
  const isDeploying = 21351;
  let isSaid = false;
  const top = await until(on, 'the endpoint', () =>
    predictTop(client, { modelId, versionId: id }, kept).catch((error: ApiError) => {
      if (error.code !== isDeploying) throw error;
      if (!isSaid) report.line(error.message);
      isSaid = true;
      return undefined;
    }),
  );
  for (const [index, { id: conceptId, value }] of top.entries())
    report.line(`${conceptOf(kept[index] as Digit)}: predicted ${conceptId} (${value.toFixed(3)})`);
  const right = top.filter((each, index) => each.id === conceptOf(kept[index] as Digit)).length;
  report.line(`${right} of ${kept.length} right`);
}

function showBill(report: Report, version: ModelVersion): void {
  const { reservation, settlement } = factsOf(version);
  if (!reservation || !settlement) throw new Error('the version has no settlement');
  const { billableSeconds, amountMicros } = settlement;
  const { estimatedAmountMicros, maxAmountMicros } = reservation;
  report.line(
    `${billableSeconds} s charged: ${exactDollars(amountMicros)}; quoted ${formatDollars(estimatedAmountMicros)}, never above ${formatDollars(maxAmountMicros)}`,
  );
}

async function until<T>(
  { pollMilliseconds, timeoutMilliseconds }: FirstTraining,
  what: string,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + timeoutMilliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline)
      throw new Error(`${what} was not ready within ${formatDuration(timeoutMilliseconds / 1000)}`);
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
}
