import { useQuery } from '@tanstack/preact-query';
import type { UseQueryResult } from '@tanstack/preact-query';
import type { Client } from '../../../../../client/client.ts';
import { ApiError } from '../../../../../client/api-error.ts';
import type { Input } from '../../../../../core/api/wire/messages.ts';
import { useAppId, useClient } from '../../../../api/use-call.ts';

/** An input, or that it was deleted since. */
export type FoundInput = Input | 'deleted';

/** The inputs of a page of rows, by their id. */
export function useInputs(
  ids: readonly string[],
): UseQueryResult<ReadonlyMap<string, FoundInput>, Error> {
  const client = useClient();
  const app = useAppId();
  return useQuery({
    queryKey: ['GetInput', app, { ids }],
    queryFn: async () => new Map(await Promise.all(ids.map((id) => found(client, id)))),
    enabled: ids.length > 0,
    staleTime: 60_000,
  });
}

async function found(client: Client, id: string): Promise<[string, FoundInput]> {
  try {
    return [id, (await client.call('GetInput', { input_id: id })).input];
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus === 404) return [id, 'deleted'];
    throw error;
  }
}
