import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { Model, ModelVersion } from '../../core/api/wire/messages.ts';
import { everyPage } from '../every-page.ts';
import { notFoundFailure, usageFailure } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';

/** Clarifai's codes of a version's status. */
export const versionStatus = {
  trained: 21100,
  training: 21101,
  untrained: 21102,
  queued: 21103,
  failed: 21106,
} as const;

/** The model, or a failure that says which there are. @throws CommandFailure (3), ApiError */
export async function findModel(client: Client, modelId: string): Promise<Model> {
  try {
    return (await client.call('GetModel', { model_id: modelId })).model;
  } catch (error) {
    if (!(error instanceof ApiError) || error.httpStatus !== 404) throw error;
    const { models } = await client.call('ListModels', { per_page: 9 });
    const ids = models.map(({ id }) => id).slice(0, 8);
    const known = ids.length === 0 ? 'there is none yet' : `there are: ${ids.join(', ')}`;
    const more = models.length > ids.length ? ', …' : '';
    throw notFoundFailure(
      `Model '${modelId}' does not exist; ${known}${more}`,
      commandLine('models'),
    );
  }
}

/**
 * A version of a model by its id, or by the beginning or end of it that no other has (four
 * characters at least).
 * @throws CommandFailure: no such version (3), several (2); ApiError
 */
export async function findVersion(
  client: Client,
  modelId: string,
  asked: string,
): Promise<ModelVersion> {
  try {
    const at = { model_id: modelId, version_id: asked };
    return (await client.call('GetModelVersion', at)).model_version;
  } catch (error) {
    if (!(error instanceof ApiError) || ![400, 404].includes(error.httpStatus)) throw error;
  }
  await findModel(client, modelId);
  const found: ModelVersion[] = [];
  if (asked.length >= 4)
    for await (const version of versionsOf(client, modelId))
      if (version.id.startsWith(asked) || version.id.endsWith(asked)) found.push(version);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const next = commandLine('versions', modelId);
  if (only === undefined)
    throw notFoundFailure(`Model '${modelId}' has no version '${asked}'`, next);
  const ids = found.slice(0, 5).map(({ id }) => id);
  throw usageFailure(
    `'${asked}' stands for ${found.length} versions (${ids.join(', ')}${found.length > 5 ? ', …' : ''}): name one`,
    next,
  );
}

/** The newest trained version. @throws CommandFailure (3) where there is none */
export async function newestTrained(client: Client, modelId: string): Promise<ModelVersion> {
  for await (const version of versionsOf(client, modelId))
    if (version.status.code === versionStatus.trained) return version;
  await findModel(client, modelId);
  throw notFoundFailure(
    `Model '${modelId}' has no trained version yet`,
    commandLine('versions', modelId),
    commandLine('activity'),
  );
}

/** A model's versions, the newest first. @throws ApiError where the model does not exist */
export function versionsOf(client: Client, modelId: string): AsyncGenerator<ModelVersion> {
  return everyPage(
    async (page) =>
      (await client.call('ListModelVersions', { model_id: modelId, ...page })).model_versions,
    100,
  );
}
