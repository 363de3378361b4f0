import * as z from 'zod';
import { creditInvoice, payInvoice, voidInvoice } from '../../../billing/invoice/change.ts';
import { draftInvoice, listDrafts, periodOfDraft } from '../../../billing/invoice/draft.ts';
import { invoiceCsv } from '../../../billing/invoice/invoice-csv.ts';
import { invoicePage } from '../../../billing/invoice/invoice-page.ts';
import { readBook } from '../../../billing/invoice/invoice-book.ts';
import { getInvoice, listHeaders, withLines } from '../../../billing/invoice/invoice-store.ts';
import { dueMicros } from '../../../billing/invoice/invoice.ts';
import type { Invoice, InvoiceHeader } from '../../../billing/invoice/invoice.ts';
import { issueInvoice } from '../../../billing/invoice/issue.ts';
import { omit } from '../../../json.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, userOf } from '../../http/request-context.ts';
import { monthPattern, paging, word } from '../../http/query-values.ts';
import { paged } from '../../http/paging.ts';
import type { Answer, Route } from '../../http/route.ts';
import { fail } from '../../../errors.ts';

/** What is not invoiced yet first, then what is, the newest month first; without their lines. */
async function list(call: RequestContext): Promise<Answer<'ListInvoices'>> {
  const userId = userOf(call);
  const drafts = await listDrafts(userId, call.deps);
  const headers = [
    ...drafts.map((draft) => omit(draft, 'lines')),
    ...(await listHeaders(call.deps.table, userId)),
  ];
  return { invoices: paged(call, headers).map(toWire) };
}

async function get(call: RequestContext): Promise<Answer<'GetInvoice'>> {
  return { invoice: toWire(await invoiceAsked(call)) };
}

/** As a file to be kept or printed, in the answer as a text. */
async function content(call: RequestContext): Promise<Answer<'GetInvoiceContent'>> {
  const { format } = parse(z.object({ format: z.enum(['csv', 'html']) }), {
    format: word(call, 'format') ?? 'html',
  });
  const invoice = await invoiceAsked(call);
  const text = format === 'csv' ? invoiceCsv(invoice) : invoicePage(invoice);
  return { content: { format, filename: `invoice-${invoice.id}.${format}`, text } };
}

/** An issued invoice, or the draft of a month. @throws DeeptuneError does-not-exist */
async function invoiceAsked(call: RequestContext): Promise<Invoice> {
  const [userId, id] = [userOf(call), param(call, 'invoice_id')];
  const { table, now } = call.deps;
  const period = periodOfDraft(id);
  if (period === undefined) return getInvoice(table, userId, id);
  const book = (await readBook(table, userId)).value;
  // A month that has its invoice, or has not begun, has no draft.
  if (book.standing[period] !== undefined || period > now().slice(0, 7))
    throw fail('doesNotExist', `Invoice '${id}' does not exist`);
  return draftInvoice({ userId, period, book }, call.deps);
}

const toIssue = z.object({
  period: z.string().regex(monthPattern, 'must be a month such as 2026-11'),
});

async function issue(call: RequestContext): Promise<Answer<'PostInvoices'>> {
  const { period } = parse(toIssue, call.body);
  return { invoice: toWire(await issueInvoice({ userId: userOf(call), period }, call.deps)) };
}

const newStatus = z.object({ status: z.enum(['paid', 'void']) });

async function patch(call: RequestContext): Promise<Answer<'PatchInvoice'>> {
  const { status } = parse(newStatus, call.body);
  const ref = { userId: userOf(call), id: param(call, 'invoice_id') };
  const change = status === 'paid' ? payInvoice : voidInvoice;
  return answer(call, await change(ref, call.deps));
}

const newNote = z.object({
  credit_note: z.object({
    /** Named, it is given once, however often it is asked for. */
    name: z
      .string()
      .regex(/^[\w-]{1,48}$/, 'must be 1 to 48 letters, digits, _ or -')
      .optional(),
    amountMicros: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    reason: z.string().trim().min(1).max(500),
  }),
});

async function credit(call: RequestContext): Promise<Answer<'PostCreditNote'>> {
  const { credit_note: asked } = parse(newNote, call.body);
  const ref = { userId: userOf(call), id: param(call, 'invoice_id') };
  return answer(call, await creditInvoice(ref, asked, call.deps));
}

async function answer(call: RequestContext, header: InvoiceHeader) {
  return { invoice: toWire(await withLines(call.deps.table, header)) };
}

function toWire<T extends InvoiceHeader>(invoice: T): T & { readonly dueMicros: number } {
  return { ...invoice, dueMicros: dueMicros(invoice) };
}

const all = { path: '/billing/invoices', under: 'user', isForAnyTenant: true } as const;
const one = { path: '/billing/invoices/:invoice_id', under: 'user', isForAnyTenant: true } as const;

export const invoiceRoutes: readonly Route[] = [
  { operation: 'ListInvoices', method: 'GET', ...all, query: paging, handle: list },
  {
    operation: 'PostInvoices',
    method: 'POST',
    ...all,
    body: toIssue,
    refusesUnread: true,
    handle: issue,
  },
  { operation: 'GetInvoice', method: 'GET', ...one, handle: get },
  {
    operation: 'PatchInvoice',
    method: 'PATCH',
    ...one,
    body: newStatus,
    refusesUnread: true,
    handle: patch,
  },
  {
    operation: 'GetInvoiceContent',
    method: 'GET',
    ...one,
    path: `${one.path}/content`,
    query: { format: 'text' },
    handle: content,
  },
  {
    operation: 'PostCreditNote',
    method: 'POST',
    ...one,
    path: `${one.path}/credit_notes`,
    body: newNote,
    refusesUnread: true,
    handle: credit,
  },
];
