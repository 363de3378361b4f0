import type { UseQueryResult } from '@tanstack/preact-query';
import { useQuery } from '@tanstack/preact-query';
import { awaited } from '../../client/awaited.ts';
import type { Answers } from '../../core/api/wire/messages.ts';
import { useAppId, useClient } from './use-call.ts';

/** As `useCall`, of an operation whose route is not in the table of operations yet. */
export function useAwaited<Asked extends keyof Answers>(
  operation: Asked,
  parameters: object,
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<Answers[Asked], Error> {
  const client = useClient();
  const appId = useAppId();
  return useQuery({
    queryKey: [operation, appId, parameters],
    queryFn: () => awaited(client, operation, parameters),
    ...options,
  });
}
