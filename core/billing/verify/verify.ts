import type { TenantBooks } from './books.ts';
import { verifyChain, verifyEntries } from './chain.ts';
import { verifyCounters } from './counters.ts';
import type { Finding, Report } from './finding.ts';
import { verifyInvoices } from './invoices.ts';
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
  verifyChain(books, sha256, report);
  verifyEntries(books, report);
  const replay = replayEntries(books, report);
  verifyHolds(books, replay, report);
  verifyUsage(books, replay, sha256, report);
  verifyCounters(books, replay, report);
  verifyInvoices(books, replay, sha256, report);
  return { userId, checked: countsOf(books), head, findings };
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
