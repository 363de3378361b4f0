import type { Invoice as WireInvoice } from '../../../../core/api/wire/messages.ts';
import type { Tone } from '../../../parts/status-badge.tsx';

export const tones: Readonly<Record<string, Tone>> = {
  draft: 'neutral',
  issued: 'running',
  paid: 'good',
  void: 'warn',
};

/** What was given back of an invoice. */
export function creditedMicros({ creditNotes }: Pick<WireInvoice, 'creditNotes'>): number {
  return creditNotes.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
}
