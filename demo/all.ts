import type { Client } from '../client/client.ts';
import type { JsonObject } from '../core/json.ts';
import { rowsOf } from './data.ts';
import { formatDollars } from './report.ts';
import type { Report } from './report.ts';
import type { ModelVersion } from '../core/api/wire/messages.ts';
import { factsOf, freeze, settled, startTraining, uploadInputs, worthOf } from './service.ts';
import type { Row, Tour } from './tours.ts';

/** Trainings at the same time: one per core that the laptop is assumed to have. */
export const concurrentTrainings = 2;

interface Tools {
  /** The interpreter that has the data's packages. */
  readonly python: string;
  readonly report: Report;
}

interface Result {
  readonly tour: Tour;
  readonly untrained: number;
  readonly trivial: number;
  readonly trained: number;
  readonly retrained: number;
  readonly seconds: number;
  readonly amountMicros: number;
}

/**
 * Trains every chosen model type on real data, then each again incrementally, and prints what came
 * of it.
 * @throws Error that names the types which are not clearly better than untrained and than the
 *   trivial baseline
 */
export async function tourOfAll(
  client: Client,
  { python, report, chosen }: Tools & { readonly chosen: readonly Tour[] },
): Promise<void> {
  report.heading(`${chosen.length} model types: train, then retrain with what arrived later`);
  const results = await trainTours(client, { python, report, chosen });
  showTable(results, report);
  const weak = results
    .filter((result) => !isClearlyBetter(result))
    .map(({ tour }) => tour.modelTypeId);
  if (weak.length > 0)
    throw new Error(`not clearly better than untrained and trivial: ${weak.join(', ')}`);
}

/** Trains every chosen model type, then each again, some at the same time; in their order. */
export async function trainTours(
  client: Client,
  { chosen, ...tools }: Tools & { readonly chosen: readonly Tour[] },
): Promise<Result[]> {
  const waiting = [...chosen];
  const results: Result[] = [];
  const worker = async () => {
    for (let tour = waiting.shift(); tour; tour = waiting.shift()) {
      results.push(await runTour(client, tour, tools));
    }
  };
  await Promise.all(Array.from({ length: concurrentTrainings }, worker));
  return chosen.flatMap((tour) => results.filter((result) => result.tour === tour));
}

async function runTour(client: Client, tour: Tour, tools: Tools): Promise<Result> {
  const { modelTypeId: id, template } = tour;
  const rows = await rowsOf<Row>(tools.python, tour.script);
  await client.call('PostDatasets', {}, { datasets: [{ id }] });
  await client.call('PostModels', {}, { models: [{ id, model_type_id: id }] });
  const first = await trainOn(
    client,
    tour,
    rows.filter((row, index) => !tour.isLater(row, index)),
  );
  tools.report.line(`${id} (${template}): trained in ${factsOf(first).settlement?.jobSeconds} s`);
  const second = await trainOn(client, tour, rows.filter(tour.isLater), first);
  tools.report.line(
    `${id} (${template}): retrained in ${factsOf(second).settlement?.jobSeconds} s`,
  );
  for (const line of worthOf(second)) tools.report.line(`  ${line}`);
  return toResult(tour, first, second);
}

async function trainOn(
  client: Client,
  tour: Tour,
  rows: readonly Row[],
  parent?: ModelVersion,
): Promise<ModelVersion> {
  const { modelTypeId: id, template } = tour;
  const inputs = rows.map((row) => ({
    id: `${id}-${row.id}`,
    data: tour.toData(row),
    dataset_ids: [id],
  }));
  await uploadInputs(client, inputs);
  const datasetVersion = await freeze(client, id);
  const params = { template, dataset_id: id, dataset_version_id: datasetVersion.id };
  const resume = parent ? { resume_from_model: { id, model_version: { id: parent.id } } } : {};
  const version = await startTraining(client, { modelId: id, trainInfo: { params, ...resume } });
  return settled(client, id, version.id);
}

function toResult(tour: Tour, first: ModelVersion, second: ModelVersion): Result {
  const of = (version: ModelVersion, part: string): number => {
    const measured = version.metrics?.extended_metrics?.user_metrics?.[part];
    return Number((measured as JsonObject | undefined)?.[tour.metric]);
  };
  const sum = (pick: 'jobSeconds' | 'amountMicros') =>
    [first, second].reduce(
      (total, version) => total + (factsOf(version).settlement?.[pick] ?? NaN),
      0,
    );
  return {
    tour,
    untrained: of(first, 'untrained'),
    trivial: of(first, 'trivial'),
    trained: of(first, 'heldOut'),
    retrained: of(second, 'heldOut'),
    seconds: sum('jobSeconds'),
    amountMicros: sum('amountMicros'),
  };
}

/** At least a third of the way from the better baseline to perfect. */
function isClearlyBetter({ untrained, trivial, trained, retrained }: Result): boolean {
  const baseline = Math.max(untrained, trivial);
  return Math.min(trained, retrained) > baseline + (1 - baseline) / 3;
}

function showTable(results: readonly Result[], report: Report): void {
  const header = [
    'model type',
    'held-out metric',
    'untrained',
    'trivial',
    'trained',
    'retrained',
    'seconds',
    'price',
  ];
  const rows = results.map(
    ({ tour, untrained, trivial, trained, retrained, seconds, amountMicros }) => [
      tour.modelTypeId,
      tour.metricName,
      ...[untrained, trivial, trained, retrained].map((value) => value.toFixed(3)),
      String(seconds),
      formatDollars(amountMicros),
    ],
  );
  report.heading('Metrics on held-out data; seconds and price are of both trainings');
  report.table(header, rows);
}
