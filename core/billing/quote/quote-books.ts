import type { Table, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { readRecord } from '../../records/records.ts';
import type { Stored } from '../../records/records.ts';
import type { Hold } from '../hold.ts';
import type { GroupCounter, GroupState } from './group.ts';
import { groupWrite, leftOf } from './group.ts';
import type { QuoteRecord } from './quote.ts';
import type { QuoteRef } from './quote-store.ts';
import { findQuote, quoteWrite } from './quote-store.ts';

/** What a hold under a quote changes beside the money, as it was read. */
export interface QuoteBooks {
  readonly record: Stored<QuoteRecord>;
  /** Absent: the quote stands alone. */
  readonly group?: GroupState;
}

/**
 * The quote of a hold and its group; undefined for a hold of an earlier release, and where the
 * quote went with its app.
 */
export async function readQuoteBooks(
  table: Table,
  userId: string,
  { appId, modelId, quoteId }: Pick<Hold, 'appId' | 'modelId' | 'quoteId'>,
): Promise<QuoteBooks | undefined> {
  if (appId === undefined || modelId === undefined || quoteId === undefined) return undefined;
  const scope = { userId, appId };
  const record = await findQuote(table, { scope, modelId, quoteId });
  if (!record) return undefined;
  const { group } = record.value.quote;
  const counter =
    group && (await readRecord<GroupCounter>(table, keys.quoteGroup(scope, group.id)));
  return { record, ...(counter ? { group: { ...counter, scope } } : {}) };
}

/** A hold of no more than the group of its quote has left: its job runs all the same. */
export function withinGroup(books: QuoteBooks | undefined, hold: Hold): Hold {
  if (!books?.group) return hold;
  return { ...hold, amountMicros: Math.min(hold.amountMicros, leftOf(books.group.value)) };
}

/** Writes of a reservation. */
export function quoteReserveWrites(
  books: QuoteBooks | undefined,
  { amountMicros }: Pick<Hold, 'amountMicros'>,
): Write[] {
  if (!books?.group) return [];
  return [groupWrite(books.group, { heldMicros: amountMicros, postedMicros: 0 })];
}

/** Writes of a settlement: what the quote's job was billed, and what of the group is free again. */
export function quoteReleaseWrites(
  books: QuoteBooks | undefined,
  { amountMicros }: Pick<Hold, 'amountMicros'>,
  end: QuoteEnd,
): Write[] {
  if (!books) return [];
  const { record, group } = books;
  const change = { heldMicros: -amountMicros, postedMicros: end.billedMicros };
  return [endWrite(record, end), ...(group ? [groupWrite(group, change)] : [])];
}

/** How the job of a quote ended. */
export interface QuoteEnd {
  /** ISO 8601. */
  readonly at: string;
  readonly billedMicros: number;
}

/** Writes for a job that ended before anything was held for it: its quote is void. */
export async function quoteOfUnheldWrites(
  table: Table,
  ref: Omit<QuoteRef, 'quoteId'> & { readonly quoteId: string | undefined },
  at: string,
): Promise<Write[]> {
  const { quoteId } = ref;
  const record = quoteId === undefined ? undefined : await findQuote(table, { ...ref, quoteId });
  return record ? [endWrite(record, { at, billedMicros: 0 })] : [];
}

function endWrite({ value, rev }: Stored<QuoteRecord>, { at, billedMicros }: QuoteEnd): Write {
  const status = billedMicros > 0 ? 'used' : 'void';
  return quoteWrite({ ...value, status, billedMicros, endedAt: at }, { rev });
}
