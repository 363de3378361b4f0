import { dayOf } from '../../records/keys.ts';
import type { BudgetEvent } from './budget-events.ts';
import type { BudgetState } from './budget-state.ts';
import { limitedPeriods } from './refusal.ts';
import type { PeriodState } from './refusal.ts';
import { takenMicros } from './spending.ts';
import type { BudgetCounter, ToldThreshold } from './spending.ts';
import { budgetIdOf } from './target.ts';

/** Percentages of a limit that are told of. */
export const thresholds = [50, 80, 100] as const;

/**
 * What is to be told of a budget whose counter becomes `after`: each percentage of each limit once,
 * however often it is crossed. A limit of another amount is told of anew; one of 0 never.
 * @returns `told` is to be stored with the counter
 */
export function thresholdsOf(
  budget: BudgetState,
  after: BudgetCounter,
): { readonly told: BudgetCounter['told']; readonly events: readonly BudgetEvent[] } {
  const { told = {} } = after;
  const state = { ...budget, counter: { value: after } };
  const crossed = limitedPeriods(state).flatMap((period) => crossedOf(period, told));
  const latest = crossed.map(({ state: { per, period, limitMicros }, percent }) => {
    return [toldKey(per, period), { limitMicros, percent }] as const;
  });
  return {
    told: crossed.length === 0 ? after.told : { ...told, ...Object.fromEntries(latest) },
    events: crossed.map((each) => eventOf(budget, each)),
  };
}

interface Crossed {
  readonly state: PeriodState;
  readonly percent: number;
}

/** The lowest first. */
function crossedOf(
  state: PeriodState,
  told: Readonly<Record<string, ToldThreshold>>,
): readonly Crossed[] {
  const { limitMicros } = state;
  if (limitMicros === 0) return [];
  const last = told[toldKey(state.per, state.period)];
  const before = last?.limitMicros === limitMicros ? last.percent : 0;
  return thresholds
    .filter((percent) => percent > before && takenMicros(state) >= (limitMicros * percent) / 100)
    .map((percent) => ({ state, percent }));
}

function toldKey(per: 'month' | 'day', period: string): string {
  return per === 'month' ? per : period;
}

/** An account's is told to who set its limit, all others to the tenant. */
function eventOf(budget: BudgetState, { state, percent }: Crossed): BudgetEvent {
  const { target, at, stored } = budget;
  const { level, ...ids } = target;
  const userId = 'userId' in ids ? ids.userId : (stored?.setBy ?? '');
  const { per, period, limitMicros, postedMicros, heldMicros } = state;
  const budgetId = budgetIdOf(target);
  const detail = {
    ...{ ...ids, userId, budgetId, level, per, period, percent },
    ...{ limitMicros, postedMicros, heldMicros },
  };
  // In the order in which they are told.
  const order = String(percent).padStart(3, '0');
  const id = ['threshold', budgetId, period, limitMicros, order].join('#');
  return { id, userId, event: { type: 'budget.threshold', at, detail } };
}

/** The percentages that were told of a budget in the month and on the day of `at`. */
export function toldOf({ counter, at, limit }: BudgetState): {
  readonly month: number;
  readonly day: number;
} {
  const { told = {} } = counter.value;
  const of = (key: string, limitMicros: number | undefined) =>
    told[key]?.limitMicros === limitMicros ? (told[key]?.percent ?? 0) : 0;
  return { month: of('month', limit.monthMicros), day: of(dayOf(at), limit.dayMicros) };
}
