import { canonicalJson } from '../../json.ts';
import { formatDollars } from '../../money.ts';
import type { Invoice, InvoiceLine } from '../invoice/invoice.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { TenantBooks } from './books.ts';
import type { Report } from './finding.ts';
import type { Replay } from './replay.ts';
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
    verifyEntry(invoice, replay, report);
    for (const line of invoice.lines) verifyLine(invoice, line, usage, report);
    // What a void invoice had is on the next one.
    if (invoice.status !== 'void') verifyOnce(invoice, billed, report);
  }
  const known = new Set(books.invoices.map(({ id }) => id));
  for (const [invoiceId, { sequence }] of replay.invoices)
    if (!known.has(invoiceId))
      report(
        'entry-without-invoice',
        `Entry ${sequence} issues invoice '${invoiceId}', which does not exist`,
        { entry: sequence, invoiceId },
      );
}

function verifySums(invoice: Invoice, sha256: Hash, report: Report): void {
  const { id: invoiceId, lines, totalMicros, creditNotes, linesHash } = invoice;
  const sum = lines.reduce((total, { amountMicros }) => total + amountMicros, 0);
  if (sum !== totalMicros)
    report(
      'invoice-total-wrong',
      `Invoice '${invoiceId}' has a total of ${formatDollars(totalMicros)}, its ${lines.length} lines are ${formatDollars(sum)}`,
      { invoiceId },
    );
  if (sha256(canonicalJson(lines)) !== linesHash)
    report(
      'invoice-lines-changed',
      `The lines of invoice '${invoiceId}' were changed after it was issued`,
      { invoiceId },
    );
  const credited = creditNotes.reduce((total, { amountMicros }) => total + amountMicros, 0);
  if (credited > totalMicros)
    report(
      'credit-above-total',
      `${formatDollars(credited)} of invoice '${invoiceId}' were given back, it was ${formatDollars(totalMicros)}`,
      { invoiceId },
    );
}

function verifyEntry(
  { id: invoiceId, totalMicros }: Invoice,
  replay: Replay,
  report: Report,
): void {
  const entry = replay.invoices.get(invoiceId);
  if (!entry) {
    report('invoice-without-entry', `Invoice '${invoiceId}' has no entry in the ledger`, {
      invoiceId,
    });
    return;
  }
  const entered = postedOn(entry, 'receivable');
  if (entered === totalMicros) return;
  report(
    'invoice-entry-differs',
    `Invoice '${invoiceId}' is ${formatDollars(totalMicros)}, entry ${entry.sequence} says ${formatDollars(entered)}`,
    { invoiceId, entry: entry.sequence },
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
  const says = record ? `which has ${formatDollars(record.amountMicros)}` : 'which does not exist';
  report(
    'invoice-line-differs',
    `Invoice '${invoiceId}' charges ${formatDollars(amountMicros)} for the usage record of '${trainingJobName}', ${says}`,
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
