import { chained, emptyLedger } from '../ledger/ledger-store.ts';
import { openingDrafts, OpenedUsageSums } from '../ledger/open-ledger.ts';
import type { AccountBooks, TenantBooks } from './books.ts';
import { verifyChain, verifyEntries } from './chain.ts';
import { verifyAccountCounters, verifyCounters } from './counters.ts';
import type { Finding, Report } from './finding.ts';
import { verifyInvoices } from './invoices.ts';
import { readableBooks } from './readable.ts';
import { replayEntries, verifyHolds } from './replay.ts';
import { verifyUsage } from './usage.ts';

/** How much was looked at. */
export interface VerifiedCounts {
  readonly entries: number;
  readonly usageRecords: number;
  readonly holds: number;
  readonly budgetCounters: number;
  readonly invoices: number;
}

export interface Verification {
  readonly userId: string;
  readonly checked: VerifiedCounts;
  /** Where the chain ends: what a later verification is compared with. */
  readonly head: { readonly sequence: number; readonly hash: string } | undefined;
  /** An earlier release wrote these books, and this one has not begun their ledger yet. */
  readonly isUnopened?: true;
  readonly findings: readonly Finding[];
}

/**
 * Recomputes a tenant's books from their parts: the chain, the double entry, every hold and its
 * end, every usage record and its rating, the budgets' counters, every invoice. Asks nobody, and
 * changes nothing.
 * @returns every finding, in the order of what was looked at
 */
export function verifyBooks(books: TenantBooks, sha256: (data: string) => string): Verification {
  const { userId, head } = books;
  const findings: Finding[] = [];
  const report: Report = (code, message, about = {}) =>
    void findings.push({ code, userId, message, ...about });
  const isUnopened = isOfEarlierRelease(books);
  const readable = readableBooks(books, report);
  const whole = isUnopened ? asOpened(readable, sha256) : readable;
  verifyChain(whole, sha256, report);
  verifyEntries(whole, report);
  const replay = replayEntries(whole, report);
  verifyHolds(whole, replay, report);
  verifyUsage(whole, replay, sha256, report);
  verifyCounters(whole, replay, report);
  verifyInvoices(whole, replay, sha256, report);
  const checked = countsOf(books);
  return { userId, checked, head, ...(isUnopened ? { isUnopened: true as const } : {}), findings };
}

/** No ledger was begun, and nobody who would have begun one has counted here. */
function isOfEarlierRelease({ head, entries, counters }: TenantBooks): boolean {
  return !head && entries.length === 0 && !counters.some(({ isNested }) => isNested);
}

/** The books as they will be once their ledger is opened: by the first job of this release. */
function asOpened(books: TenantBooks, sha256: (data: string) => string): TenantBooks {
  const sums = new OpenedUsageSums(sha256);
  for (const record of books.usage) sums.add(record);
  const last = books.usage.reduce((at, { recordedAt }) => (recordedAt > at ? recordedAt : at), '');
  const entries = chained(emptyLedger, openingDrafts(sums.sums(), books.holds, last), sha256);
  const end = entries.at(-1);
  return { ...books, entries, ...(end ? { head: end } : {}) };
}

export interface AccountVerification {
  readonly tenants: readonly Verification[];
  /** Of what all tenants share. */
  readonly findings: readonly Finding[];
}

/** The same of all tenants, and of what they share. */
export function verifyAccount(
  books: AccountBooks,
  sha256: (data: string) => string,
): AccountVerification {
  const findings: Finding[] = [];
  const report: Report = (code, message, about = {}) =>
    void findings.push({ code, message, ...about });
  verifyAccountCounters(books, report);
  return { tenants: books.tenants.map((tenant) => verifyBooks(tenant, sha256)), findings };
}

/**
 * That a ledger goes on from where it ended before: what was taken off its end, or written anew
 * from some entry on, has a chain that fits together.
 * @param earlier books of the same tenant that were read before
 */
export function verifyContinuation(books: TenantBooks, earlier: TenantBooks): Finding[] {
  const { userId } = books;
  const { sequence, hash } = earlier.head ?? emptyLedger;
  if (sequence === 0) return [];
  const last = books.head?.sequence ?? 0;
  if (last < sequence) {
    const message = `The ledger ends with entry ${last}; earlier it ended with entry ${sequence}`;
    return [{ code: 'ledger-shorter', userId, message }];
  }
  const entry = books.entries.find((each) => each.sequence === sequence);
  if (entry?.hash === hash) return [];
  const message = `Entry ${sequence} is not the one that the ledger ended with earlier: it was written anew`;
  return [{ code: 'ledger-rewritten', userId, message, entry: sequence }];
}

function countsOf({ entries, usage, holds, counters, invoices }: TenantBooks): VerifiedCounts {
  return {
    entries: entries.length,
    usageRecords: usage.length,
    holds: holds.length,
    budgetCounters: counters.length,
    invoices: invoices.length,
  };
}
