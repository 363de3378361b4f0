import type { Client } from '../client/client.ts';
import type { Digit } from './digits.ts';
import { keepBack } from './digits.ts';
import type { Report } from './report.ts';
import { percent } from './report.ts';
import type { ModelVersion } from '../core/api/wire/messages.ts';
import {
  conceptOf,
  estimate,
  freeze,
  predictTop,
  quoteOf,
  trainAndWatch,
  upload,
  worthOf,
} from './service.ts';
import { metricsOf, showEstimate, showQuote } from './money.ts';

const template = 'Deeptune_ResNet_Small';
const datasetId = 'digits';
const modelId = 'digit-reader';

/**
 * The main job on handwritten digits, with a small network that starts from nothing: about a
 * minute.
 */
export async function quickTour(
  client: Client,
  digits: readonly Digit[],
  report: Report,
): Promise<void> {
  const { kept, rest } = keepBack(digits, 2);
  await client.call('PostDatasets', {}, { datasets: [{ id: datasetId }] });
  await client.call(
    'PostModels',
    {},
    {
      models: [{ id: modelId, model_type_id: 'visual-classifier' }],
    },
  );
  const to = { client, report };
  const old = rest.filter((digit) => digit.label < 8);
  const first = await firstTraining(to, old);
  const late = rest.filter((digit) => digit.label >= 8);
  const second = await incrementalTraining(to, first, late);
  await predictions(to, second, kept);
}

/** The service, and where to tell of it. */
interface To {
  readonly client: Client;
  readonly report: Report;
}

async function firstTraining(
  { client, report }: To,
  digits: readonly Digit[],
): Promise<ModelVersion> {
  report.heading(`1. Upload ${digits.length} labelled images of eight classes and freeze them`);
  await upload(client, digits, datasetId);
  const version = await freeze(client, datasetId);
  report.line(`dataset version ${version.id}`);
  report.heading('2. Estimate, and a price that binds');
  const trainInfo = { params: { template, dataset_id: datasetId, dataset_version_id: version.id } };
  showEstimate(await estimate(client, modelId, trainInfo), report);
  const quote = await quoteOf(client, modelId, trainInfo);
  showQuote(quote, report);
  report.heading(`3. Train a visual-classifier (${template})`);
  const underQuote = { params: { quote_id: quote.id } };
  const trained = await trainAndWatch(
    client,
    { modelId, trainInfo: underQuote, idempotencyKey: 'demo-first' },
    report,
  );
  const metrics = metricsOf(trained);
  report.line(
    `held out: ${metrics.heldOut.count} images, accuracy ${percent(metrics.heldOut.accuracy)}, macro F1 ${metrics.heldOut.macroF1.toFixed(3)}, ROC AUC ${metrics.heldOut.macroRocAuc.toFixed(4)}`,
  );
  report.line(
    `to beat: untrained ${percent(metrics.untrained.accuracy)}, always the commonest class ${percent(metrics.trivial.accuracy)}`,
  );
  for (const line of worthOf(trained)) report.line(line);
  return trained;
}

async function incrementalTraining(
  { client, report }: To,
  parent: ModelVersion,
  digits: readonly Digit[],
): Promise<ModelVersion> {
  report.heading(
    `4. ${digits.length} images of two new classes arrive: retrain incrementally from version 1`,
  );
  await upload(client, digits, datasetId);
  const version = await freeze(client, datasetId);
  const resume = { id: modelId, model_version: { id: parent.id } };
  const trainInfo = {
    params: { template, dataset_id: datasetId, dataset_version_id: version.id },
    resume_from_model: resume,
  };
  const trained = await trainAndWatch(
    client,
    { modelId, trainInfo, idempotencyKey: 'demo-second' },
    report,
  );
  const {
    heldOut,
    oldConcepts,
    newConcepts,
    parent: before,
    forgetting,
    counts,
  } = metricsOf(trained);
  report.line(
    `trained on ${counts.train} images (all new ones, a replayed sample of the old), ten classes`,
  );
  report.line(`held out: ${heldOut.count} images, accuracy ${percent(heldOut.accuracy)}`);
  report.line(
    `  old classes: ${percent(oldConcepts?.accuracy ?? NaN)} of ${oldConcepts?.count} (version 1: ${percent(before?.accuracyOnOldConcepts ?? NaN)}; forgotten ${percent(forgetting ?? NaN)})`,
  );
  report.line(`  new classes: ${percent(newConcepts?.accuracy ?? NaN)} of ${newConcepts?.count}`);
  return trained;
}

async function predictions(
  { client, report }: To,
  version: ModelVersion,
  kept: readonly Digit[],
): Promise<void> {
  report.heading(`5. Predict ${kept.length} images that were never uploaded`);
  const top = await predictTop(client, { modelId, versionId: version.id }, kept);
  const right = top.filter(
    (concept, index) => concept.id === conceptOf(kept[index] as Digit),
  ).length;
  for (const [index, concept] of top.entries()) {
    if (index % 4 !== 0) continue;
    report.line(
      `${kept[index]?.id} shows ${conceptOf(kept[index] as Digit)}: predicted ${concept.id} (${concept.value.toFixed(3)})`,
    );
  }
  report.line(`${right} of ${kept.length} right`);
}
