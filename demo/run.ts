import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from '../cli/client.ts';
import { startServer } from '../local/server.ts';
import { ensurePython } from '../local/python-environment.ts';
import { readSettings } from '../local/settings.ts';
import type { Digit } from './digits.ts';
import { concurrentTrainings, tourOfAll } from './all.ts';
import { toursOf } from './tours.ts';
import { keepBack, loadDigits } from './digits.ts';
import { Report, exactDollars, formatDollars, formatDuration, percent } from './report.ts';
import type { EstimateWire, Metrics, VersionWire } from './service.ts';
import {
  conceptOf,
  estimate,
  freeze,
  predictTop,
  stopTrainings,
  trainAndWatch,
  upload,
  worthOf,
} from './service.ts';

const template = 'Deeptune_ResNet_Small';
const datasetId = 'digits';
const modelId = 'digit-reader';
const root = dirname(import.meta.dirname);
/** `--all [model type …]`: every model type, or those named, instead of one in detail. */
const { values, positionals: modelTypeIds } = parseArgs({
  options: { all: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const report = new Report(process.stdout);

/** The main job on real data, as a client over HTTP; every number printed is measured in this run. */
async function main(): Promise<void> {
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-demo-'));
  const { python } = await ensurePython(root, (line) => report.line(line));
  const local = {
    ...readSettings({
      ...process.env,
      DEEPTUNE_FOLDER: folder,
      DEEPTUNE_MAX_CONCURRENT_TRAININGS: String(concurrentTrainings),
    }),
    port: 0,
    grpc: undefined,
    userId: 'demo',
  };
  const server = await startServer({
    local,
    root,
    log: () => undefined,
    say: (line) => report.line(line),
  });
  try {
    report.heading(`deeptune on this machine: ${server.url}, data in ${folder}`);
    const client = new Client({ ...server, userId: 'demo', appId: 'tour' });
    await client.user('POST', '/apps', { apps: [{ id: 'tour' }] });
    await (
      values.all
        ? tourOfAll(client, { python, report, chosen: toursOf(modelTypeIds) })
        : tour(client, loadDigits(python))
    ).catch((error: unknown) => giveUp(client, error));
    report.heading(`Done in ${formatDuration((performance.now() - begun) / 1000)}. Next:`);
    report.line(
      'npm run serve        the same service on http://127.0.0.1:8420, with the walk-through of README.md',
    );
    report.line('npx cdk synth        what it is in your own AWS account');
    report.line('npm test             everything it promises');
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** A training job outlives its server: where the tour breaks off, it is stopped first. */
async function giveUp(client: Client, error: unknown): Promise<never> {
  await stopTrainings(client).catch(() => undefined);
  throw error;
}

async function tour(client: Client, digits: readonly Digit[]): Promise<void> {
  const { kept, rest } = keepBack(digits, 2);
  await client.app('POST', '/datasets', { datasets: [{ id: datasetId }] });
  await client.app('POST', '/models', {
    models: [{ id: modelId, model_type_id: 'visual-classifier' }],
  });
  const first = await firstTraining(
    client,
    rest.filter((digit) => digit.label < 8),
  );
  const second = await incrementalTraining(
    client,
    first,
    rest.filter((digit) => digit.label >= 8),
  );
  await predictions(client, second, kept);
  await bill(client, [first, second]);
}

async function firstTraining(client: Client, digits: readonly Digit[]): Promise<VersionWire> {
  report.heading(`1. Upload ${digits.length} labelled images of eight classes and freeze them`);
  await upload(client, digits, datasetId);
  const version = await freeze(client, datasetId);
  report.line(`dataset version ${version.id}`);
  report.heading('2. Estimate');
  const trainInfo = { params: { template, dataset_id: datasetId, dataset_version_id: version.id } };
  showEstimate(await estimate(client, modelId, trainInfo));
  report.heading(`3. Train a visual-classifier (${template})`);
  const trained = await trainAndWatch(
    client,
    { modelId, trainInfo, idempotencyKey: 'demo-first' },
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
  client: Client,
  parent: VersionWire,
  digits: readonly Digit[],
): Promise<VersionWire> {
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
  for (const line of worthOf(trained)) report.line(line);
  return trained;
}

async function predictions(
  client: Client,
  version: VersionWire,
  kept: readonly Digit[],
): Promise<void> {
  report.heading(`5. Predict ${kept.length} images that were never uploaded`);
  const top = await predictTop(client, `/models/${modelId}/versions/${version.id}`, kept);
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

interface UsageRecord {
  readonly trainingJobName: string;
  readonly endReason: string;
  readonly billableSeconds: number;
  readonly microsPerHour: number;
  readonly amountMicros: number;
}

async function bill(client: Client, versions: readonly VersionWire[]): Promise<void> {
  report.heading('6. The bill, line by line');
  const { usage_records: records } = await client.user<{ usage_records: UsageRecord[] }>(
    'GET',
    '/billing/usage',
  );
  const { amount } = await client.user<{
    amount: { amountMicros: number; heldMicros: number; billableSeconds: number };
  }>('GET', '/billing/amounts');
  for (const {
    trainingJobName,
    endReason,
    billableSeconds,
    microsPerHour,
    amountMicros,
  } of records) {
    report.line(
      `${trainingJobName}  ${endReason}  ${billableSeconds} s at ${formatDollars(microsPerHour)}/h  ${exactDollars(amountMicros)}`,
    );
  }
  report.line(
    `total ${exactDollars(amount.amountMicros)} for ${amount.billableSeconds} s; still held ${formatDollars(amount.heldMicros)}`,
  );
  report.heading('7. Estimate and actual');
  for (const [index, { metadata }] of versions.entries()) {
    const { reservation, settlement } = metadata.deeptune;
    if (!settlement) continue;
    const { estimatedSeconds, estimatedAmountMicros, maxAmountMicros } = reservation;
    const { jobSeconds, billableSeconds, amountMicros } = settlement;
    report.line(
      `version ${index + 1}: estimated ${estimatedSeconds} s and ${formatDollars(estimatedAmountMicros)}; the job ran ${jobSeconds} s`,
    );
    report.line(
      `  billed ${billableSeconds} s that moved a checkpoint, ${exactDollars(amountMicros)} of at most ${formatDollars(maxAmountMicros)}`,
    );
  }
  report.line('The next estimate of this template has learnt from both.');
}

function showEstimate(estimated: EstimateWire): void {
  report.line(
    `${formatDuration(estimated.seconds)}, ${formatDollars(estimated.amountMicros)}; never more than ${formatDollars(estimated.maxAmountMicros)} (stopped after ${formatDuration(estimated.maxRuntimeSeconds)})`,
  );
  for (const line of estimated.explanation) report.line(`  ${line}`);
  for (const { message, advice } of estimated.warnings) report.line(`  ${message}. ${advice}.`);
}

function metricsOf(version: VersionWire): Metrics {
  if (!version.metrics) throw new Error(`Version ${version.id} has no metrics`);
  return version.metrics.extended_metrics.user_metrics;
}

await main().catch((error: unknown) => {
  process.stderr.write(
    `\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
