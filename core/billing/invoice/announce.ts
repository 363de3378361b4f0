import type { Dependencies } from '../../ports/host.ts';
import { withRetry } from '../../records/records.ts';
import { bookWrite, readBook } from './invoice-book.ts';
import type { InvoiceHeader } from './invoice.ts';
import { readHeader } from './invoice-store.ts';

type Uses = Pick<Dependencies, 'table' | 'events'>;

/**
 * Publishes `invoice.issued` for the invoices of which it is not known that it was: the book says
 * which, so that whoever dies between issuing and telling leaves it to the next. At least once.
 */
export async function announce(userId: string, { table, events }: Uses): Promise<void> {
  const { unannounced } = (await readBook(table, userId)).value;
  for (const id of unannounced) {
    const header = (await readHeader(table, userId, id))?.value;
    if (header) await events.publish(issuedEvent(header));
    await withRetry(() => forget(userId, id, table));
  }
}

async function forget(userId: string, id: string, table: Uses['table']): Promise<void> {
  const book = await readBook(table, userId);
  const unannounced = book.value.unannounced.filter((each) => each !== id);
  if (unannounced.length < book.value.unannounced.length)
    await table.write([bookWrite(userId, book, { ...book.value, unannounced })]);
}

function issuedEvent(header: InvoiceHeader) {
  const { userId, id: invoiceId, period, totalMicros, lineCount, issuedAt = '' } = header;
  return {
    type: 'invoice.issued' as const,
    at: issuedAt,
    detail: { userId, invoiceId, period, totalMicros, lineCount },
  };
}
