import { useQuery } from '@tanstack/preact-query';
import type { Client } from '../../../../../client/client.ts';
import type { Input } from '../../../../../core/api/wire/messages.ts';
import { useClient } from '../../../../api/use-call.ts';
import type { AskedModel } from '../asked-model.ts';

/** How many inputs of the dataset are looked at, and how many a request takes. */
export const maxLookedAt = 128;
const perRequest = 32;

export interface EmbeddedInput {
  readonly of: Input;
  readonly vector: readonly number[];
}

/**
 * The embeddings of the first inputs of a dataset, by the version that answers. Kept while the
 * console is open: they do not change.
 */
export function useEmbedded(model: AskedModel, datasetId: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['embedded', model.appId, model.modelId, model.answeringId, datasetId],
    queryFn: () => embed(client, model, datasetId),
    enabled: datasetId !== '',
    staleTime: Infinity,
  });
}

async function embed(
  client: Client,
  { modelId, answeringId }: AskedModel,
  datasetId: string,
): Promise<EmbeddedInput[]> {
  const listed = await client.call('ListDatasetInputs', {
    dataset_id: datasetId,
    per_page: maxLookedAt,
  });
  const inputs = listed.dataset_inputs
    .map(({ input }) => input as Input)
    .filter(({ data }) => data.image?.url);
  const embedded: EmbeddedInput[] = [];
  for (let at = 0; at < inputs.length; at += perRequest) {
    const part = inputs.slice(at, at + perRequest);
    const { outputs } = await client.call(
      'PostModelOutputs',
      { model_id: modelId, version_id: answeringId },
      { inputs: part.map(({ data }) => ({ data: { image: { url: data.image!.url! } } })) },
    );
    outputs.forEach(({ data }, index) => {
      const vector = data.embeddings?.[0]?.vector;
      if (vector) embedded.push({ of: part[index]!, vector });
    });
  }
  return embedded;
}
