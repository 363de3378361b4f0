import type { Reservation, Settlement } from '../../../model/model-version.ts';
import type { InferenceSettlement, JobBill } from '../../wire/messages.ts';

/**
 * What became of a job's price: quoted, at most, charged, and what AWS charges for it. Of a laptop,
 * where nobody is charged, as if on an instance type.
 */
export function billToWire(
  { quoteId, estimatedAmountMicros, maxAmountMicros }: Reservation,
  { billableSeconds, amountMicros, cost }: Settlement,
): JobBill {
  return {
    ...(quoteId === undefined ? {} : { quoteId }),
    priceMicros: estimatedAmountMicros,
    maxPriceMicros: maxAmountMicros,
    chargedSeconds: billableSeconds,
    amountMicros,
    ...(cost ? { cost } : {}),
    ...(cost?.basis === 'as-if' ? { asIfOn: cost.instanceType } : {}),
  };
}

/** What became of a job; what AWS charges for it stands in its bill. */
export function settlementToWire({ cost: _, ...settlement }: Settlement): InferenceSettlement {
  return settlement;
}
