import { fail } from '../errors.ts';
import { keys } from '../records/keys.ts';
import { readRecord, toData } from '../records/records.ts';
import type { Dependencies } from '../ports/host.ts';
import type { Identity } from './identity.ts';

/** What is kept of a key: its hash is where it lies, the key itself is nowhere. */
export interface ApiKey {
  readonly id: string;
  readonly userId: string;
  /** An app key opens this app only; absent: a personal access token. */
  readonly appId?: string;
  readonly description: string;
  readonly scopes: readonly string[];
  /**
   * Fully qualified operations (`/clarifai.api.V2/GetModel`) that this key is limited to; absent or
   * empty: no limit.
   */
  readonly endpoints?: readonly string[];
  readonly createdAt: string;
  readonly expiresAt?: string;
  /** See `Identity`; only who has the table itself can store it. */
  readonly isOperator?: true;
}

type Uses = Pick<Dependencies, 'table' | 'now' | 'sha256'>;

/** `dt_` and 64 random hexadecimal digits (256 bit): recognisable for secret scanners. */
const keyPattern = /^dt_[0-9a-f]{64}$/;

/**
 * Who presents this `Authorization` header: `Key <key>` (or `Bearer <key>`, which the oldest client
 * sends).
 * @throws DeeptuneError key-missing (no or malformed header), key-invalid (unknown, expired or
 *   revoked)
 */
export async function authenticate(header: string | undefined, deps: Uses): Promise<Identity> {
  const [, presented] = /^(?:Key|Bearer) (\S+)$/.exec(header ?? '') ?? [];
  if (presented === undefined) {
    throw fail(
      'keyMissing',
      'Empty or malformed authorization header. Please provide an API key or session token.',
    );
  }
  if (!keyPattern.test(presented)) throw fail('keyInvalid', 'Invalid format of key.');
  const stored = await readRecord<ApiKey>(deps.table, keys.apiKey(deps.sha256(presented)));
  if (!stored || (stored.value.expiresAt !== undefined && stored.value.expiresAt <= deps.now())) {
    throw fail('keyInvalid', 'Unknown, expired or revoked key.');
  }
  const { userId, appId, scopes, endpoints, expiresAt, isOperator } = stored.value;
  return {
    userId,
    scopes,
    ...(appId === undefined ? {} : { appId }),
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(isOperator && appId === undefined ? { isOperator } : {}),
  };
}

/**
 * Makes a key and stores its hash.
 * @returns the key itself: shown this once
 */
export async function createApiKey(
  request: Pick<ApiKey, 'userId' | 'description' | 'scopes'> &
    Partial<Pick<ApiKey, 'appId' | 'endpoints' | 'expiresAt' | 'isOperator'>>,
  deps: Uses & Pick<Dependencies, 'newId'>,
): Promise<{ key: string; record: ApiKey }> {
  const key = `dt_${deps.newId()}${deps.newId()}`;
  const record: ApiKey = { ...request, id: deps.newId(), createdAt: deps.now() };
  await storeKey(deps.sha256(key), record, deps);
  return { key, record };
}

/**
 * Stores a key that was made elsewhere, unless it is there: the laptop's own key survives a restart
 * this way.
 */
export async function storeKey(
  hash: string,
  record: ApiKey,
  deps: Pick<Dependencies, 'table'>,
): Promise<void> {
  const index = { pk: keys.apiKeysOf(record.userId), sk: record.id };
  await deps.table.write([{ put: { ...keys.apiKey(hash), index, data: toData(record) } }]);
}
