import * as z from 'zod';
import { asIfField } from '../../../billing/as-if.ts';
import type { LedgerEntry } from '../../../billing/ledger/entry.ts';
import { findEntry, readLedger } from '../../../billing/ledger/ledger-store.ts';
import type { RecordType } from '../../../billing/verify/books-file.ts';
import { partOf, recordTypes } from '../../../billing/verify/books-file.ts';
import { readTenantBooks } from '../../../billing/verify/read-books.ts';
import { fail } from '../../../errors.ts';
import { toData } from '../../../records/records.ts';
import { keys } from '../../../records/keys.ts';
import { paged, pagedQuery } from '../../http/paging.ts';
import { paging, word } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, userOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';

/**
 * Entries of the tenant's ledger, newest first; or the one of a business id.
 * @throws DeeptuneError does-not-exist for an id that no entry has
 */
async function entries(call: RequestContext): Promise<Answer<'ListLedgerEntries'>> {
  const userId = userOf(call);
  const { table, settings } = call.deps;
  const { head } = await readLedger(table, userId);
  const common = { head: headOf(head), ...asIfField(settings, settings.instanceType) };
  const id = word(call, 'entry_id');
  if (id !== undefined) {
    const entry = await findEntry(table, userId, id);
    if (!entry) throw fail('doesNotExist', `The ledger has no entry '${id}'`);
    return { user_id: userId, entries: [wireOf(entry)], ...common };
  }
  const query = { ...keys.ledgerEntriesOf(userId), descending: true };
  const page = await pagedQuery<LedgerEntry>(call, query);
  return { user_id: userId, entries: page.map(wireOf), ...common };
}

/** On the wire an object of any shape is one. */
function wireOf({ opens, ...entry }: LedgerEntry) {
  return { ...entry, ...(opens ? { opens: toData(opens) } : {}) };
}

function headOf({ sequence, hash }: { readonly sequence: number; readonly hash: string }) {
  return { sequence, hash };
}

const typeSchema = z.object({ type: z.enum(recordTypes) });

/**
 * What verification recomputes the books from, as it is stored: the records of one type, oldest
 * first. All of one instant where the head is the same before and after: every change of them moves
 * it.
 */
async function records(call: RequestContext): Promise<Answer<'ListLedgerRecords'>> {
  const userId = userOf(call);
  const { type } = parse(typeSchema, { type: word(call, 'type') });
  const { head } = await readLedger(call.deps.table, userId);
  const page = await recordsOf(type, userId, call);
  return { user_id: userId, records: page.map(toData), head: headOf(head) };
}

async function recordsOf(
  type: RecordType,
  userId: string,
  call: RequestContext,
): Promise<readonly object[]> {
  if (type === 'entry') return pagedQuery<object>(call, keys.ledgerEntriesOf(userId));
  if (type === 'usage') return pagedQuery<object>(call, keys.usageBehind(userId, ''));
  if (type === 'hold') return pagedQuery<object>(call, keys.holdsOf(userId));
  const books = await readTenantBooks(call.deps.table, userId);
  return paged<object>(call, books[partOf[type]]);
}

export const ledgerRoutes: readonly Route[] = [
  {
    operation: 'ListLedgerEntries',
    method: 'GET',
    path: '/billing/ledger',
    under: 'user',
    isForAnyTenant: true,
    query: { ...paging, entry_id: 'text' },
    handle: entries,
  },
  {
    operation: 'ListLedgerRecords',
    method: 'GET',
    path: '/billing/ledger/records',
    under: 'user',
    isForAnyTenant: true,
    query: { ...paging, type: 'text' },
    handle: records,
  },
];
