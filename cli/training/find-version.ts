import type { Client } from '../../client/client.ts';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import { notFoundFailure, usageFailure } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';
import { findModel, findVersion } from './find-model.ts';
import { isEnded, statusOf } from './training-state.ts';

/** A version that a command is about. */
export interface FoundVersion {
  readonly modelId: string;
  readonly version: ModelVersion;
}

export interface Named {
  readonly model: string | undefined;
  readonly version: string | undefined;
}

const perPage = 100;

/** A model's versions, newest first; the newest hundred. */
async function newestVersions(client: Client, modelId: string): Promise<readonly ModelVersion[]> {
  await findModel(client, modelId);
  const at = { model_id: modelId, per_page: perPage };
  return (await client.call('ListModelVersions', at)).model_versions;
}

/**
 * What is being trained: the version that is named, the model's newest that is under way, or the
 * only training of the app.
 * @throws CommandFailure: none (3), or several and none named (2); ApiError
 */
export async function openVersion(
  client: Client,
  { model, version }: Named,
  doing: string,
): Promise<FoundVersion> {
  if (model === undefined) return onlyOpen(client, doing);
  if (version !== undefined)
    return { modelId: model, version: await findVersion(client, model, version) };
  const versions = await newestVersions(client, model);
  const open = versions.find((each) => !isEnded({ status: statusOf(each) }));
  if (open) return { modelId: model, version: open };
  throw notFoundFailure(
    `Nothing of model '${model}' is being trained`,
    commandLine('versions', model),
  );
}

async function onlyOpen(client: Client, doing: string): Promise<FoundVersion> {
  const { models } = await client.call('ListModels', { per_page: perPage });
  const open: FoundVersion[] = [];
  for (const { id: modelId } of models) {
    const versions = await newestVersions(client, modelId);
    for (const version of versions)
      if (statusOf(version) !== 'untrained' && !isEnded({ status: statusOf(version) }))
        open.push({ modelId, version });
  }
  const [first] = open;
  if (first && open.length === 1) return first;
  if (first)
    throw usageFailure(
      `${open.length} trainings are under way (${open.map(({ modelId }) => modelId).join(', ')}): name the model`,
      commandLine(doing, first.modelId, '--version', first.version.id),
    );
  throw notFoundFailure('Nothing is being trained', 'deeptune train ./pictures');
}

/**
 * The version that is named, or the model's newest of a status.
 * @throws CommandFailure (3) where the model has none; ApiError
 */
export async function versionWith(
  client: Client,
  of: { readonly model: string; readonly version: string | undefined },
  statuses: readonly string[],
): Promise<ModelVersion> {
  const { model, version } = of;
  if (version !== undefined) return findVersion(client, model, version);
  const versions = await newestVersions(client, model);
  const found = versions.find((each) => statuses.includes(statusOf(each)));
  if (found) return found;
  throw notFoundFailure(
    `Model '${model}' has no version that is ${statuses.join(' or ')}`,
    commandLine('versions', model),
  );
}
