import { assertWithinBudgets } from '../../billing/budget/budget.ts';
import type { BudgetState } from '../../billing/budget/budget.ts';
import { isError } from '../../errors.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';

/**
 * Lets a job of an app be asked for, or reserved, that may cost `askedMicros`. A refusal is told as
 * `budget.reached`; those who listen hear of it once for a month and its budget.
 * @throws DeeptuneError budget-exceeded, with the sums that led to it
 */
export async function assertAffordable(
  asked: {
    readonly scope: Scope;
    readonly budgets: readonly BudgetState[];
    readonly askedMicros: number;
  },
  { events, now }: Pick<Dependencies, 'events' | 'now'>,
): Promise<void> {
  const { scope, budgets, askedMicros } = asked;
  try {
    assertWithinBudgets(budgets, askedMicros);
  } catch (error) {
    if (!isError(error, 'budgetExceeded')) throw error;
    const [{ counter, limitMicros = 0 } = budgets[0]!] = budgets;
    const detail = { ...scope, ...counter.value, budgetMicros: limitMicros, askedMicros };
    // The refusal is the answer, also where nobody can be told of it.
    await events.publish({ type: 'budget.reached', at: now(), detail }).catch(() => undefined);
    throw error;
  }
}
