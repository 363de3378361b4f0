import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiKey } from '../../core/access/authenticate.ts';
import { storeKey } from '../../core/access/authenticate.ts';
import type { Dependencies } from '../../core/ports/host.ts';
import { keys } from '../../core/records/keys.ts';
import { readRecord } from '../../core/records/records.ts';
import { keyFile, readSecret, renewSecret } from './secrets.ts';

export interface OwnKeyOptions {
  readonly folder: string;
  readonly userId: string;
  /** False: the database is a new one, in which no key can have been deleted. */
  readonly hasHistory: boolean;
  readonly say: (line: string) => void;
}

/**
 * The laptop user's own key, an operator's, made once per data folder and shown at every start;
 * like every key, only its hash is in the database. What was done to it over the API stays done: a
 * changed key is not made whole again, and in place of a deleted one there is a new one.
 */
export async function ownKey(
  options: OwnKeyOptions,
  deps: Pick<Dependencies, 'table' | 'sha256' | 'now'>,
): Promise<string> {
  const { folder, userId, hasHistory, say } = options;
  const wasThere = existsSync(join(folder, keyFile.name));
  let key = readSecret(folder, keyFile);
  const stored = await readRecord<ApiKey>(deps.table, keys.apiKey(deps.sha256(key)));
  if (stored) {
    // The laptop's user has another name now, or an earlier release made the key.
    if (stored.value.userId !== userId || !stored.value.isOperator)
      await storeKey(deps.sha256(key), { ...stored.value, userId, isOperator: true }, deps);
    return key;
  }
  if (wasThere && hasHistory) {
    key = renewSecret(folder, keyFile);
    say(`the key in ${join(folder, keyFile.name)} was deleted: a new one was made`);
  }
  const hash = deps.sha256(key);
  const description = 'made by the laptop host';
  const record = { id: hash.slice(0, 32), userId, description, scopes: ['All'] };
  await storeKey(hash, { ...record, isOperator: true, createdAt: deps.now() }, deps);
  return key;
}
