import { useQuery } from '@tanstack/preact-query';
import type { UseQueryResult } from '@tanstack/preact-query';
import type { Client } from '../../../../client/client.ts';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useAppId, useCall, useClient } from '../../../api/use-call.ts';

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

/** The version that one was trained again from; undefined: none, or not read yet. */
export function useParent({ train_info: info }: ModelVersion): ModelVersion | undefined {
  const parent = info?.resume_from_model;
  const id = parent?.model_version?.id;
  const at = { model_id: parent?.id ?? '', version_id: id ?? '' };
  return useCall('GetModelVersion', at, { enabled: id !== undefined }).data?.model_version;
}

async function versionOf(client: Client, modelId: string, id: string): Promise<ModelVersion> {
  const asked = { model_id: modelId, version_id: id };
  return (await client.call('GetModelVersion', asked)).model_version;
}
