import { useQuery } from '@tanstack/preact-query';
import type { UseQueryResult } from '@tanstack/preact-query';
import type { Client } from '../../client/client.ts';
import type { Operation } from '../../client/operation.ts';
import { useAppId, useClient } from './use-call.ts';

/** Items of a page: as many as the API gives. */
const perPage = 1_000;

/**
 * All items of a list that the API gives in pages, read one after the other.
 * @param operation whose answers they are, by which they are read anew
 * @param asked what the list depends on, for the cache
 * @param read one page, from 1
 */
export function useAllPages<Item>(
  operation: Operation,
  asked: Readonly<Record<string, string | undefined>>,
  read: (client: Client, page: Page) => Promise<readonly Item[]>,
): UseQueryResult<readonly Item[], Error> {
  const client = useClient();
  const appId = useAppId();
  return useQuery({
    queryKey: [operation, appId, asked, 'all'],
    queryFn: () => allPages((page) => read(client, page)),
  });
}

interface Page {
  readonly page: number;
  readonly per_page: number;
}

/** All items of a list, read page after page. */
export async function allPages<Item>(
  read: (page: Page) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let page = 1; ; page += 1) {
    const found = await read({ page, per_page: perPage });
    items.push(...found);
    if (found.length < perPage) return items;
  }
}
