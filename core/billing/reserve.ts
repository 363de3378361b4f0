import { canonicalJson } from '../json.ts';
import type { Dependencies } from '../ports/host.ts';
import type { Write } from '../ports/table.ts';
import { keys } from '../records/keys.ts';
import { toData } from '../records/records.ts';
import { readBudgets, spendWrites } from './budget/budget.ts';
import type { BudgetState } from './budget/budget.ts';
import { placeOf } from './budget/target.ts';
import type { Hold } from './hold.ts';
import { entryIds, transfer } from './ledger/entry.ts';
import type { Posting } from './ledger/entry.ts';
import { entryOfHold, heldPostings, holdEntry } from './ledger/hold-entries.ts';
import { appendWrites } from './ledger/ledger-store.ts';
import type { LedgerState } from './ledger/ledger-store.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { quoteReleaseWrites, quoteReserveWrites, readQuoteBooks } from './quote/quote-books.ts';
import type { QuoteBooks } from './quote/quote-books.ts';
import type { UsageRecord } from './usage/usage-record.ts';

/* The one way that money is set aside and taken: a hold, the budgets that it counts in and the
   ledger change in one transaction, or nothing does. */

type Uses = Pick<Dependencies, 'table' | 'settings' | 'sha256' | 'now'>;

/** What a hold's transactions change, as it was read. */
export interface Books {
  readonly userId: string;
  readonly budgets: readonly BudgetState[];
  readonly ledger: LedgerState;
  /** Absent: the hold is under no quote. */
  readonly quote?: QuoteBooks | undefined;
}

/** Reads what a hold counts in: to be read again for each try of its transaction. */
export async function readBooks(userId: string, hold: Hold, deps: Uses): Promise<Books> {
  // First: what is opened here is what the budgets say.
  const ledger = await openLedger(userId, deps);
  const budgets = await readBudgets(placeOf(userId, hold), hold.createdAt, deps);
  const quote = await readQuoteBooks(deps.table, userId, hold);
  return { userId, budgets, ledger, quote };
}

type Hash = Pick<Dependencies, 'sha256'>;

/** Writes that set money aside: refused as a whole where the hold is there already. */
export function reserveWrites(books: Books, hold: Hold, { sha256 }: Hash): Write[] {
  const { userId, budgets, ledger } = books;
  return [
    { put: { ...keys.hold(userId, hold.versionId), data: toData(hold) }, if: 'absent' },
    ...spendWrites(budgets, { heldMicros: hold.amountMicros, postedMicros: 0 }),
    ...quoteReserveWrites(books.quote, hold),
    ...appendWrites(ledger, [holdEntry(hold)], sha256),
  ];
}

/**
 * Writes that end a hold, once: with its usage record it becomes a charge, of at most what was
 * held; without one it is given back.
 */
export function releaseWrites(
  books: Books,
  hold: Hold,
  end: { readonly at: string; readonly usage?: UsageRecord },
  { sha256 }: Hash,
): Write[] {
  const { userId, budgets, ledger } = books;
  const { at, usage } = end;
  const posted = Math.min(usage?.amountMicros ?? 0, hold.amountMicros);
  const entry = entryOfHold(hold, {
    ...{ kind: usage ? 'settle' : 'void', id: entryIds.end(hold.versionId), at },
    ...(usage ? sealOf(usage, sha256) : {}),
    postings: [...heldPostings(-hold.amountMicros), ...chargedPostings(posted)],
  });
  return [
    { delete: keys.hold(userId, hold.versionId), if: 'present' },
    ...(usage ? [usageWrite(usage)] : []),
    ...spendWrites(budgets, { heldMicros: -hold.amountMicros, postedMicros: posted }),
    ...quoteReleaseWrites(books.quote, hold, { at, billedMicros: posted }),
    ...appendWrites(ledger, [entry], sha256),
  ];
}

/** What the ledger keeps of a usage record: a change of it is seen. */
function sealOf(usage: UsageRecord, sha256: Hash['sha256']) {
  return { trainingJobName: usage.trainingJobName, recordHash: sha256(canonicalJson(usage)) };
}

function usageWrite(usage: UsageRecord): Write {
  const key = keys.usage(usage.userId, usage.period, usage.trainingJobName);
  return { put: { ...key, data: toData(usage) }, if: 'absent' };
}

function chargedPostings(micros: number): Posting[] {
  return transfer({ from: 'revenue', to: 'unbilled', micros });
}
