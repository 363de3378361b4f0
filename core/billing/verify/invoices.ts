import { canonicalJson } from '../../json.ts';
import { exactDollars } from '../../words.ts';
import type { Invoice, InvoiceLine } from '../invoice/invoice.ts';
import { creditedMicros } from '../invoice/invoice.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { TenantBooks } from './books.ts';
import type { Report } from './finding.ts';
import type { InvoiceEntries, Replay } from './replay.ts';
import { postedOn } from './replay.ts';

type Hash = (data: string) => string;

/**
 * That every invoice is the sum of its lines, that its lines are as they were issued and what the
 * usage records say, that no record is on two, that its entry says its total, and that no more was
 * given back than it was.
 */
export function verifyInvoices(
  books: TenantBooks,
  replay: Replay,
  sha256: Hash,
  report: Report,
): void {
  const usage = new Map(books.usage.map((record) => [record.trainingJobName, record]));
  const billed = new Map<string, string>();
  for (const invoice of books.invoices) {
    verifySums(invoice, sha256, report);
    verifyEntries(invoice, replay, report);
    for (const line of invoice.lines) verifyLine(invoice, line, usage, report);
    // What a void invoice had is on the next one.
    if (invoice.status !== 'void') verifyOnce(invoice, billed, report);
  }
  verifyUnbilled(books, replay, report);
  const known = new Set(books.invoices.map(({ id }) => id));
  for (const [invoiceId, { issued }] of replay.invoices)
    if (!known.has(invoiceId))
      report(
        'entry-without-invoice',
        `Entry ${issued.sequence} issues invoice '${invoiceId}', which does not exist`,
        { entry: issued.sequence, invoiceId },
      );
}

/** What is charged and on no invoice. */
function verifyUnbilled({ usage, invoices }: TenantBooks, replay: Replay, report: Report): void {
  const standing = invoices.filter(({ status }) => status !== 'void');
  const billed = new Set(
    standing.flatMap(({ lines }) => lines.flatMap(({ trainingJobName }) => trainingJobName ?? [])),
  );
  const expected = usage
    .filter(({ trainingJobName }) => !billed.has(trainingJobName))
    .reduce((sum, { amountMicros }) => sum + amountMicros, 0);
  const balance = replay.balances.get('unbilled') ?? 0;
  if (balance === expected) return;
  report(
    'unbilled-balance-wrong',
    `The account 'unbilled' has ${exactDollars(balance)}; what is charged and on no invoice is ${exactDollars(expected)}`,
  );
}

function verifySums(invoice: Invoice, sha256: Hash, report: Report): void {
  const { id: invoiceId, lines, totalMicros, creditNotes, linesHash } = invoice;
  const sum = lines.reduce((total, { amountMicros }) => total + amountMicros, 0);
  if (sum !== totalMicros)
    report(
      'invoice-total-wrong',
      `Invoice '${invoiceId}' has a total of ${exactDollars(totalMicros)}, its ${lines.length} lines are ${exactDollars(sum)}`,
      { invoiceId },
    );
  if (sha256(canonicalJson(lines)) !== linesHash)
    report(
      'invoice-lines-changed',
      `The lines of invoice '${invoiceId}' were changed after it was issued`,
      { invoiceId },
    );
  const credited = creditedMicros(creditNotes);
  if (credited > totalMicros)
    report(
      'credit-above-total',
      `${exactDollars(credited)} of invoice '${invoiceId}' were given back, it was ${exactDollars(totalMicros)}`,
      { invoiceId },
    );
}

function verifyEntries(invoice: Invoice, replay: Replay, report: Report): void {
  const { id: invoiceId, totalMicros, linesHash } = invoice;
  const entries = replay.invoices.get(invoiceId);
  if (!entries) {
    report('invoice-without-entry', `Invoice '${invoiceId}' has no entry in the ledger`, {
      invoiceId,
    });
    return;
  }
  const { issued } = entries;
  const about = { invoiceId, entry: issued.sequence };
  const entered = postedOn(issued, 'receivable');
  if (entered !== totalMicros)
    report(
      'invoice-entry-differs',
      `Invoice '${invoiceId}' is ${exactDollars(totalMicros)}, entry ${issued.sequence} says ${exactDollars(entered)}`,
      about,
    );
  if (issued.recordHash !== undefined && issued.recordHash !== linesHash)
    report(
      'invoice-lines-changed',
      `The lines of invoice '${invoiceId}' are not those that entry ${issued.sequence} was written for`,
      about,
    );
  verifyStatus(invoice, entries, report);
}

/** What became of it, and what was given back, is in the ledger too. */
function verifyStatus(invoice: Invoice, entries: InvoiceEntries, report: Report): void {
  const { id: invoiceId, status, creditNotes } = invoice;
  const entered = entries.voided ? 'void' : entries.paid ? 'paid' : 'issued';
  if (entered !== status)
    report(
      'invoice-status-differs',
      `Invoice '${invoiceId}' is ${status}; by the ledger it is ${entered}`,
      { invoiceId },
    );
  const credited = creditedMicros(creditNotes);
  if (credited !== entries.creditedMicros)
    report(
      'credit-differs',
      `The credit notes of invoice '${invoiceId}' are ${exactDollars(credited)}; by the ledger ${exactDollars(entries.creditedMicros)} were given back`,
      { invoiceId },
    );
}

function verifyLine(
  { id: invoiceId }: Invoice,
  line: InvoiceLine,
  usage: ReadonlyMap<string, UsageRecord>,
  report: Report,
): void {
  const { kind, trainingJobName = '', amountMicros } = line;
  if (kind !== 'usage') return;
  const record = usage.get(trainingJobName);
  if (record?.amountMicros === amountMicros) return;
  const says = record ? `which has ${exactDollars(record.amountMicros)}` : 'which does not exist';
  report(
    'invoice-line-differs',
    `Invoice '${invoiceId}' charges ${exactDollars(amountMicros)} for the usage record of '${trainingJobName}', ${says}`,
    { invoiceId, trainingJobName },
  );
}

function verifyOnce(
  { id: invoiceId, lines }: Invoice,
  billed: Map<string, string>,
  report: Report,
): void {
  for (const { kind, trainingJobName } of lines) {
    if (kind !== 'usage' || trainingJobName === undefined) continue;
    const first = billed.get(trainingJobName);
    if (first === undefined) billed.set(trainingJobName, invoiceId);
    else
      report(
        'invoice-line-twice',
        `The usage record of '${trainingJobName}' is on '${first}' and on '${invoiceId}'`,
        { invoiceId, trainingJobName },
      );
  }
}
