/** `draft`: computed from the usage so far, stored nowhere. */
export type InvoiceStatus = 'draft' | 'issued' | 'paid' | 'void';

/** One line: a job, rated and rounded once; or the free tier, which is negative. */
export interface InvoiceLine {
  readonly kind: 'usage' | 'free-tier';
  readonly description: string;
  /** Of a usage: its record. */
  readonly trainingJobName?: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly versionId?: string;
  readonly jobKind?: 'train' | 'evaluate' | 'predict';
  /** ISO 8601: when it was settled. */
  readonly at?: string;
  readonly instanceType?: string;
  /** The month that it counts in: an earlier one where it was settled after that was invoiced. */
  readonly period: string;
  /** Charged ones; of the free tier those that cost nothing. */
  readonly seconds: number;
  /** Of the free tier 0: its seconds have the rates of their jobs. */
  readonly microsPerHour: number;
  readonly amountMicros: number;
}

/** What a tenant owes for a month, without its lines. Integer micro-dollars. */
export interface InvoiceHeader {
  /** `2026-11-0001`: its period and its number in it; a draft's is `draft-2026-11`. */
  readonly id: string;
  readonly userId: string;
  readonly period: string;
  readonly status: InvoiceStatus;
  readonly lineCount: number;
  /** Exactly the sum of the lines. */
  readonly totalMicros: number;
  /** What the free tier took off; 0 or more. */
  readonly freeTierMicros: number;
  readonly creditNotes: readonly CreditNote[];
  /** `RateCard.version` of the card in force at the end of its month. */
  readonly rateCardVersion: string;
  /** On a laptop nothing is charged: the instance type that the amounts are as if of. */
  readonly asIfOn?: string;
  /** ISO 8601; absent until it is. */
  readonly issuedAt?: string;
  readonly paidAt?: string;
  readonly voidedAt?: string;
  /** SHA-256 of its lines, as canonical JSON: what `verify` recomputes from the usage records. */
  readonly linesHash: string;
}

export interface Invoice extends InvoiceHeader {
  readonly lines: readonly InvoiceLine[];
}

/** A part of an invoice given back; an invoice's lines and total never change. */
export interface CreditNote {
  /** `2026-11-0001-credit-1`, or the invoice's id and the name that it was asked for under. */
  readonly id: string;
  readonly amountMicros: number;
  readonly reason: string;
  readonly createdAt: string;
}

/** What is still to be paid of it: of a draft and of a void one nothing. */
export function dueMicros({
  status,
  totalMicros,
  creditNotes,
}: Pick<InvoiceHeader, 'status' | 'totalMicros' | 'creditNotes'>): number {
  return status === 'issued' ? totalMicros - creditedMicros(creditNotes) : 0;
}

export function creditedMicros(notes: readonly CreditNote[]): number {
  return notes.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
}
