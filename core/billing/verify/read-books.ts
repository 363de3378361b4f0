import { isError } from '../../errors.ts';
import { omit } from '../../json.ts';
import type { Table } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { readAll, readRecord } from '../../records/records.ts';
import type { BudgetCounter } from '../budget/budget.ts';
import type { BudgetTarget } from '../budget/target.ts';
import { budgetIdOf, counterKeyOf, placeOf, targetsOf } from '../budget/target.ts';
import { listHolds } from '../hold.ts';
import type { Invoice } from '../invoice/invoice.ts';
import { listHeaders, withLines } from '../invoice/invoice-store.ts';
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
  const records = {
    entries: await readAll<LedgerEntry>(table, keys.ledgerEntriesOf(userId)),
    usage: await readAll<UsageRecord>(table, keys.usageBehind(userId, '')),
    holds: await listHolds(table, userId),
  };
  return {
    ...{ userId, ...records },
    ...(head ? { head: head.value } : {}),
    counters: await readCounters(table, userId, records),
    invoices: await readInvoices(table, userId),
  };
}

/** Oldest first. Lines that are not all there are none: their hash tells. */
async function readInvoices(table: Table, userId: string): Promise<Invoice[]> {
  const headers = (await listHeaders(table, userId)).reverse();
  const invoices: Invoice[] = [];
  for (const header of headers)
    invoices.push(
      await withLines(table, header).catch((error: unknown) => {
        if (!isError(error, 'internal')) throw error;
        return { ...header, lines: [] };
      }),
    );
  return invoices;
}

/** What all tenants together spent, by month. */
export function readAccountCounters(table: Table): Promise<StoredCounter[]> {
  return readAll<BudgetCounter>(table, { pk: keys.accountBudget('').pk });
}

/** The counters of the tenant, and of every app and model that spends or has spent. */
async function readCounters(
  table: Table,
  userId: string,
  { entries, usage, holds }: Pick<TenantBooks, 'entries' | 'usage' | 'holds'>,
): Promise<StoredCounter[]> {
  const targets = new Map<string, BudgetTarget>([['tenant', { level: 'tenant', userId }]]);
  for (const of of [...usage, ...holds, ...entries])
    for (const target of targetsOf(placeOf(userId, of))) targets.set(budgetIdOf(target), target);
  const counters: StoredCounter[] = [];
  for (const target of targets.values()) {
    if (target.level === 'account') continue;
    const place = omit(target, 'level', 'userId');
    const { pk } = counterKeyOf(target, '');
    for (const counter of await readAll<BudgetCounter>(table, { pk }))
      counters.push({ ...counter, ...place });
  }
  return counters;
}
