import { randomUUID } from 'node:crypto';
import type { ApiError } from '../../../../client/api-error.ts';
import type { Client } from '../../../../client/client.ts';
import { freeze, uploadInputs } from '../../../../demo/service.ts';
import { fromHex } from '../records/bits.ts';
import { appendRecords } from '../records/records.ts';
import type { StepRecord } from '../records/records.ts';
import { methods, methodsBefore, stepCount } from '../specification.ts';
import type { Method, StreamPlan } from '../specification.ts';
import { recordFrozen } from './frozen.ts';
import type { Laptop } from './laptop.ts';
import type { StreamApp, Trained } from './line.ts';
import { recordOf, trainStep } from './line.ts';
import { dataOf, readStream } from './streams.ts';
import type { Stream } from './streams.ts';

/** One stream with one seed, and what of it is not measured yet. */
export interface Unit {
  readonly plan: StreamPlan;
  readonly seed: number;
  readonly missing: readonly Method[];
  /** Class means and RanPAC are missing too. */
  readonly withFrozen: boolean;
}

export interface Place {
  readonly laptop: Laptop;
  /** Where streams are written to. */
  readonly folder: string;
  /** File of records. */
  readonly path: string;
  readonly code: string;
  readonly say: (line: string) => void;
}

/**
 * Measures what is missing: each method's line of five versions, from the same first version. A
 * line is written down when it is whole.
 */
export async function measureUnit(unit: Unit, place: Place): Promise<void> {
  const app = await openApp(unit, place);
  const first = await firstOf(app);
  if (unit.withFrozen) appendRecords(place.path, await recordFrozen(app, first));
  for (const method of unit.missing) {
    const records = await measureLine(app, method, first);
    appendRecords(place.path, records);
    place.say(`${app.appId} ${method.id}: ${records.map(wordOf).join(', ')}`);
  }
  await deleteApp(app.client);
}

function wordOf({ right, exam, charged }: StepRecord): string {
  const bits = fromHex(
    right,
    exam.flat().reduce((sum, count) => sum + count, 0),
  );
  return `${bits.filter(Boolean).length}/${bits.length} in ${charged?.seconds ?? '-'} s`;
}

/** A large app is deleted in several calls. */
async function deleteApp(client: Client): Promise<void> {
  const [tryAgain, isGone] = [10030, 11101];
  for (;;) {
    const error = await client.call('DeleteApp', {}).then(
      () => undefined,
      (reason: ApiError) => reason,
    );
    if (error === undefined || error.code === isGone) return;
    if (error.code !== tryAgain) throw error;
  }
}

async function openApp({ plan, seed }: Unit, place: Place): Promise<StreamApp> {
  const { laptop, code } = place;
  const stream = await readStream(plan.id, seed, { ...place, python: laptop.python });
  const appId = `${plan.id}-${seed}-${randomUUID().slice(0, 6)}`;
  const client = laptop.clientOf(appId);
  await client.call('PostApps', {}, { apps: [{ id: appId }] });
  if (plan.packaged !== undefined) await laptop.stage(plan.packaged);
  const frozen = await freezeSteps(client, stream);
  return { plan, seed, stream, laptop, client, appId, frozen, code };
}

/** Uploads each step's data into its own dataset and into the one of all, and freezes both. */
async function freezeSteps(client: Client, { train }: Stream): Promise<StreamApp['frozen']> {
  const ids = Array.from({ length: stepCount }, (_, step) => `step-${step + 1}`);
  const datasets = ['all', ...ids].map((id) => ({ id }));
  await client.call('PostDatasets', {}, { datasets });
  const frozen = { all: [], step: [] } as Record<
    'all' | 'step',
    StreamApp['frozen']['all'][number][]
  >;
  for (const [step, id] of ids.entries()) {
    const rows = train.filter((row) => row.step === step);
    await uploadInputs(
      client,
      rows.map((row) => ({ id: row.id, data: dataOf(row), dataset_ids: ['all', id] })),
    );
    frozen.all.push({ datasetId: 'all', versionId: (await freeze(client, 'all')).id });
    frozen.step.push({ datasetId: id, versionId: (await freeze(client, id)).id });
  }
  return frozen;
}

/** The first version, which all methods have in common. */
async function firstOf(app: StreamApp): Promise<Trained> {
  for (const { id } of [...methods, ...methodsBefore]) {
    const models = [{ id, model_type_id: app.plan.modelTypeId }];
    await app.client.call('PostModels', {}, { models });
  }
  return trainStep(app, methods[0]!, 0);
}

/** The records of a whole line. */
async function measureLine(app: StreamApp, method: Method, first: Trained): Promise<StepRecord[]> {
  const records = [await recordOf(app, method, 0, first)];
  let parent = first;
  for (let step = 1; step < stepCount; step += 1) {
    parent = await trainStep(app, method, step, method.continues ? parent : undefined);
    records.push(await recordOf(app, method, step, parent));
  }
  return records;
}
