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
  readonly seconds: number;
  readonly microsPerHour: number;
  readonly amountMicros: number;
}

/** What a tenant owes for a month. Integer micro-dollars. */
export interface Invoice {
  /** `2026-11-0001`: its period and its number in it; a draft's is `draft-2026-11`. */
  readonly id: string;
  readonly userId: string;
  readonly period: string;
  readonly status: InvoiceStatus;
  readonly lines: readonly InvoiceLine[];
  /** Exactly the sum of the lines. */
  readonly totalMicros: number;
  readonly creditNotes: readonly CreditNote[];
  /** ISO 8601; absent until it is. */
  readonly issuedAt?: string;
  readonly paidAt?: string;
  readonly voidedAt?: string;
  /** SHA-256 of its lines, as canonical JSON: what `verify` recomputes from the usage records. */
  readonly linesHash: string;
}

/** A part of an invoice given back; an invoice itself never changes. */
export interface CreditNote {
  readonly id: string;
  readonly amountMicros: number;
  readonly reason: string;
  readonly createdAt: string;
}
