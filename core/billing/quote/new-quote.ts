import { canonicalJson } from '../../json.ts';
import type { Reservation } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { contentOf } from './compare.ts';
import type { Quote, QuotedJob, QuoteGroup } from './quote.ts';
import type { QuoteRef } from './quote-store.ts';
import { signed } from './signature.ts';

/** How long a quote can be used. */
export const quoteHours = 24;

/** What a quote is made of. */
export interface QuoteBasis {
  readonly ref: QuoteRef;
  readonly job: QuotedJob;
  /** What would be reserved for the job. */
  readonly reservation: Reservation;
  readonly instanceType: string;
  readonly group?: QuoteGroup | undefined;
}

/** A signed quote that counts from `at` (ISO 8601) on. @param by.secret see `ensureSecret` */
export function newQuote(
  basis: QuoteBasis,
  { at, secret }: { readonly at: string; readonly secret: string },
  deps: Pick<Dependencies, 'sha256'>,
): Quote {
  const { ref, job, reservation, instanceType, group } = basis;
  const { estimatedSeconds, promised, maxRuntimeSeconds } = reservation;
  const { minimumMicrosPerJob = 0, priceListVersion = '' } = reservation;
  const hash = (value: object) => deps.sha256(canonicalJson(value));
  const quote = {
    id: ref.quoteId,
    ...{ ...ref.scope, modelId: ref.modelId, kind: job.kind },
    p50Seconds: estimatedSeconds,
    p90Seconds: Math.ceil(promised?.seconds.p90 ?? estimatedSeconds),
    chargedP50Seconds: reservation.chargedSeconds ?? estimatedSeconds,
    maxChargedSeconds: reservation.maxChargedSeconds ?? maxRuntimeSeconds,
    priceMicros: reservation.estimatedAmountMicros,
    maxPriceMicros: reservation.maxAmountMicros,
    ...{ instanceType, microsPerHour: reservation.microsPerHour },
    ...(minimumMicrosPerJob > 0 ? { minimumMicrosPerJob } : {}),
    dataHash: hash(contentOf(job.data)),
    settingsHash: hash({ kind: job.kind, ...job.settings }),
    priceListVersion,
    createdAt: at,
    expiresAt: new Date(Date.parse(at) + quoteHours * 3_600_000).toISOString(),
    ...(group ? { group } : {}),
  };
  return signed(quote, secret, deps);
}
