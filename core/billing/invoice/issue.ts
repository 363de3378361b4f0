import { omit } from '../../json.ts';
import { fail } from '../../errors.ts';
import type { Dependencies } from '../../ports/host.ts';
import { periodOf } from '../../records/keys.ts';
import { withRetry } from '../../records/records.ts';
import { entryIds } from '../ledger/entry.ts';
import type { EntryDraft, Posting } from '../ledger/entry.ts';
import { appendWrites } from '../ledger/ledger-store.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { draftInvoice } from './draft.ts';
import type { InvoiceUses } from './draft.ts';
import { announce } from './announce.ts';
import { bookWrite, readBook, withIssued } from './invoice-book.ts';
import type { StoredBook } from './invoice-book.ts';
import type { Invoice } from './invoice.ts';
import { getInvoice, headerWrite, writeLines } from './invoice-store.ts';

export type IssueUses = InvoiceUses & Pick<Dependencies, 'events'>;

/**
 * Issues a tenant's invoice of a month that is over: its lines are frozen, what was unbilled is
 * receivable. Once for a month: where its invoice stands already, that is answered. Two at once
 * make one.
 * @throws DeeptuneError invalid-request for a month that is not over, nothing-to-invoice
 */
export async function issueInvoice(
  { userId, period }: { readonly userId: string; readonly period: string },
  deps: IssueUses,
): Promise<Invoice> {
  if (period >= periodOf(deps.now()))
    throw fail(
      'invalidRequest',
      `Field 'period': ${period} is not over; until then see its draft, 'draft-${period}'`,
    );
  const invoice = await withRetry(async () => {
    const book = await readBook(deps.table, userId);
    const standing = book.value.standing[period];
    if (standing !== undefined) return getInvoice(deps.table, userId, standing);
    return freeze(await draftInvoice({ userId, period, book: book.value }, deps), book, deps);
  });
  await announce(userId, deps);
  return invoice;
}

/** @throws WriteRefusedError where somebody else issued, voided or wrote in the ledger meanwhile */
async function freeze(draft: Invoice, book: StoredBook, deps: IssueUses): Promise<Invoice> {
  const { userId, period, lines } = draft;
  const { table, sha256 } = deps;
  if (lines.length === 0)
    throw fail('nothingToInvoice', `Nothing of ${period} is to be invoiced to '${userId}'`);
  const number = (book.value.numbers[period] ?? 0) + 1;
  const id = `${period}-${String(number).padStart(4, '0')}`;
  const invoice: Invoice = { ...draft, id, status: 'issued', issuedAt: deps.now() };
  await writeLines(table, invoice);
  // Read last: jobs that settle meanwhile write in the ledger, and are not on this invoice.
  const ledger = await openLedger(userId, deps);
  await table.write([
    headerWrite(omit(invoice, 'lines')),
    bookWrite(userId, book, withIssued(book.value, { id, period, lines })),
    ...appendWrites(ledger, [issueEntry(invoice)], sha256),
  ]);
  return invoice;
}

/** What was unbilled is owed, less what of it was free. */
function issueEntry({
  id,
  period,
  issuedAt = '',
  totalMicros,
  freeTierMicros,
  linesHash,
}: Invoice): EntryDraft {
  return {
    ...{ kind: 'invoice', id: entryIds.invoice(id), at: issuedAt, period, invoiceId: id },
    recordHash: linesHash,
    postings: issuePostings({ totalMicros, freeTierMicros }),
  };
}

/** Postings of an issued invoice, none of 0. */
export function issuePostings({
  totalMicros,
  freeTierMicros,
}: Pick<Invoice, 'totalMicros' | 'freeTierMicros'>): Posting[] {
  const all: readonly Posting[] = [
    { account: 'receivable', micros: totalMicros },
    { account: 'credits', micros: freeTierMicros },
    { account: 'unbilled', micros: -totalMicros - freeTierMicros },
  ];
  return all.filter(({ micros }) => micros !== 0);
}
