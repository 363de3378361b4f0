import type { Table } from '../../ports/table.ts';
import { periodOf } from '../../records/keys.ts';
import { readEntries } from '../ledger/ledger-store.ts';
import { listTenants } from '../tenants.ts';
import { announce } from './announce.ts';
import { monthAfter } from '../../records/months.ts';
import { readBook, targetOf } from './invoice-book.ts';
import { issueInvoice } from './issue.ts';
import type { IssueUses } from './issue.ts';
import { unbilledRecords } from './unbilled.ts';

/** Day and hour (UTC) of the next month from which on a month is invoiced. */
const dueAt = '03T06:00:00.000Z';

/** What a run came to. */
export interface IssuedDue {
  readonly tenants: number;
  /** Invoices, `tenant/2026-11-0001`. */
  readonly issued: readonly string[];
  /** Tenants whose invoices could not be issued, with the reason: the others have theirs. */
  readonly failed: readonly { readonly userId: string; readonly reason: string }[];
  /** False: the time was over before all tenants were looked at; run again, it goes on. */
  readonly isComplete: boolean;
}

/**
 * Issues every invoice that is due, of all tenants: each month that is over since the third of the
 * next one, has usage on no invoice, and never had one that was voided (whether that is issued anew
 * is for a person to say). Run again or twice at once it issues nothing twice.
 * @param hasTime whether another tenant can be begun
 */
export async function issueDue(hasTime: () => boolean, deps: IssueUses): Promise<IssuedDue> {
  const [issued, failed]: [string[], { userId: string; reason: string }[]] = [[], []];
  const tenants = await listTenants(deps.table);
  let seen = 0;
  for (const userId of tenants) {
    if (!hasTime()) break;
    seen += 1;
    try {
      for (const id of await issueOf(userId, deps)) issued.push(`${userId}/${id}`);
    } catch (error) {
      failed.push({ userId, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { tenants: tenants.length, issued, failed, isComplete: seen === tenants.length };
}

async function issueOf(userId: string, deps: IssueUses): Promise<string[]> {
  const issued: string[] = [];
  for (const period of await dueMonths(userId, deps))
    issued.push((await issueInvoice({ userId, period }, deps)).id);
  // Whoever issued by hand and died before he told of it.
  await announce(userId, deps);
  return issued;
}

/** Oldest first: what settled late goes on the next that none stands for. */
async function dueMonths(userId: string, { table, now }: IssueUses): Promise<string[]> {
  const first = await firstMonth(userId, table);
  if (first === undefined) return [];
  const book = (await readBook(table, userId)).value;
  const records = await unbilledRecords(userId, book, table);
  const months = new Set(records.map(({ period }) => targetOf(period, book)));
  return [...months]
    .filter((month) => month >= first && isDue(month, now()) && (book.numbers[month] ?? 0) === 0)
    .sort();
}

function isDue(month: string, now: string): boolean {
  return now >= `${monthAfter(month)}-${dueAt}`;
}

/**
 * The month in which the ledger begins. What an earlier release charged before it is invoiced when
 * an operator asks for it: it may have been billed otherwise.
 */
async function firstMonth(userId: string, table: Table): Promise<string | undefined> {
  const [first] = await readEntries(table, userId, { skip: 0, count: 1 });
  return first && periodOf(first.at);
}
