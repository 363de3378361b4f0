import type { Table } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { readAll, readRecord } from '../../records/records.ts';
import type { BudgetCounter } from '../budget/budget.ts';
import { listHolds } from '../hold.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { LedgerHead } from '../ledger/ledger-store.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { StoredCounter, TenantBooks } from './books.ts';

/**
 * Everything of a tenant that verification looks at, as it is stored. Where somebody writes
 * meanwhile the parts may be of two instants: read from a snapshot, or compare the head before and
 * after, which moves with every one of them.
 */
export async function readTenantBooks(table: Table, userId: string): Promise<TenantBooks> {
  const head = await readRecord<LedgerHead>(table, keys.ledgerHead(userId));
  const usage = await readAll<UsageRecord>(table, keys.usageBehind(userId, ''));
  const holds = await listHolds(table, userId);
  return {
    userId,
    ...(head ? { head: head.value } : {}),
    entries: await readAll<LedgerEntry>(table, keys.ledgerEntriesOf(userId)),
    usage,
    holds,
    counters: await readCounters(table, userId),
    invoices: [],
  };
}

async function readCounters(table: Table, userId: string): Promise<StoredCounter[]> {
  return readAll<BudgetCounter>(table, keys.budgetsOf(userId));
}
