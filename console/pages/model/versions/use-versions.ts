import { useQuery } from '@tanstack/preact-query';
import type { UseQueryResult } from '@tanstack/preact-query';
import type { Client } from '../../../../client/client.ts';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useAppId, useClient } from '../../../api/use-call.ts';

/** Several versions of a model at once, in the order of their ids. */
export function useVersions(
  modelId: string,
  ids: readonly string[],
): UseQueryResult<readonly ModelVersion[], Error> {
  const client = useClient();
  const app = useAppId();
  return useQuery({
    queryKey: ['GetModelVersion', app, { model_id: modelId, ids }],
    queryFn: () => Promise.all(ids.map((id) => versionOf(client, modelId, id))),
    enabled: ids.length > 0,
  });
}

/** So many generations before a version are looked up, one after another. */
export const maxAncestors = 10;

/** A version with those that it descends from, itself first. */
export function useAncestors(
  modelId: string,
  version: ModelVersion | undefined,
): UseQueryResult<readonly Descended[], Error> {
  const client = useClient();
  const app = useAppId();
  return useQuery({
    queryKey: ['GetModelVersion', app, { model_id: modelId, ancestors_of: version?.id }],
    queryFn: () => ancestorsOf(client, { modelId, version: version! }),
    enabled: version !== undefined,
  });
}

/** A version and the model that it belongs to: a training may start from another model's. */
export interface Descended {
  readonly modelId: string;
  readonly version: ModelVersion;
}

async function ancestorsOf(client: Client, first: Descended): Promise<readonly Descended[]> {
  const line = [first];
  while (line.length <= maxAncestors) {
    const parent = line.at(-1)!.version.train_info?.resume_from_model;
    const id = parent?.model_version?.id;
    if (parent === undefined || id === undefined) break;
    // A parent that was deleted ends what is known of the line.
    const version = await versionOf(client, parent.id, id).catch(() => undefined);
    if (!version) break;
    line.push({ modelId: parent.id, version });
  }
  return line;
}

async function versionOf(client: Client, modelId: string, id: string): Promise<ModelVersion> {
  const asked = { model_id: modelId, version_id: id };
  return (await client.call('GetModelVersion', asked)).model_version;
}
