import { readBudgets } from '../../billing/budget/budget.ts';
import type { BudgetRefusal } from '../../billing/budget/refusal.ts';
import { refusalOf } from '../../billing/budget/refusal.ts';
import type { BudgetPlace } from '../../billing/budget/target.ts';
import type { Dependencies } from '../../ports/host.ts';

/**
 * Whether a job would be refused by a budget if it were asked for now, and why: said with its
 * estimate, before anything is decided.
 * @param maxAmountMicros the most that it may cost
 * @returns `{}` where it would not
 */
export async function wouldBeRefused(
  place: BudgetPlace,
  maxAmountMicros: number,
  deps: Pick<Dependencies, 'table' | 'settings' | 'now'>,
): Promise<{ readonly wouldBeRefused?: BudgetRefusal }> {
  const refusal = refusalOf(await readBudgets(place, deps.now(), deps), maxAmountMicros);
  return refusal ? { wouldBeRefused: refusal } : {};
}
