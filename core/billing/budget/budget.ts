import type { Table, Write } from '../../ports/table.ts';
import { dayOf, keys, periodOf } from '../../records/keys.ts';
import { readRecord, toData } from '../../records/records.ts';
import { eventWrite } from './budget-events.ts';
import type { BudgetState } from './budget-state.ts';
import { readCounters } from './counters.ts';
import { readLimit, unchangedLimit } from './limit.ts';
import type { LimitUses } from './limit.ts';
import { emptyCounter } from './opening.ts';
import { counterWith, takenMicros } from './spending.ts';
import type { BudgetCounter, Spending } from './spending.ts';
import { counterKeyOf } from './target.ts';
import type { BudgetPlace } from './target.ts';
import { thresholdsOf } from './threshold.ts';

export type { BudgetState } from './budget-state.ts';
export type { BudgetPlace } from './target.ts';
export type { BudgetCounter, Spending } from './spending.ts';

/**
 * Every budget that money spent at this place, at this instant (ISO 8601), counts in: the
 * account's, the tenant's, the app's and the model's.
 */
export async function readBudgets(
  place: BudgetPlace,
  at: string,
  deps: LimitUses,
): Promise<readonly BudgetState[]> {
  const counters = await readCounters(place, periodOf(at), deps.table);
  return Promise.all(
    counters.map(async ({ target, ...counter }) => {
      return { target, at, counter, ...(await readLimit(target, deps)) };
    }),
  );
}

/** The user's counter of a month; all zero where nothing was reserved yet. */
export async function readBudget(
  table: Table,
  userId: string,
  period: string,
): Promise<BudgetState['counter']> {
  const stored = await readRecord<BudgetCounter>(table, keys.budget(userId, period));
  return stored ?? { value: emptyCounter(period) };
}

/**
 * Writes that add to every budget that was read: refused as a whole where somebody else changed one
 * of them, or, where more is taken, its limit. A hold: `{ heldMicros: 5, postedMicros: 0 }`; its
 * settlement: `{ heldMicros: -5, postedMicros: 3 }`. With them go the thresholds that are crossed:
 * `publishBudgetEvents` tells of them.
 */
export function spendWrites(budgets: readonly BudgetState[], change: Spending): Write[] {
  return budgets.flatMap((budget) => {
    const { target, counter, at } = budget;
    const after = counterWith(counter.value, dayOf(at), change);
    const isMore = takenMicros(change) > 0;
    const { told, events } = isMore
      ? thresholdsOf(budget, after)
      : { told: after.told, events: [] };
    const put = {
      ...counterKeyOf(target, after.period),
      data: toData({ ...after, ...(told ? { told } : {}) }),
    };
    const { rev } = counter;
    return [
      { put, if: rev === undefined ? ('absent' as const) : { rev } },
      ...(isMore ? [unchangedLimit(target, budget)] : []),
      ...events.map(eventWrite),
    ];
  });
}
