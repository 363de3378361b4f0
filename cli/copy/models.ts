import type { Requests } from '../../core/api/wire/requests.ts';
import type { JsonObject } from '../../core/json.ts';
import { ApiError } from '../../client/api-error.ts';
import type { Source, SourceModel, SourceModelVersion } from './clarifai.ts';
import { listed } from './clarifai.ts';
import type { Tally } from './tally.ts';
import { concernsAll, make } from './target.ts';
import type { Target } from './target.ts';

type TrainingBody = Requests['PostModelVersions'];

/** How a model was trained there, as a request that trains it here. */
export interface CopiedTraining {
  readonly modelId: string;
  /** Of the version there. */
  readonly versionId: string;
  readonly trainedAt?: string;
  /** What Clarifai measured of it, to compare with. */
  readonly metrics?: JsonObject;
  /** Body of `POST …/models/<modelId>/versions`. */
  readonly request: TrainingBody;
  /** Present: our estimator refuses the request, and why. */
  readonly refused?: string;
}

const trained = 21100;

/**
 * Makes the models of types that can be trained here; weights cannot be read there, so that each
 * waits for its first training.
 * @returns the newest trained version's settings of each, checked by an estimate
 */
export async function copyModels(
  source: Source,
  target: Target,
  tally: Tally,
): Promise<CopiedTraining[]> {
  const types = await trainableTypes(target);
  const trainings: CopiedTraining[] = [];
  for await (const model of listed<SourceModel>(source, '/models', 'models')) {
    const { id, model_type_id: type = '' } = model;
    if (!types.has(type)) {
      tally.leftOut('models', `of the type ${type}, which is not trained here`);
      continue;
    }
    const { name, description = '', notes = '', metadata = {} } = model;
    const copied = { id, model_type_id: type, ...(name ? { name } : {}), description, notes };
    const body = { models: [{ ...copied, metadata }] };
    const made = await make(() => target.client.call('PostModels', {}, body));
    if (made instanceof Error) {
      tally.failed('models', id, made.message);
      continue;
    }
    tally[made]('models');
    const training = await newestTraining(id, source);
    if (training) trainings.push(await checked(training, target));
  }
  return trainings;
}

async function trainableTypes({ client }: Target): Promise<Set<string>> {
  const { model_types: types } = await client.call('ListModelTypes', { per_page: 1000 });
  return new Set(types.filter(({ trainable }) => trainable).map(({ id }) => id));
}

async function newestTraining(
  modelId: string,
  source: Source,
): Promise<CopiedTraining | undefined> {
  const path = `/models/${encodeURIComponent(modelId)}/versions`;
  for await (const version of listed<SourceModelVersion>(source, path, 'model_versions')) {
    const { id, status, train_info, output_info, created_at, metrics } = version;
    if (status?.code !== trained || !train_info) continue;
    const asked = { train_info, ...(output_info ? { output_info: settingsOf(output_info) } : {}) };
    return {
      modelId,
      versionId: id,
      ...(created_at === undefined ? {} : { trainedAt: created_at }),
      ...(metrics?.summary ? { metrics: metrics.summary } : {}),
      request: { model_versions: [asked] } as TrainingBody,
    };
  }
  return undefined;
}

/** What a request takes of it; the rest of what an answer says was worked out there. */
function settingsOf({ data, params, output_config }: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries({ data, params, output_config }).filter(([, value]) => value !== undefined),
  ) as JsonObject;
}

async function checked(training: CopiedTraining, { client }: Target): Promise<CopiedTraining> {
  const { modelId, request } = training;
  try {
    const body = { ...request, estimated_input_count: 100 };
    await client.call('PostModelVersionsTrainingTimeEstimate', { model_id: modelId }, body);
    return training;
  } catch (error) {
    if (!(error instanceof ApiError) || concernsAll(error)) throw error;
    return { ...training, refused: error.message };
  }
}
