import type { Invoice } from '../../../../core/billing/invoice/invoice.ts';
import type { Tone } from '../../../parts/status-badge.tsx';

export const tones: Readonly<Record<string, Tone>> = {
  draft: 'neutral',
  issued: 'running',
  paid: 'good',
  void: 'warn',
};

/** What was given back of an invoice. */
export function creditedMicros({ creditNotes }: Pick<Invoice, 'creditNotes'>): number {
  return creditNotes.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
}

type Sums = Pick<Invoice, 'status' | 'totalMicros' | 'creditNotes'>;

/** What is still to be paid: nothing of one that is paid or void, or is a draft. */
export function dueMicros(invoice: Sums): number {
  return invoice.status === 'issued' ? invoice.totalMicros - creditedMicros(invoice) : 0;
}
