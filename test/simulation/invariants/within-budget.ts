import type { BudgetCounter } from '../../../core/billing/budget/budget.ts';
import type { Hold } from '../../../core/billing/hold.ts';
import type { UsageRecord } from '../../../core/billing/usage/usage-record.ts';
import type { StoredLimit } from '../../../core/billing/budget/limit.ts';
import type { Change, Facts, MakeInvariant } from './invariant.ts';
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
      for (const [item, sign] of [
        [before, -1],
        [after, 1],
      ] as const) {
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

/** `user#ada#budget#app#lab` -> what its limit is stored under, and its id there. */
function limitKeyOf(pk: string): readonly [string, string] | undefined {
  if (pk === 'account#budget') return ['account#budget-limits', 'account'];
  const [, user = '', , level, ...ids] = pk.split('#');
  const id = level === undefined ? 'tenant' : [level, ...ids].join(':');
  return /^user#[^#]+#budget(#|$)/.test(pk) ? [`user#${user}#budget-limits`, id] : undefined;
}

/**
 * I4: nothing is set aside that would go above a budget of the month or the day, of any level. (A
 * limit that is lowered below what is taken already is another matter: then nothing more is added.)
 */
export function withinLimit(defaultMicros: number): MakeInvariant {
  return (violate) => {
    const check = ({ pk, sk, after }: Change, createdAt: string, facts: Facts): void => {
      const key = limitKeyOf(pk);
      if (!key || !after) return;
      const stored = facts.item(...key)?.data as unknown as StoredLimit | undefined;
      if (stored?.atLimit === 'notify') return;
      const isDefault = stored?.monthMicros === undefined && key[1] === 'tenant' && !stored;
      const month = stored?.monthMicros ?? (isDefault ? defaultMicros : Infinity);
      const counter = after.data as unknown as BudgetCounter;
      const taken = counter.heldMicros + counter.postedMicros;
      if (taken > month) violate(`${pk} ${sk}: ${taken} taken of ${month}`);
      const { heldMicros = 0, postedMicros = 0 } = counter.days?.[createdAt.slice(0, 10)] ?? {};
      const day = stored?.dayMicros ?? Infinity;
      if (heldMicros + postedMicros > day)
        violate(`${pk} ${sk}: ${heldMicros + postedMicros} taken of ${day} a day`);
    };
    return {
      name: 'I4 held and posted within every budget',
      onCommit(changes, facts) {
        const made = changes.find(({ pk, before }) => kindOf(pk) === 'holds' && !before);
        const hold = made?.after?.data as unknown as Hold | undefined;
        if (hold) for (const change of changes) check(change, hold.createdAt, facts);
      },
    };
  };
}
