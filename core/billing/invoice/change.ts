import { fail } from '../../errors.ts';
import type { Write } from '../../ports/table.ts';
import type { Stored } from '../../records/records.ts';
import { withRetry } from '../../records/records.ts';
import { entryIds, transfer } from '../ledger/entry.ts';
import type { EntryDraft } from '../ledger/entry.ts';
import { appendWrites } from '../ledger/ledger-store.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import type { InvoiceUses } from './draft.ts';
import { bookWrite, readBook, withVoided } from './invoice-book.ts';
import { creditedMicros, dueMicros } from './invoice.ts';
import type { CreditNote, InvoiceHeader } from './invoice.ts';
import { headerWrite, readHeader, withLines } from './invoice-store.ts';
import { issuePostings } from './issue.ts';
import { formatDollars } from '../../money.ts';
import { counted } from '../../words.ts';

/** Which invoice is meant. */
export interface InvoiceRef {
  readonly userId: string;
  readonly id: string;
}

/** An entry, before it says which invoice it is of. */
type Made = Omit<EntryDraft, 'period' | 'invoiceId'>;

/** What becomes of an invoice: its header afterwards, the entry, and what else is written. */
interface Change {
  readonly header: InvoiceHeader;
  readonly entry: EntryDraft;
  readonly writes?: readonly Write[];
}

/**
 * An issued invoice was paid: what was not credited of it came in. Paid again it stays as it is.
 * @throws DeeptuneError does-not-exist, invoice-state where it is void
 */
export function payInvoice(ref: InvoiceRef, deps: InvoiceUses): Promise<InvoiceHeader> {
  return change(ref, deps, ({ value }) => {
    if (value.status === 'paid') return undefined;
    if (value.status !== 'issued') throw refused(value, 'paid');
    const paidAt = deps.now();
    const postings = transfer({ from: 'receivable', to: 'cash', micros: dueMicros(value) });
    const entry: Made = { kind: 'payment', id: entryIds.payment(ref.id), at: paidAt, postings };
    return { header: { ...value, status: 'paid', paidAt }, entry: entryOf(value, entry) };
  });
}

/**
 * An issued invoice counts for nothing any more: what was on it can be invoiced again. Voided again
 * it stays as it is.
 * @throws DeeptuneError does-not-exist, invoice-state where it is paid or a part was given back
 */
export function voidInvoice(ref: InvoiceRef, deps: InvoiceUses): Promise<InvoiceHeader> {
  return change(ref, deps, async ({ value }) => {
    if (value.status === 'void') return undefined;
    if (value.status !== 'issued' || value.creditNotes.length > 0) throw refused(value, 'voided');
    const voidedAt = deps.now();
    const book = await readBook(deps.table, ref.userId);
    const after = withVoided(book.value, await withLines(deps.table, value));
    const postings = issuePostings(value).map(({ account, micros }) => ({
      account,
      micros: -micros,
    }));
    const entry: Made = {
      ...{ kind: 'adjustment', id: entryIds.adjustment(`void-${ref.id}`), at: voidedAt, postings },
      corrects: entryIds.invoice(ref.id),
    };
    return {
      header: { ...value, status: 'void', voidedAt },
      entry: entryOf(value, entry),
      writes: [bookWrite(ref.userId, book, after)],
    };
  });
}

/** A part of an invoice that is to be given back. */
export interface CreditAsked {
  /** Named, it is given once, however often it is asked for. */
  readonly name?: string | undefined;
  readonly amountMicros: number;
  readonly reason: string;
}

/** Most credit notes of an invoice: they lie in one item with it. */
const maxCreditNotes = 100;

/**
 * Gives a part of an issued or paid invoice back. Together never more than it was of.
 * @throws DeeptuneError does-not-exist, invoice-state where it is void or nothing is left,
 *   already-exists for a name that another note has
 */
export function creditInvoice(
  ref: InvoiceRef,
  asked: CreditAsked,
  deps: InvoiceUses,
): Promise<InvoiceHeader> {
  return change(ref, deps, ({ value }) => {
    const { creditNotes } = value;
    const id = `${ref.id}-${asked.name ?? freeName(value)}`;
    const same = creditNotes.find((note) => note.id === id);
    if (same) return sameNote(same, asked);
    assertCreditable(value, asked.amountMicros);
    const { amountMicros, reason } = asked;
    const note: CreditNote = { id, amountMicros, reason, createdAt: deps.now() };
    const postings = transfer({ from: 'receivable', to: 'credits', micros: amountMicros });
    const entry: Made = {
      ...{ kind: 'credit', id: entryIds.credit(id), at: note.createdAt, postings },
      memo: reason,
    };
    return {
      header: { ...value, creditNotes: [...creditNotes, note] },
      entry: entryOf(value, entry),
    };
  });
}

/** The next number, or the first behind it that nobody took as a name. */
function freeName({ id, creditNotes }: InvoiceHeader): string {
  const taken = new Set(creditNotes.map((note) => note.id));
  let number = creditNotes.length + 1;
  while (taken.has(`${id}-credit-${number}`)) number += 1;
  return `credit-${number}`;
}

function sameNote(note: CreditNote, { amountMicros, reason }: CreditAsked): undefined {
  if (note.amountMicros === amountMicros && note.reason === reason) return undefined;
  throw fail(
    'alreadyExists',
    `Credit note '${note.id}' is of ${formatDollars(note.amountMicros)} for "${note.reason}" already`,
  );
}

function assertCreditable(header: InvoiceHeader, amountMicros: number): void {
  const { id, status, totalMicros, creditNotes } = header;
  if (status !== 'issued' && status !== 'paid') throw refused(header, 'credited');
  const left = totalMicros - creditedMicros(creditNotes);
  if (amountMicros > left)
    throw fail(
      'invoiceState',
      `Field 'credit_note.amountMicros' ${amountMicros}: of invoice '${id}' ${left} (${formatDollars(left)}) are left to be given back`,
    );
  if (creditNotes.length >= maxCreditNotes)
    throw fail('invoiceState', `Invoice '${id}' has ${maxCreditNotes} credit notes, the most`);
}

function refused({ id, status, creditNotes }: InvoiceHeader, done: string): Error {
  const notes =
    creditNotes.length > 0 ? ` and has ${counted(creditNotes.length, 'credit note')}` : '';
  const advice = done === 'voided' ? '; give back what is left by a credit note' : '';
  return fail(
    'invoiceState',
    `Invoice '${id}' is ${status}${notes}, and cannot be ${done}${advice}`,
  );
}

function entryOf({ id: invoiceId, period }: InvoiceHeader, entry: Made): EntryDraft {
  return { ...entry, period, invoiceId };
}

/** @param decide undefined: it is so already */
function change(
  { userId, id }: InvoiceRef,
  deps: InvoiceUses,
  decide: (stored: Stored<InvoiceHeader>) => Change | undefined | Promise<Change | undefined>,
): Promise<InvoiceHeader> {
  return withRetry(async () => {
    const stored = await readHeader(deps.table, userId, id);
    if (!stored) throw fail('doesNotExist', `Invoice '${id}' does not exist`);
    const made = await decide(stored);
    if (!made) return stored.value;
    const ledger = await openLedger(userId, deps);
    await deps.table.write([
      headerWrite(made.header, stored.rev),
      ...(made.writes ?? []),
      ...appendWrites(ledger, [made.entry], deps.sha256),
    ]);
    return made.header;
  });
}
