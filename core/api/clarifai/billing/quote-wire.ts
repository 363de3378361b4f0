import { asIfField } from '../../../billing/as-if.ts';
import { isExpired } from '../../../billing/quote/quote-store.ts';
import type { QuoteRecord } from '../../../billing/quote/quote.ts';
import { formatDollars } from '../../../money.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Quote as QuoteMessage } from '../../wire/messages.ts';

/** A quote with what became of it. */
export function quoteToWire(
  record: QuoteRecord,
  { settings, now }: Pick<Dependencies, 'settings' | 'now'>,
): QuoteMessage {
  const { quote, status, isImplicit, job, explanation = [] } = record;
  const { jobId, usedAt, billedMicros, endedAt } = record;
  return {
    ...quote,
    status: status === 'open' && isExpired(quote, now()) ? 'expired' : status,
    statusText: statusText(record, now()),
    ...(isImplicit ? { isImplicit } : {}),
    ...(jobId === undefined ? {} : { jobId }),
    ...(usedAt === undefined ? {} : { usedAt }),
    ...(billedMicros === undefined ? {} : { billedMicros }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...{ settings: job.settings, data: job.data, explanation },
    ...asIfField(settings, quote.instanceType),
  };
}

function statusText({ quote, status, jobId, billedMicros }: QuoteRecord, now: string): string {
  if (status === 'open')
    return isExpired(quote, now)
      ? `It counted until ${quote.expiresAt}; nobody used it`
      : `It can be used until ${quote.expiresAt}`;
  if (status === 'void') return `Job '${jobId}' was started under it, and ended without a charge`;
  return billedMicros === undefined
    ? `Job '${jobId}' runs under it`
    : `Job '${jobId}' was billed ${formatDollars(billedMicros)} under it`;
}
