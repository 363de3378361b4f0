import { differencesOf } from '../../../billing/quote/compare.ts';
import type { QuotedJob, QuoteRecord } from '../../../billing/quote/quote.ts';
import { getQuote, isExpired, quoteWrite } from '../../../billing/quote/quote-store.ts';
import type { QuoteRef } from '../../../billing/quote/quote-store.ts';
import { fail } from '../../../errors.ts';
import { omit } from '../../../json.ts';
import type { Reservation } from '../../../model/model-version.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Write } from '../../../ports/table.ts';
import type { Stored } from '../../../records/records.ts';

type Uses = Pick<Dependencies, 'table' | 'sha256' | 'now'>;

/**
 * A quote that a job can still be started under.
 * @throws DeeptuneError does-not-exist, quote-used, quote-expired
 */
export async function usableQuote(ref: QuoteRef, deps: Uses): Promise<Stored<QuoteRecord>> {
  const stored = await getQuote(ref, deps);
  const { quote, status, jobId } = stored.value;
  if (status !== 'open')
    throw fail(
      'quoteUsed',
      `Quote '${quote.id}' was used: job '${jobId}' was started under it${status === 'void' ? ', and ended without a charge' : ''}. A quote is for one job: ask for a new one`,
    );
  if (isExpired(quote, deps.now()))
    throw fail(
      'quoteExpired',
      `Quote '${quote.id}' counted until ${quote.expiresAt}, and it is ${deps.now()}: ask for a new one`,
    );
  return stored;
}

/**
 * Lets a job be started that is the one which was quoted.
 * @param asked undefined: its dataset version is not ready, so that nothing is known of its data
 * @throws DeeptuneError quote-void, which says what differs; the quote stays open for its own job
 */
export function assertQuoted({ quote, job }: QuoteRecord, asked: QuotedJob | undefined): void {
  const differences = asked
    ? differencesOf(job, asked)
    : [
        `data: ${job.data.inputCount} inputs quoted, a dataset version that is not frozen yet asked`,
      ];
  if (differences.length === 0) return;
  throw fail(
    'quoteVoid',
    `Quote '${quote.id}' is not for this job: ${differences.join('; ')}. Ask for what was quoted, or for a new quote; what a request under a quote leaves out is as it was quoted`,
  );
}

/**
 * What is reserved for a job under a quote: its price, maximum and rate are the quote's, and so is
 * what explains them: a forecast of now has other figures, which bind nobody.
 */
export function underQuote(
  reservation: Reservation,
  { quote, explanation = reservation.explanation }: QuoteRecord,
): Reservation {
  const { maxPriceMicros, priceMicros, microsPerHour, maxChargedSeconds } = quote;
  const { minimumMicrosPerJob, priceListVersion } = quote;
  const { shown } = reservation;
  return {
    ...omit(reservation, 'minimumMicrosPerJob'),
    quoteId: quote.id,
    ...{ microsPerHour, priceListVersion, explanation },
    ...(minimumMicrosPerJob === undefined ? {} : { minimumMicrosPerJob }),
    ...{ maxChargedSeconds, chargedSeconds: quote.chargedP50Seconds },
    estimatedAmountMicros: priceMicros,
    maxAmountMicros: maxPriceMicros,
    ...(shown ? { shown: { ...shown, maxAmountMicros: maxPriceMicros } } : {}),
  };
}

/**
 * The write that uses a quote, once: in the transaction that stores its job. Read anew for each try
 * of that, since another job may have used it meanwhile.
 * @throws DeeptuneError does-not-exist, quote-used, quote-expired
 */
export async function useWrite(ref: QuoteRef, jobId: string, deps: Uses): Promise<Write> {
  const { value, rev } = await usableQuote(ref, deps);
  return quoteWrite({ ...value, status: 'used', jobId, usedAt: deps.now() }, { rev });
}
