import type { BudgetCounter } from '../../../core/billing/budget/budget.ts';
import type { Hold } from '../../../core/billing/hold.ts';
import type { UsageRecord } from '../../../core/billing/usage/usage-record.ts';
import type { Change, MakeInvariant } from './invariant.ts';
import { kindOf, userOf } from './invariant.ts';

interface Sums {
  held: number;
  posted: number;
}

/**
 * I4: after every write, a tenant's counter of a month is the sum of his open holds and of his
 * usage records.
 */
export const countersAreSums: MakeInvariant = (violate) => {
  const sums = new Map<string, Sums>();
  const of = (user: string, period: string): Sums => {
    const key = `${user} ${period}`;
    const found = sums.get(key) ?? { held: 0, posted: 0 };
    sums.set(key, found);
    return found;
  };
  const count = ({ pk, before, after }: Change): string | undefined => {
    const kind = kindOf(pk);
    const user = userOf(pk);
    if (kind === 'holds')
      for (const [item, sign] of [[before, -1], [after, 1]] as const) {
        const hold = item?.data as unknown as Hold | undefined;
        if (hold) of(user, hold.period).held += sign * hold.amountMicros;
      }
    if (kind === 'usage' && after) {
      const usage = after.data as unknown as UsageRecord;
      of(user, usage.period).posted += usage.amountMicros;
    }
    return kind === 'holds' || kind === 'usage' || kind === 'budget' ? user : undefined;
  };
  return {
    name: 'I4 counters are the sums of holds and usage',
    onCommit(changes, facts) {
      const users = new Set(changes.map(count).filter((user) => user !== undefined));
      for (const [key, { held, posted }] of sums) {
        const [user = '', period = ''] = key.split(' ');
        if (!users.has(user)) continue;
        const item = facts.item(`user#${user}#budget`, period);
        const counter = item?.data as unknown as BudgetCounter | undefined;
        if (counter?.heldMicros !== held || counter.postedMicros !== posted)
          violate(
            `${key}: counted ${counter?.heldMicros} held and ${counter?.postedMicros} posted, holds and usage are ${held} and ${posted}`,
          );
      }
    },
  };
};

/** I4: what is set aside and charged never passes the limit of the month. */
export function withinLimit(limitMicros: number): MakeInvariant {
  return (violate) => ({
    name: 'I4 held and posted within the budget',
    onCommit(changes) {
      for (const { pk, sk, after } of changes) {
        if (kindOf(pk) !== 'budget' || !after) continue;
        const { heldMicros, postedMicros } = after.data as unknown as BudgetCounter;
        if (heldMicros + postedMicros > limitMicros || heldMicros < 0)
          violate(`${pk} ${sk}: ${heldMicros} held and ${postedMicros} posted of ${limitMicros}`);
      }
    },
  });
}
