import { omit } from '../../json.ts';
import type { Table, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { monthAfter } from '../../records/months.ts';
import type { Stored } from '../../records/records.ts';
import { readRecord, toData } from '../../records/records.ts';
import type { InvoiceLine } from './invoice.ts';

/**
 * What of a tenant's usage is on which invoice. One item, changed in the transaction that issues or
 * voids: two at once make one. All by month.
 */
export interface InvoiceBook {
  /** The invoice that stands: the month's one that is not void. */
  readonly standing: Readonly<Record<string, string>>;
  /** How many were issued, the void ones too. */
  readonly numbers: Readonly<Record<string, number>>;
  /** How many of the month's usage records are on standing invoices, of whatever month. */
  readonly billed: Readonly<Record<string, number>>;
  /** How many of the month's free seconds these took. */
  readonly freeSeconds: Readonly<Record<string, number>>;
  /** Invoices whose event is not known to be published. */
  readonly unannounced: readonly string[];
}

const emptyBook: InvoiceBook = {
  ...{ standing: {}, numbers: {}, billed: {}, freeSeconds: {} },
  unannounced: [],
};

export type StoredBook = Omit<Stored<InvoiceBook>, 'rev'> & { readonly rev?: number };

export async function readBook(table: Table, userId: string): Promise<StoredBook> {
  return (await readRecord<InvoiceBook>(table, keys.invoiceBook(userId))) ?? { value: emptyBook };
}

/** Refused where somebody else issued or voided since the book was read. */
export function bookWrite(userId: string, { rev }: StoredBook, after: InvoiceBook): Write {
  const put = { ...keys.invoiceBook(userId), data: toData(after) };
  return { put, if: rev === undefined ? 'absent' : { rev } };
}

interface OnInvoice {
  readonly id: string;
  readonly period: string;
  readonly lines: readonly InvoiceLine[];
}

/** The book with an invoice that stands from now on. */
export function withIssued(book: InvoiceBook, { id, period, lines }: OnInvoice): InvoiceBook {
  return {
    ...counted(book, lines, 1),
    standing: { ...book.standing, [period]: id },
    numbers: { ...book.numbers, [period]: (book.numbers[period] ?? 0) + 1 },
    unannounced: [...book.unannounced, id],
  };
}

/** The book without an invoice that stood: what was on it can be invoiced again. */
export function withVoided(book: InvoiceBook, { period, lines }: OnInvoice): InvoiceBook {
  return { ...counted(book, lines, -1), standing: omit(book.standing, period) };
}

function counted(book: InvoiceBook, lines: readonly InvoiceLine[], sign: 1 | -1): InvoiceBook {
  const [billed, freeSeconds] = [{ ...book.billed }, { ...book.freeSeconds }];
  for (const { kind, period, seconds } of lines) {
    if (kind === 'usage') billed[period] = (billed[period] ?? 0) + sign;
    else freeSeconds[period] = (freeSeconds[period] ?? 0) + sign * seconds;
  }
  return { ...book, billed, freeSeconds };
}

/** The month whose invoice usage of a month goes on: its own, or the next that none stands for. */
export function targetOf(period: string, { standing }: Pick<InvoiceBook, 'standing'>): string {
  let target = period;
  while (standing[target] !== undefined) target = monthAfter(target);
  return target;
}
