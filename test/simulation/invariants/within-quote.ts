import type { Hold } from '../../../core/billing/hold.ts';
import type { GroupCounter } from '../../../core/billing/quote/group.ts';
import type { QuoteRecord } from '../../../core/billing/quote/quote.ts';
import type { UsageRecord } from '../../../core/billing/usage/usage-record.ts';
import type { MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** I4: never billed above the quote; of several with one maximum, never together above that. */
export const withinQuote: MakeInvariant = (violate) => {
  const quotes = new Map<string, QuoteRecord>();
  const users = new Map<string, string>();
  const billed = new Map<string, number>();
  const check = (usage: UsageRecord, hold: Hold | undefined): void => {
    const { quote } = quotes.get(usage.quoteId ?? hold?.quoteId ?? '') ?? {};
    if (!quote) return;
    if (usage.amountMicros > quote.maxPriceMicros)
      violate(
        `${usage.trainingJobName}: ${usage.amountMicros} billed, the quote says ${quote.maxPriceMicros}`,
      );
    if (!quote.group) return;
    const { id, maxPriceMicros } = quote.group;
    const sum = (billed.get(id) ?? 0) + usage.amountMicros;
    billed.set(id, sum);
    if (sum > maxPriceMicros) violate(`group ${id}: ${sum} billed of ${maxPriceMicros}`);
  };
  return {
    name: 'I4 never billed above the quote, nor a group above its one maximum',
    onCommit(changes) {
      for (const { pk, after } of changes) {
        if (kindOf(pk) === 'quotes' && after) {
          const record = after.data as unknown as QuoteRecord;
          const { id } = record.quote;
          const before = quotes.get(id)?.quote;
          if (before && JSON.stringify(before) !== JSON.stringify(record.quote))
            violate(`quote ${id} was changed`);
          const user = users.get(id) ?? record.jobId;
          if (user !== record.jobId) violate(`quote ${id} is used by ${user} and ${record.jobId}`);
          if (user !== undefined) users.set(id, user);
          quotes.set(id, record);
        }
        if (kindOf(pk) === 'quote-groups' && after) {
          const { heldMicros, postedMicros, maxPriceMicros, id } =
            after.data as unknown as GroupCounter;
          if (heldMicros + postedMicros > maxPriceMicros || heldMicros < 0)
            violate(`group ${id}: ${heldMicros} held, ${postedMicros} posted of ${maxPriceMicros}`);
        }
      }
      const hold = changes.find(({ pk, after }) => kindOf(pk) === 'holds' && !after)?.before?.data;
      for (const { pk, after } of changes)
        if (kindOf(pk) === 'usage' && after)
          check(after.data as unknown as UsageRecord, hold as unknown as Hold | undefined);
    },
  };
};
