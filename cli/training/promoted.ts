import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import { findVersion, newestTrained } from './find-model.ts';
import { versionWith } from './find-version.ts';

/**
 * The version that answers a model's predictions where none is named; undefined where none was
 * promoted, and where the service is of an earlier release. @throws ApiError
 */
export async function promotedId(client: Client, modelId: string): Promise<string | undefined> {
  try {
    const { promoted_version_id: id } = await client.call('ListPromotions', {
      model_id: modelId,
    });
    return id;
  } catch (error) {
    if (error instanceof ApiError && [404, 501].includes(error.httpStatus)) return undefined;
    throw error;
  }
}

/**
 * The version that was asked for, else the one that is promoted, else the newest trained one.
 * @throws CommandFailure (3) where the model has none; ApiError
 */
export async function versionOrPromoted(
  client: Client,
  modelId: string,
  asked: string | undefined,
): Promise<ModelVersion> {
  if (asked !== undefined) return findVersion(client, modelId, asked);
  const id = await promotedId(client, modelId);
  if (id === undefined) return newestTrained(client, modelId);
  const at = { model_id: modelId, version_id: id };
  return (await client.call('GetModelVersion', at)).model_version;
}

/** The version that was asked for, else the newest one that was trained, promoted or not. */
export function newestOrNamed(
  client: Client,
  of: { readonly model: string; readonly version: string | undefined },
): Promise<ModelVersion> {
  return versionWith(client, of, ['trained']);
}
