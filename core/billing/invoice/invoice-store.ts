import { canonicalJson } from '../../json.ts';
import { fail } from '../../errors.ts';
import type { Table, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { readAll, readRecord, toData } from '../../records/records.ts';
import type { Invoice, InvoiceHeader, InvoiceLine } from './invoice.ts';

/** Lines in one item: 400 KB at most, of some 400 bytes each. */
const linesInPart = 250;

/** A stored invoice without its lines; undefined where there is none. */
export function readHeader(
  table: Table,
  userId: string,
  id: string,
): Promise<Stored<InvoiceHeader> | undefined> {
  return readRecord<InvoiceHeader>(table, keys.invoice(userId, id));
}

/** Stored invoices without their lines, the newest month first. */
export async function listHeaders(table: Table, userId: string): Promise<InvoiceHeader[]> {
  const query = { ...keys.invoicesOf(userId), descending: true };
  return readAll<InvoiceHeader>(table, query);
}

/** @throws DeeptuneError does-not-exist */
export async function getInvoice(table: Table, userId: string, id: string): Promise<Invoice> {
  const header = await readHeader(table, userId, id);
  if (!header) throw fail('doesNotExist', `Invoice '${id}' does not exist`);
  return withLines(table, header.value);
}

/** A stored invoice with its lines. */
export async function withLines(table: Table, header: InvoiceHeader): Promise<Invoice> {
  const { userId, id, linesHash, lineCount } = header;
  const parts = await readAll<{ readonly lines: readonly InvoiceLine[] }>(
    table,
    keys.invoiceLinesOf(userId, linesHash),
  );
  const lines = parts.flatMap((part) => part.lines);
  if (lines.length !== lineCount)
    throw fail('internal', `Invoice '${id}' of '${userId}' has ${lines.length} of its lines`);
  return { ...header, lines };
}

/**
 * Lays the lines of an invoice down, before it is there: found by their hash, the same lines are
 * the same items.
 */
export async function writeLines(
  table: Table,
  { userId, linesHash, lines }: Pick<Invoice, 'userId' | 'linesHash' | 'lines'>,
): Promise<void> {
  for (let part = 0; part * linesInPart < lines.length; part += 1) {
    const some = lines.slice(part * linesInPart, (part + 1) * linesInPart);
    const key = keys.invoiceLines(userId, linesHash, part);
    await table.write([{ put: { ...key, data: toData({ lines: some }) } }]);
  }
}

/** The write of an invoice: new, or as it was read. */
export function headerWrite(header: InvoiceHeader, rev?: number): Write {
  const put = { ...keys.invoice(header.userId, header.id), data: toData(header) };
  return { put, if: rev === undefined ? 'absent' : { rev } };
}

/** What an invoice's `linesHash` must be. */
export function linesHashOf(
  lines: readonly InvoiceLine[],
  sha256: (data: string) => string,
): string {
  return sha256(canonicalJson(lines));
}

/** Every stored invoice with its lines, the newest month first: what `verify` looks at. */
export async function readInvoices(table: Table, userId: string): Promise<Invoice[]> {
  const invoices: Invoice[] = [];
  for (const header of await listHeaders(table, userId))
    invoices.push(await withLines(table, header));
  return invoices;
}
