import type { Table } from '../ports/table.ts';
import { keys } from '../records/keys.ts';

/** Every tenant that has a ledger, by id. */
export async function listTenants(table: Table): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const query = {
      pk: keys.tenants(),
      fromIndex: true,
      ...(after === undefined ? {} : { after }),
    };
    const page = await table.query(query);
    found.push(...page.items.flatMap(({ index }) => (index ? [index.sk] : [])));
    after = page.next;
  } while (after !== undefined);
  return found;
}
