import { assertWithinBudget } from '../../billing/budget.ts';
import type { Budget } from '../../billing/budget.ts';
import { isError } from '../../errors.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';

/**
 * Lets a job of an app be asked for, or reserved, that may cost `askedMicros`. A refusal is told as
 * `budget.reached`; those who listen hear of it once for a month and its budget.
 * @throws DeeptuneError budget-exceeded, with the sums that led to it
 */
export async function assertAffordable(
  asked: { readonly scope: Scope; readonly budget: Budget; readonly askedMicros: number },
  { events, settings, now }: Pick<Dependencies, 'events' | 'settings' | 'now'>,
): Promise<void> {
  const { scope, budget, askedMicros } = asked;
  const budgetMicros = settings.budgetMicrosPerMonth;
  try {
    assertWithinBudget(budget, askedMicros, budgetMicros);
  } catch (error) {
    if (!isError(error, 'budgetExceeded')) throw error;
    const detail = { ...scope, ...budget, budgetMicros, askedMicros };
    // The refusal is the answer, also where nobody can be told of it.
    await events.publish({ type: 'budget.reached', at: now(), detail }).catch(() => undefined);
    throw error;
  }
}
