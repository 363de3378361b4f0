import { fail } from '../errors.ts';
import type { Table } from '../ports/table.ts';
import { keys } from '../records/keys.ts';
import type { Identity } from './identity.ts';

/**
 * Who a request is about: the tenant that its path names, where an operator's key asks, else
 * himself.
 * @throws DeeptuneError does-not-exist for a name that no tenant has; for another's where it is no
 *   operator's key
 */
export async function asTenant(
  identity: Identity,
  named: string | undefined,
  { table }: { readonly table: Table },
): Promise<Identity> {
  const isHimself = !named || named === 'me' || named === identity.userId;
  if (isHimself) return identity;
  if (!identity.isOperator || !(await isTenant(named, table)))
    throw fail('doesNotExist', `User '${named}' does not exist`);
  return { ...identity, userId: named };
}

/** True where somebody has a key in this name, or had something charged. */
async function isTenant(userId: string, table: Table): Promise<boolean> {
  const traces = [
    { pk: keys.apiKeysOf(userId), fromIndex: true },
    keys.appsOf(userId),
    keys.usageBehind(userId, ''),
  ];
  for (const trace of traces)
    if ((await table.query({ ...trace, limit: 1 })).items.length > 0) return true;
  return false;
}
