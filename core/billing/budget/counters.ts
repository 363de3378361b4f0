import type { Table } from '../../ports/table.ts';
import { readRecord } from '../../records/records.ts';
import type { Stored } from '../../records/records.ts';
import { counterOf, emptyCounter, readMonth } from './opening.ts';
import type { BudgetCounter } from './spending.ts';
import { counterPlus } from './spending.ts';
import type { BudgetPlace, BudgetTarget } from './target.ts';
import { counterKeyOf, targetsOf } from './target.ts';

/** A counter as it is to go on, and the `rev` that its change must still find; absent: none. */
export interface CounterState {
  readonly target: BudgetTarget;
  readonly value: BudgetCounter;
  readonly rev?: number;
}

/**
 * The counters that money spent at a place counts in, the widest first. Where an earlier release
 * counted by tenant and month alone, its days, and what its apps and models spent, are worked out
 * from its records, and all of it is added to the account's counter: written with the next change,
 * which the `rev` of the tenant's counter guards.
 */
export async function readCounters(
  place: BudgetPlace,
  period: string,
  table: Table,
): Promise<CounterState[]> {
  const { userId } = place;
  const read = (target: BudgetTarget) =>
    readRecord<BudgetCounter>(table, counterKeyOf(target, period));
  const tenant = await read({ level: 'tenant', userId });
  const stored = await Promise.all(
    targetsOf(place).map(async (target) => ({
      target,
      found: target.level === 'tenant' ? tenant : await read(target),
    })),
  );
  const isEarlier = tenant !== undefined && !tenant.value.isNested;
  const isShort = isEarlier && (!tenant.value.days || stored.some(({ found }) => !found));
  const month = isShort ? await readMonth(table, userId, period) : undefined;
  const opened = (target: BudgetTarget) =>
    month ? counterOf(target, userId, month) : emptyCounter(period);
  const own = tenantCounter(tenant, opened({ level: 'tenant', userId }));
  return stored.map(({ target, found }) => {
    const rev = found ? { rev: found.rev } : {};
    if (target.level === 'tenant') return { target, value: own, ...rev };
    if (target.level !== 'account')
      return { target, value: found?.value ?? opened(target), ...rev };
    const account = found?.value ?? emptyCounter(period);
    const isIn = !tenant || tenant.value.inAccount;
    return { target, value: isIn ? account : counterPlus(account, own), ...rev };
  });
}

/** Its sums are what was counted; only their days are worked out. */
function tenantCounter(
  stored: Stored<BudgetCounter> | undefined,
  opened: BudgetCounter,
): BudgetCounter {
  const marks = { inAccount: true } as const;
  if (!stored) return { ...opened, ...marks, isNested: true };
  const { value } = stored;
  return { ...value, ...marks, days: value.days ?? opened.days ?? {} };
}
