import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Invoice, InvoiceLine, InvoiceSummary } from '../../core/api/wire/messages.ts';
import { asIfWords } from '../../core/billing/as-if.ts';
import { everyPage } from '../every-page.ts';
import type { CommandContext } from '../frame/context.ts';
import type { Column } from '../frame/output/output.ts';
import { counted, duration, exactDollars } from '../frame/output/words.ts';
import { minuteOf } from '../models/version-facts.ts';

export interface Whose {
  readonly tenant?: string;
}
export interface DownloadOptions extends Whose {
  readonly as: 'html' | 'csv';
  readonly out?: string;
}
export interface CreditOptions extends Whose {
  readonly reason: string;
  readonly name?: string;
}

const userOf = ({ tenant }: Whose) => (tenant === undefined ? {} : { user_id: tenant });
const connect = (context: CommandContext, own: Command) => context.connect(own, { app: 'none' });

export async function listInvoices(
  context: CommandContext,
  own: Command,
  options: Whose,
): Promise<void> {
  const { client } = await connect(context, own);
  const invoices: InvoiceSummary[] = [];
  const pages = everyPage(
    async (page) => (await client.call('ListInvoices', { ...userOf(options), ...page })).invoices,
  );
  for await (const invoice of pages) invoices.push(invoice);
  const output = context.output(own);
  output.rows(invoices, invoiceColumns, invoices);
  const due = invoices.reduce((sum, { dueMicros }) => sum + dueMicros, 0);
  context.say(own, `${exactDollars(due)} to be paid`);
  sayAsIf(context, own, invoices[0]);
}

export async function showInvoice(
  context: CommandContext,
  own: Command,
  options: Whose & { readonly id: string | undefined },
): Promise<void> {
  const { client } = await connect(context, own);
  const { id = `draft-${context.now().toISOString().slice(0, 7)}` } = options;
  const { invoice } = await client.call('GetInvoice', { ...userOf(options), invoice_id: id });
  const output = context.output(own);
  if (output.format === 'json') output.text([], invoice);
  else output.rows(invoice.lines, output.format === 'csv' ? lineFields : lineColumns);
  sayTotal(context, own, invoice);
}

/** What there is already is replaced only when the person says so. */
export async function downloadInvoice(
  context: CommandContext,
  own: Command,
  options: DownloadOptions & { readonly id: string },
): Promise<void> {
  const { client } = await connect(context, own);
  const asked = { ...userOf(options), invoice_id: options.id, format: options.as };
  const { content } = await client.call('GetInvoiceContent', asked);
  const path = targetOf(context.folder, options.out, content.filename);
  if (existsSync(path)) await context.confirm(own, `${path} is there already. Replace it?`);
  writeFileSync(path, content.text);
  context.output(own).text([path], { path });
}

function targetOf(folder: string, out: string | undefined, name: string): string {
  const path = resolve(folder, out ?? name);
  return existsSync(path) && statSync(path).isDirectory() ? join(path, name) : path;
}

export async function issueInvoice(
  context: CommandContext,
  own: Command,
  options: Whose & { readonly period: string },
): Promise<void> {
  const { client } = await connect(context, own);
  const whom = options.tenant ?? 'yourself';
  await context.confirm(own, `Issue the invoice of ${options.period} to ${whom}?`);
  const { invoice } = await client.call('PostInvoices', userOf(options), {
    period: options.period,
  });
  printChanged(context, own, invoice);
}

export async function endInvoice(
  context: CommandContext,
  own: Command,
  options: Whose & { readonly id: string; readonly status: 'paid' | 'void' },
): Promise<void> {
  const { id, status } = options;
  const { client } = await connect(context, own);
  const question =
    status === 'paid'
      ? `Was the invoice ${id} paid?`
      : `Void the invoice ${id}? What was on it can be invoiced again`;
  await context.confirm(own, question);
  const asked = { ...userOf(options), invoice_id: id };
  const { invoice } = await client.call('PatchInvoice', asked, { status });
  printChanged(context, own, invoice);
}

export async function creditInvoice(
  context: CommandContext,
  own: Command,
  options: CreditOptions & { readonly id: string; readonly micros: number },
): Promise<void> {
  const { id, micros: amountMicros, reason, name } = options;
  const { client } = await connect(context, own);
  await context.confirm(own, `Give ${exactDollars(amountMicros)} of the invoice ${id} back?`);
  const note = { amountMicros, reason, ...(name === undefined ? {} : { name }) };
  const asked = { ...userOf(options), invoice_id: id };
  const { invoice } = await client.call('PostCreditNote', asked, { credit_note: note });
  printChanged(context, own, invoice);
}

function printChanged(context: CommandContext, own: Command, invoice: Invoice): void {
  context.output(own).record(invoice, invoiceColumns, invoice);
  sayTotal(context, own, invoice);
}

function sayTotal(context: CommandContext, own: Command, invoice: Invoice): void {
  const { id, status, totalMicros, lineCount, creditNotes, dueMicros } = invoice;
  const credited = creditNotes.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
  const back = credited > 0 ? `, ${exactDollars(credited)} given back` : '';
  const due = status === 'issued' ? `, ${exactDollars(dueMicros)} to be paid` : '';
  context.say(
    own,
    `${id} (${status}): ${exactDollars(totalMicros)} in ${counted(lineCount, 'line')}${back}${due}`,
  );
  sayAsIf(context, own, invoice);
}

function sayAsIf(context: CommandContext, own: Command, of: InvoiceSummary | undefined): void {
  if (of?.asIfOn !== undefined) context.say(own, `amounts are ${asIfWords(of.asIfOn)}`);
}

const micros = <Row>(name: string, value: (row: Row) => number): Column<Row> => ({
  name,
  value,
  shown: (row) => exactDollars(value(row)),
  align: 'right',
});

const invoiceColumns: readonly Column<InvoiceSummary>[] = [
  { name: 'id', value: ({ id }) => id },
  { name: 'status', value: ({ status }) => status },
  { name: 'lines', value: ({ lineCount }) => lineCount, align: 'right' },
  micros('totalMicros', ({ totalMicros }) => totalMicros),
  micros('dueMicros', ({ dueMicros }) => dueMicros),
  {
    name: 'issuedAt',
    value: ({ issuedAt }) => issuedAt,
    shown: ({ issuedAt: at }) => minuteOf(at),
  },
];

/** For people. */
const lineColumns: readonly Column<InvoiceLine>[] = [
  { name: 'settled', value: ({ at }) => minuteOf(at) },
  { name: 'what', value: ({ description }) => description },
  { name: 'on', value: ({ instanceType }) => instanceType },
  { name: 'charged', value: ({ seconds }) => duration(seconds), align: 'right' },
  { name: 'amount', value: ({ amountMicros }) => exactDollars(amountMicros), align: 'right' },
];

/** For finance: amounts in micro-dollars, which add up. */
const lineFields: readonly Column<InvoiceLine>[] = [
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'description', value: ({ description }) => description },
  { name: 'settledAt', value: ({ at }) => at },
  { name: 'period', value: ({ period }) => period },
  { name: 'app', value: ({ appId }) => appId },
  { name: 'model', value: ({ modelId }) => modelId },
  { name: 'version', value: ({ versionId }) => versionId },
  { name: 'instanceType', value: ({ instanceType }) => instanceType },
  { name: 'seconds', value: ({ seconds }) => seconds },
  { name: 'microsPerHour', value: ({ microsPerHour }) => microsPerHour },
  { name: 'amountMicros', value: ({ amountMicros }) => amountMicros },
  { name: 'job', value: ({ trainingJobName }) => trainingJobName },
];
