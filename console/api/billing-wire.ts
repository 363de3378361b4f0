import type { QuoteGroup } from '../../core/billing/quote/quote.ts';
import type { JobCost } from '../../core/billing/cost/job-cost.ts';
import type { Invoice } from '../../core/billing/invoice/invoice.ts';
import type { LedgerEntry } from '../../core/billing/ledger/entry.ts';
import type { LedgerHead } from '../../core/billing/ledger/ledger-store.ts';
import type { Quote } from '../../core/billing/quote/quote.ts';

/* What the billing operations answer, by the names that they have on the wire. */

export interface SpendingOfPeriod {
  readonly period: string;
  readonly heldMicros: number;
  readonly postedMicros: number;
}

export interface WireBudget {
  readonly id: string;
  readonly level: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly monthMicros?: number;
  readonly dayMicros?: number;
  readonly atLimit: string;
  readonly isDefault: boolean;
  readonly month: SpendingOfPeriod;
  readonly day: SpendingOfPeriod;
}

export interface NewBudget {
  readonly level: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly monthMicros?: number;
  readonly dayMicros?: number;
  readonly atLimit?: string;
}

export interface UsageSummaryGroup {
  readonly tenantId?: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly day?: string;
  readonly kind?: string;
  readonly jobs: number;
  readonly seconds: number;
  readonly quotedMicros: number;
  readonly amountMicros: number;
  readonly costMicros: number;
}

export interface HoldInReview {
  readonly versionId: string;
  readonly userId: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly amountMicros: number;
  readonly createdAt: string;
  readonly review?: boolean;
  readonly reason?: string;
}

export type WireQuote = Quote & {
  readonly status: string;
  readonly explanation: readonly string[];
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
  ListBudgets: { readonly budgets: readonly WireBudget[] };
  PutBudget: {
    readonly budget: WireBudget;
    readonly stopped: readonly string[];
    readonly resumed: readonly string[];
  };
  DeleteBudget: { readonly resumed?: readonly string[] };
  GetUsageSummary: {
    readonly groups: readonly UsageSummaryGroup[];
    readonly total: UsageSummaryGroup;
  };
  ListInvoices: { readonly invoices: readonly Omit<Invoice, 'lines'>[] };
  GetInvoice: { readonly invoice: Invoice };
  PostInvoices: { readonly invoice: Invoice };
  PatchInvoice: { readonly invoice: Invoice };
  PostCreditNote: { readonly invoice: Invoice };
  ListLedgerEntries: { readonly entries: readonly LedgerEntry[]; readonly head: LedgerHead };
  ListHolds: { readonly holds: readonly HoldInReview[] };
  VoidHold: object;
  ChargeHold: object;
  PostQuotes: { readonly quotes: readonly WireQuote[]; readonly group?: QuoteGroup };
}
export type BillingOperation = keyof BillingAnswers;
export type BillingAnswer<Asked extends BillingOperation> = BillingAnswers[Asked];

export const billingPaths: Readonly<Record<BillingOperation, readonly [string, string]>> = {
  ListBudgets: ['GET', '/billing/budgets'],
  PutBudget: ['PUT', '/billing/budgets'],
  DeleteBudget: ['DELETE', '/billing/budgets/:budget_id'],
  GetUsageSummary: ['GET', '/billing/usage_summary'],
  ListInvoices: ['GET', '/billing/invoices'],
  GetInvoice: ['GET', '/billing/invoices/:invoice_id'],
  PostInvoices: ['POST', '/billing/invoices'],
  PatchInvoice: ['PATCH', '/billing/invoices/:invoice_id'],
  PostCreditNote: ['POST', '/billing/invoices/:invoice_id/credit_notes'],
  ListLedgerEntries: ['GET', '/billing/ledger'],
  ListHolds: ['GET', '/billing/holds'],
  VoidHold: ['POST', '/billing/holds/:job_id/void'],
  ChargeHold: ['POST', '/billing/holds/:job_id/charge'],
  PostQuotes: ['POST', '/apps/:app_id/models/:model_id/quotes'],
};
