import type { JsonObject } from '../../core/json.ts';
import type { Item, Query, Table, Write } from '../../core/ports/table.ts';

export const put = (pk: string, sk: string, data: JsonObject = {}): Write => ({
  put: { pk, sk, data },
});

export const sks = (items: readonly Item[]): string[] => items.map((item) => item.sk);

export async function readPages(table: Table, query: Query): Promise<(readonly Item[])[]> {
  const pages: (readonly Item[])[] = [];
  let after: string | undefined;
  do {
    const page = await table.query({ ...query, ...(after === undefined ? {} : { after }) });
    pages.push(page.items);
    after = page.next;
  } while (after !== undefined);
  return pages;
}

export async function all(table: Table, query: Query): Promise<readonly Item[]> {
  return (await readPages(table, query)).flat();
}
