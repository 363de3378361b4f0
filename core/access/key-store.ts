import { fail } from '../errors.ts';
import { keys } from '../records/keys.ts';
import type { Key } from '../ports/table.ts';
import type { Dependencies } from '../ports/host.ts';
import type { ApiKey } from './authenticate.ts';

/** A key as it is stored: where, and as of which write. */
export interface StoredKey {
  readonly key: Key;
  readonly rev: number;
  readonly value: ApiKey;
}

/** Every key of a user, newest first. */
export async function listKeys(
  userId: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<StoredKey[]> {
  const found: StoredKey[] = [];
  let after: string | undefined;
  do {
    const query = { pk: keys.apiKeysOf(userId), fromIndex: true };
    const page = await deps.table.query(after === undefined ? query : { ...query, after });
    found.push(
      ...page.items.map(({ pk, sk, rev, data }) => ({
        key: { pk, sk },
        rev,
        value: data as unknown as ApiKey,
      })),
    );
    after = page.next;
  } while (after !== undefined);
  return found.sort((a, b) => b.value.createdAt.localeCompare(a.value.createdAt));
}

/**
 * A key named by itself, as it was handed out, or by the id that lists show.
 * @throws DeeptuneError does-not-exist
 */
export async function findKey(
  userId: string,
  name: string,
  deps: Pick<Dependencies, 'table' | 'sha256'>,
): Promise<StoredKey> {
  const { pk } = keys.apiKey(deps.sha256(name));
  const found = (await listKeys(userId, deps)).find(
    ({ key, value }) => key.pk === pk || value.id === name,
  );
  if (found) return found;
  // The name may be a key: it is not repeated.
  throw fail('doesNotExist', 'No key with this id exists');
}
