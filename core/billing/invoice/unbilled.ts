import type { Table } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { readAll } from '../../records/records.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { InvoiceBook } from './invoice-book.ts';
import { getInvoice } from './invoice-store.ts';

/**
 * Usage records that are on no standing invoice, the oldest month first, within it in the order in
 * which they were settled. A month whose records are all invoiced is counted, not read.
 */
export async function unbilledRecords(
  userId: string,
  book: InvoiceBook,
  table: Table,
): Promise<UsageRecord[]> {
  const found: UsageRecord[] = [];
  for await (const period of monthsWithUsage(userId, table)) {
    const count = await table.count(keys.usageOf(userId, period));
    if (count !== (book.billed[period] ?? 0))
      found.push(...(await unbilledOf(userId, period, { book, table })));
  }
  return found;
}

/** Each month that a tenant has usage records of, oldest first: one read for each. */
export async function* monthsWithUsage(userId: string, table: Table): AsyncGenerator<string> {
  let behind = '';
  for (;;) {
    const page = await table.query({ ...keys.usageBehind(userId, behind), limit: 1 });
    const period = (page.items[0]?.data as UsageRecord | undefined)?.period;
    if (period === undefined) return;
    yield period;
    behind = period;
  }
}

async function unbilledOf(
  userId: string,
  period: string,
  { book, table }: { readonly book: InvoiceBook; readonly table: Table },
): Promise<UsageRecord[]> {
  const records = await readAll<UsageRecord>(table, keys.usageOf(userId, period));
  const hasBilled = (book.billed[period] ?? 0) > 0;
  const billed = hasBilled ? await billedNames(userId, period, { book, table }) : none;
  return records
    .filter(({ trainingJobName }) => !billed.has(trainingJobName))
    .sort(
      (a, b) => order(a.recordedAt, b.recordedAt) || order(a.trainingJobName, b.trainingJobName),
    );
}

const none: ReadonlySet<string> = new Set();

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Records of a month that are on invoices that stand: on its own, or on a later month's. */
async function billedNames(
  userId: string,
  from: string,
  { book, table }: { readonly book: InvoiceBook; readonly table: Table },
): Promise<Set<string>> {
  const names = new Set<string>();
  for (const [period, id] of Object.entries(book.standing)) {
    if (period < from) continue;
    for (const { trainingJobName } of (await getInvoice(table, userId, id)).lines)
      if (trainingJobName !== undefined) names.add(trainingJobName);
  }
  return names;
}
