import { fail } from '../../errors.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Condition, Table, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readAll, readRecord, toData } from '../../records/records.ts';
import type { Stored } from '../../records/records.ts';
import type { Quote, QuoteRecord } from './quote.ts';
import { findSecret, isGenuine } from './signature.ts';

/** Which quote is meant. */
export interface QuoteRef {
  readonly scope: Scope;
  readonly modelId: string;
  readonly quoteId: string;
}

/** The stored quote, unchecked; undefined where there is none. */
export function findQuote(table: Table, ref: QuoteRef): Promise<Stored<QuoteRecord> | undefined> {
  const { scope, modelId, quoteId } = ref;
  return readRecord<QuoteRecord>(table, keys.quote(scope, modelId, quoteId));
}

/**
 * A quote of this model, as it was signed.
 * @throws DeeptuneError does-not-exist: also for one of another model or another user, and for one
 *   that was altered
 */
export async function getQuote(
  ref: QuoteRef,
  deps: Pick<Dependencies, 'table' | 'sha256'>,
): Promise<Stored<QuoteRecord>> {
  const stored = await findQuote(deps.table, ref);
  const secret = stored && (await findSecret(deps, ref.scope.userId));
  if (stored && isGenuine(stored.value.quote, secret, deps)) return stored;
  throw fail(
    'doesNotExist',
    `Quote '${ref.quoteId.slice(0, 80)}' of model '${ref.modelId}' does not exist`,
  );
}

/** Quotes of a model, the newest first: also those that were made with a job. */
export async function listQuotes(
  table: Table,
  scope: Scope,
  modelId: string,
): Promise<QuoteRecord[]> {
  const all = await readAll<QuoteRecord>(table, keys.quotesOfModel(scope, modelId));
  return all.sort((a, b) => b.quote.createdAt.localeCompare(a.quote.createdAt));
}

/** The write that stores a quote. */
export function quoteWrite(record: QuoteRecord, condition: Condition): Write {
  const { userId, appId, modelId, id } = record.quote;
  const key = keys.quote({ userId, appId }, modelId, id);
  return { put: { ...key, data: toData(record) }, if: condition };
}

/** Whether an open quote can no longer be used. @param now ISO 8601 */
export function isExpired({ expiresAt }: Pick<Quote, 'expiresAt'>, now: string): boolean {
  return Date.parse(now) >= Date.parse(expiresAt);
}
