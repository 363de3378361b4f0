import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../../../client/client.ts';
import type { TrainInfo } from '../../../../client/parts.ts';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { jobKeys, objectKeys } from '../../../../core/records/object-keys.ts';
import { factsOf, settled, startTraining } from '../../../../demo/service.ts';
import { toHex } from '../records/bits.ts';
import type { PhaseTime, StepRecord } from '../records/records.ts';
import type { Method, StreamPlan } from '../specification.ts';
import type { Laptop } from './laptop.ts';
import type { Stream } from './streams.ts';
import { verdictsOf } from './verdicts.ts';

/** An app that holds a stream's data, frozen step by step. */
export interface StreamApp {
  readonly plan: StreamPlan;
  readonly seed: number;
  readonly stream: Stream;
  readonly laptop: Laptop;
  readonly client: Client;
  readonly appId: string;
  /** Dataset versions by step, from 0: of all so far, and of what is new. */
  readonly frozen: Readonly<Record<'all' | 'step', readonly FrozenData[]>>;
  readonly code: string;
}

export interface FrozenData {
  readonly datasetId: string;
  readonly versionId: string;
}

/** A version, by the model it is of. */
export interface Trained {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/**
 * Trains one step of a method as the service does it.
 * @param step from 0
 * @param parent absent: it starts from nothing
 */
export async function trainStep(
  app: StreamApp,
  method: Method,
  step: number,
  parent?: Trained,
): Promise<Trained> {
  const { client, plan, seed } = app;
  const { datasetId, versionId } = app.frozen[method.dataset][step]!;
  const named = { dataset_id: datasetId, dataset_version_id: versionId };
  const own = parent ? method.params(plan) : {};
  const params = { ...plan.params, ...own, ...named, template: plan.template, seed };
  const resume = parent && { id: parent.modelId, model_version: { id: parent.version.id } };
  const trainInfo = { params, ...(resume ? { resume_from_model: resume } : {}) } as TrainInfo;
  const modelId = method.id;
  const { id } = await startTraining(client, { modelId, trainInfo });
  return { modelId, version: await settled(client, modelId, id) };
}

/** What a trained step came to. @param step from 0 */
export async function recordOf(
  app: StreamApp,
  method: Method,
  step: number,
  { modelId, version }: Trained,
): Promise<StepRecord> {
  const { plan, seed, laptop, stream, code } = app;
  const scope = { userId: laptop.userId, appId: app.appId };
  const pathOf = (key: string) => join(laptop.objects, key);
  const { answers } = await laptop.trainer.ask<{ readonly answers: readonly string[] }>({
    kind: 'exam',
    export: pathOf(objectKeys.exportPrefix(scope, version.id)),
    rows: stream.path,
  });
  const times = timesOf(pathOf(jobKeys.times(objectKeys.versionPrefix(scope, version.id))));
  const { settlement } = factsOf(version);
  const counts = version.metrics?.extended_metrics?.user_metrics?.['counts'] as
    { readonly train: number } | undefined;
  return {
    ...{ stream: plan.id, seed, method: method.id, step: step + 1, code },
    endedAt: new Date().toISOString(),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    ...times,
    charged: {
      seconds: settlement?.billableSeconds ?? NaN,
      amountMicros: settlement?.amountMicros ?? NaN,
    },
    trainRows: counts?.train ?? NaN,
    ...gradedAnswers(stream, answers),
    ...(method.continues && step > 0 ? await verdictsOf(app.client, modelId, version.id) : {}),
  };
}

/** Which inputs of the exam were answered rightly. */
export function gradedAnswers(
  { exam }: Pick<Stream, 'exam'>,
  answers: readonly string[],
): Pick<StepRecord, 'exam' | 'right'> {
  const sizes = [...Map.groupBy(exam, ({ step }) => step).values()].map((rows) =>
    [...Map.groupBy(rows, ({ label }) => label).values()].map(({ length }) => length),
  );
  return { exam: sizes, right: toHex(exam.map(({ label }, index) => answers[index] === label)) };
}

interface Attempt {
  readonly phases: Readonly<Record<string, PhaseTime>>;
  readonly steps: number;
}

/** From the trainer's own clock; a job that was made anew counts whole. */
function timesOf(path: string): Pick<StepRecord, 'phases' | 'steps'> {
  const { attempts } = JSON.parse(readFileSync(path, 'utf8')) as { attempts: readonly Attempt[] };
  const names = new Set(attempts.flatMap(({ phases }) => Object.keys(phases)));
  const sum = (name: string, of: keyof PhaseTime) =>
    round(attempts.reduce((total, { phases }) => total + (phases[name]?.[of] ?? 0), 0));
  const phases = [...names].map((name) => [
    name,
    { seconds: sum(name, 'seconds'), workSeconds: sum(name, 'workSeconds') },
  ]);
  return {
    phases: Object.fromEntries(phases) as StepRecord['phases'],
    steps: attempts.reduce((total, { steps }) => total + steps, 0),
  };
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
