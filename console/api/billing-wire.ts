import type { QuoteGroup } from '../../core/billing/quote/quote.ts';
import type { JobCost } from '../../core/billing/cost/job-cost.ts';
import type { CreditNote } from '../../core/billing/invoice/invoice.ts';
import type { LedgerEntry } from '../../core/billing/ledger/entry.ts';
import type { LedgerHead } from '../../core/billing/ledger/ledger-store.ts';
import type { Quote } from '../../core/billing/quote/quote.ts';

/* What the billing operations answer, by the names that they have on the wire. */

export interface UsageGroupOfTenant {
  readonly userId?: string;
  readonly jobs: number;
  readonly seconds: number;
  readonly amountMicros: number;
  readonly quotedMicros: number;
  readonly listMicros: number;
  readonly discountMicros: number;
  readonly costMicros: number;
  readonly marginMicros: number;
  readonly asIfCostMicros: number;
  readonly jobsWithoutCost: number;
}

/** An invoice without its lines. */
export interface WireInvoiceHeader {
  readonly id: string;
  readonly userId: string;
  readonly period: string;
  readonly status: string;
  readonly lineCount: number;
  readonly totalMicros: number;
  readonly freeTierMicros: number;
  readonly dueMicros: number;
  readonly creditNotes: readonly CreditNote[];
  readonly asIfOn?: string;
  readonly issuedAt?: string;
  readonly paidAt?: string;
  readonly voidedAt?: string;
  readonly linesHash: string;
}

export interface WireInvoice extends WireInvoiceHeader {
  readonly lines: readonly WireInvoiceLine[];
}

export interface WireInvoiceLine {
  readonly kind: string;
  readonly description: string;
  readonly trainingJobName?: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly versionId?: string;
  readonly at?: string;
  readonly instanceType?: string;
  readonly period?: string;
  readonly seconds: number;
  readonly microsPerHour: number;
  readonly amountMicros: number;
}

export interface HoldInReview {
  readonly jobId: string;
  readonly userId: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly versionId?: string;
  readonly kind?: string;
  readonly amountMicros: number;
  readonly createdAt: string;
  readonly review: boolean;
  readonly reviewReason?: string;
  /** What the job's kept seconds come to. */
  readonly chargeMicros?: number;
}

export type WireQuote = Quote & {
  readonly status: string;
  readonly explanation: readonly string[];
  readonly asIfOn?: string;
};

/** What became of a job's money. */
export interface Bill {
  readonly quoteId?: string;
  readonly priceMicros?: number;
  readonly maxPriceMicros: number;
  readonly chargedSeconds: number;
  readonly amountMicros: number;
  readonly cost?: JobCost;
  readonly asIfOn?: string;
}

interface BillingAnswers {
  GetUsageSummary: {
    readonly usage_summary: {
      readonly groups: readonly UsageGroupOfTenant[];
      readonly total: Omit<UsageGroupOfTenant, 'userId'>;
    };
  };
  ListInvoices: { readonly invoices: readonly WireInvoiceHeader[] };
  GetInvoice: { readonly invoice: WireInvoice };
  GetInvoiceContent: { readonly content: { readonly filename: string; readonly text: string } };
  PostInvoices: { readonly invoice: WireInvoice };
  PatchInvoice: { readonly invoice: WireInvoice };
  PostCreditNote: { readonly invoice: WireInvoice };
  ListLedgerEntries: { readonly entries: readonly LedgerEntry[]; readonly head: LedgerHead };
  ListHolds: { readonly holds: readonly HoldInReview[] };
  VoidHold: object;
  ChargeHold: object;
  PostQuotes: { readonly quotes: readonly WireQuote[]; readonly group?: QuoteGroup };
}
export type BillingOperation = keyof BillingAnswers;
export type BillingAnswer<Asked extends BillingOperation> = BillingAnswers[Asked];

export const billingPaths: Readonly<Record<BillingOperation, readonly [string, string]>> = {
  GetUsageSummary: ['GET', '/billing/usage_summary'],
  ListInvoices: ['GET', '/billing/invoices'],
  GetInvoice: ['GET', '/billing/invoices/:invoice_id'],
  GetInvoiceContent: ['GET', '/billing/invoices/:invoice_id/content'],
  PostInvoices: ['POST', '/billing/invoices'],
  PatchInvoice: ['PATCH', '/billing/invoices/:invoice_id'],
  PostCreditNote: ['POST', '/billing/invoices/:invoice_id/credit_notes'],
  ListLedgerEntries: ['GET', '/billing/ledger'],
  ListHolds: ['GET', '/billing/holds'],
  VoidHold: ['POST', '/billing/holds/:job_id/void'],
  ChargeHold: ['POST', '/billing/holds/:job_id/charge'],
  PostQuotes: ['POST', '/apps/:app_id/models/:model_id/quotes'],
};
