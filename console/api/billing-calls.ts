import { useQuery } from '@tanstack/preact-query';
import type { UseQueryResult } from '@tanstack/preact-query';
import type { Client } from '../../client/client.ts';
import { useSession } from '../session/session.tsx';
import { useAppId, useClient } from './use-call.ts';
import { billingPaths } from './billing-wire.ts';
import type { BillingAnswer, BillingOperation } from './billing-wire.ts';

type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** Calls a billing operation; `user_id` and `app_id` are among the parameters. */
export async function callBilling<Asked extends BillingOperation>(
  client: Client,
  operation: Asked,
  parameters: Parameters,
  body?: object,
): Promise<BillingAnswer<Asked>> {
  const [method, path] = billingPaths[operation];
  const named = /:(\w+)/g;
  const inPath = ['user_id', ...[...path.matchAll(named)].map(([, name]) => name!)];
  const filled = path.replaceAll(named, (_, name: string) =>
    encodeURIComponent(String(parameters[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && !inPath.includes(name)) query.set(name, String(value));
  const user = encodeURIComponent(String(parameters['user_id']));
  const target = `/v2/users/${user}${filled}${query.size === 0 ? '' : `?${query}`}`;
  return (await client.send({ method, path: target, body })) as unknown as BillingAnswer<Asked>;
}

/** What a billing operation answers, kept and read anew as `useCall`. */
export function useBilling<Asked extends BillingOperation>(
  operation: Asked,
  parameters: Parameters,
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<BillingAnswer<Asked>, Error> {
  const client = useClient();
  const appId = useAppId();
  const { userId } = useSession().session;
  const named = { user_id: userId, ...parameters };
  return useQuery({
    queryKey: [operation, appId, named],
    queryFn: () => callBilling(client, operation, named),
    ...options,
  });
}
