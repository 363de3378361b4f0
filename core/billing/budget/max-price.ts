import { fail } from '../../errors.ts';
import { formatDollarsDown, formatDollarsUp } from '../../money.ts';

/**
 * The budget of one job, which its request names.
 * @param maxPriceMicros absent: no more than other budgets allow
 * @throws DeeptuneError max-price-exceeded, with both amounts
 */
export function assertWithinMaxPrice({
  askedMicros,
  maxPriceMicros,
}: {
  readonly askedMicros: number;
  readonly maxPriceMicros?: number | undefined;
}): void {
  if (maxPriceMicros === undefined || askedMicros <= maxPriceMicros) return;
  throw fail(
    'maxPriceExceeded',
    `This may cost up to ${formatDollarsUp(askedMicros)}, more than its highest price, ${formatDollarsDown(maxPriceMicros)}: fewer epochs or a smaller template cost less, and a higher max_price allows more`,
  );
}
