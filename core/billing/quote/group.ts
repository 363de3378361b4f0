import type { Condition, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { toData } from '../../records/records.ts';
import type { Stored } from '../../records/records.ts';
import type { Quote, QuoteGroup } from './quote.ts';

/**
 * What the jobs of a group hold and were charged, kept in the transactions that hold and charge.
 * `heldMicros + postedMicros` is never above `maxPriceMicros`.
 */
export interface GroupCounter extends QuoteGroup {
  readonly heldMicros: number;
  readonly postedMicros: number;
}

/** A counter as it was read, with the app that it is in. */
export interface GroupState extends Stored<GroupCounter> {
  readonly scope: Scope;
}

/**
 * One maximum of several quotes: the sum of their prices and the root of the sum of the squares of
 * what each may cost above its own. Jobs that take longer than expected do not all do so at once;
 * so it is below the sum of the maxima, at most that, and never below the greatest of them. Integer
 * micro-dollars, rounded up.
 */
export function groupMaximum(
  quotes: readonly Pick<Quote, 'priceMicros' | 'maxPriceMicros'>[],
): number {
  const sum = (pick: (quote: (typeof quotes)[number]) => number) =>
    quotes.reduce((total, quote) => total + pick(quote), 0);
  const above = Math.sqrt(sum((each) => (each.maxPriceMicros - each.priceMicros) ** 2));
  const together = sum((each) => each.priceMicros) + Math.ceil(above);
  return Math.min(
    together,
    sum((each) => each.maxPriceMicros),
  );
}

/** What the group has left for another job; 0: nothing. */
export function leftOf({ maxPriceMicros, heldMicros, postedMicros }: GroupCounter): number {
  return Math.max(0, maxPriceMicros - heldMicros - postedMicros);
}

/** The write of a group that no job has used yet. */
export function newGroupWrite(scope: Scope, group: QuoteGroup): Write {
  return counterWrite(scope, { ...group, heldMicros: 0, postedMicros: 0 }, 'absent');
}

/** The write that adds to a group: refused where somebody else changed it since it was read. */
export function groupWrite(
  { scope, value, rev }: GroupState,
  change: { readonly heldMicros: number; readonly postedMicros: number },
): Write {
  const after = {
    ...value,
    heldMicros: value.heldMicros + change.heldMicros,
    postedMicros: value.postedMicros + change.postedMicros,
  };
  return counterWrite(scope, after, { rev });
}

function counterWrite(scope: Scope, counter: GroupCounter, condition: Condition): Write {
  return { put: { ...keys.quoteGroup(scope, counter.id), data: toData(counter) }, if: condition };
}
