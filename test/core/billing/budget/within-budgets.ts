import type { BudgetState } from '../../../../core/billing/budget/budget.ts';
import { refusalOf } from '../../../../core/billing/budget/refusal.ts';
import { fail } from '../../../../core/errors.ts';

/** As `assertAffordable` decides it, without telling anybody. */
export function assertWithinBudgets(budgets: readonly BudgetState[], askedMicros: number): void {
  const refusal = refusalOf(budgets, askedMicros);
  if (refusal) throw fail('budgetExceeded', refusal.message);
}
