import { createHash } from 'node:crypto';
import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { TrainInfo } from '../../client/parts.ts';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import type { JsonObject } from '../../core/json.ts';
import { CommandFailure, exitStatus, usageFailure } from '../frame/failure.ts';
import { statusOf as exitStatusOf } from '../frame/failure.ts';
import { commandLine, dollars, dollarsUp } from '../frame/output/words.ts';
import { isEnded, statusOf } from './training-state.ts';
import { readEstimate } from './money-words.ts';
import type { EstimateReading } from './money-words.ts';

/** A training that is not asked for yet. */
export interface PlannedTraining {
  readonly modelId: string;
  readonly trainInfo: TrainInfo;
}

interface TypedModel {
  readonly modelId: string;
  readonly modelTypeId: string;
}

/** The model, made where it is missing. @throws CommandFailure (2) for one of another type */
export async function ensureModel(client: Client, model: TypedModel): Promise<'made' | 'there'> {
  if (await assertSameType(client, model)) return 'there';
  const { modelId: id, modelTypeId: model_type_id } = model;
  await client.call('PostModels', {}, { models: [{ id, model_type_id }] });
  return 'made';
}

/** @returns whether the model is there @throws CommandFailure (2) for one of another type */
export async function assertSameType(
  client: Client,
  { modelId, modelTypeId }: TypedModel,
): Promise<boolean> {
  const found = await modelOf(client, modelId);
  if (found === undefined) return false;
  if (found.model_type_id === modelTypeId) return true;
  throw usageFailure(
    `Model '${modelId}' is a ${found.model_type_id}, and this would be a ${modelTypeId}: name another model with --model <id>`,
    `deeptune train … --model ${modelId}-${modelTypeId.replace('visual-', '')}`,
  );
}

/** A model; undefined where there is none. @throws ApiError */
export async function modelOf(client: Client, modelId: string) {
  try {
    return (await client.call('GetModel', { model_id: modelId })).model;
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus === 404) return undefined;
    throw error;
  }
}

/** @throws ApiError with what is wrong about the training */
export async function estimateOf(
  client: Client,
  { modelId, trainInfo }: PlannedTraining,
): Promise<EstimateReading> {
  const body = { model_versions: [{ train_info: trainInfo }] };
  const at = { model_id: modelId };
  const answer = await client.call('PostModelVersionsTrainingEstimates', at, body);
  const [estimate] = answer.training_estimates;
  if (estimate === undefined) throw new Error('The service answered no estimate');
  return readEstimate(estimate);
}

/**
 * Of a model, an app or data that are not there yet. @throws ApiError with what is wrong about the
 * training
 */
export async function estimateOfNew(
  client: Client,
  of: {
    readonly modelTypeId: string;
    readonly params: JsonObject;
    /** Absent: not known; the estimate is then of one. */
    readonly inputCount: number | undefined;
  },
): Promise<EstimateReading> {
  const { modelTypeId: model_type_id, inputCount: input_count = 1, params } = of;
  const asked = { model_type_id, input_count, params };
  return readEstimate((await client.call('PostTrainingEstimate', {}, asked)).training_estimate);
}

/** @throws CommandFailure (5) where the training might cost more */
export function assertAffordable(
  { maxAmountMicros }: Pick<EstimateReading, 'maxAmountMicros'>,
  maxPriceMicros: number | undefined,
): void {
  if (maxPriceMicros === undefined || maxAmountMicros <= maxPriceMicros) return;
  const enough = (Math.ceil(maxAmountMicros / 10_000) / 100).toFixed(2);
  throw new CommandFailure(
    `It may cost up to ${dollarsUp(maxAmountMicros)}, more than the ${dollars(maxPriceMicros)} that is the highest price here: fewer epochs or a smaller template cost less, and --max-price, or max_price in a job file, allows more`,
    {
      exitStatus: exitStatus.budget,
      code: 'max-price-exceeded',
      next: [`deeptune train … --max-price ${enough}`],
    },
  );
}

/** A training of a model that is the same as another one: what it is of, and how. */
export interface SameTrainings {
  /** Trained, or under way: nothing new would come of another one. */
  readonly current: ModelVersion | undefined;
  /** How many were tried, with whatever end. */
  readonly count: number;
}

/** Whether a training has been asked for already, by data, template and what it starts from. */
export async function sameTrainings(
  client: Client,
  { modelId, trainInfo }: PlannedTraining,
): Promise<SameTrainings> {
  const at = { model_id: modelId, per_page: 100 };
  const { model_versions: versions } = await client.call('ListModelVersions', at);
  const same = versions.filter((version) => isSame(version, trainInfo));
  const current = same.find(
    (version) => statusOf(version) === 'trained' || !isEnded({ status: statusOf(version) }),
  );
  return { current, count: same.length };
}

/** A stored training has every hyperparameter; one that was asked for those that were named. */
function isSame({ train_info: stored, status }: ModelVersion, asked: TrainInfo): boolean {
  if (!stored || status.code === 21102) return false;
  const parentOf = (info: TrainInfo) => info.resume_from_model?.model_version?.id ?? '';
  return (
    parentOf(stored as TrainInfo) === parentOf(asked) &&
    Object.entries(asked.params ?? {}).every(
      ([name, value]) => JSON.stringify(stored.params[name]) === JSON.stringify(value),
    )
  );
}

/**
 * Starts a training. Two at once, or one that was sent twice, start one.
 * @param attempt how many there were of the same before
 */
export async function startTraining(
  client: Client,
  { modelId, trainInfo }: PlannedTraining,
  attempt: number,
): Promise<ModelVersion> {
  const what = JSON.stringify([modelId, trainInfo, attempt]);
  const key = `deeptune-${createHash('sha256').update(what).digest('hex').slice(0, 40)}`;
  const body = { model_versions: [{ train_info: trainInfo }] };
  const { model } = await client.call('PostModelVersions', { model_id: modelId }, body, key);
  return model.model_version;
}

/** What ended a training, where it did not end well. */
export function failureOfEnd(
  version: ModelVersion,
  modelId: string,
  appWords: readonly string[],
): CommandFailure | undefined {
  const status = statusOf(version);
  if (status === 'trained') return undefined;
  const { failure, stopReason } = version.metadata?.deeptune ?? {};
  const details = version.status.details ?? version.status.description;
  if (stopReason)
    return new CommandFailure(`A budget stopped the training: ${details}`, {
      exitStatus: exitStatus.budget,
      code: stopReason.code,
      next: [commandLine('budgets')],
    });
  if (status === 'stopped')
    return new CommandFailure(`The training was stopped: ${details}`, {
      exitStatus: exitStatus.refused,
      code: 'training-stopped',
      next: [commandLine('resume', modelId, '--version', version.id, ...appWords)],
    });
  const code = failure?.code ?? 'training-failed';
  const isOutdated = code === 'estimate-outdated';
  const verb = isOutdated ? 'did not start' : 'failed';
  return new CommandFailure(`The training ${verb}: ${failure?.message ?? details}`, {
    exitStatus: exitStatusOf(code, 0),
    code,
    next: isOutdated
      ? [
          commandLine('estimate', modelId, ...parentWords(version), ...appWords),
          commandLine('open', modelId, ...appWords),
        ]
      : [commandLine('logs', modelId, '--version', version.id, ...appWords)],
  });
}

/** From which version an estimate of the same training starts. */
function parentWords({ train_info: info }: ModelVersion): string[] {
  const parent = info?.resume_from_model?.model_version?.id;
  return parent === undefined ? [] : ['--from', parent];
}
