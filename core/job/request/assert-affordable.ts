import type { BudgetState } from '../../billing/budget/budget.ts';
import { refusalOf } from '../../billing/budget/refusal.ts';
import type { BudgetRefusal } from '../../billing/budget/refusal.ts';
import { fail } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import { omit } from '../../json.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';

/**
 * Lets a job of an app be asked for, or reserved, that may cost `askedMicros`. A refusal is told as
 * `budget.reached`; those who listen hear of it once for a period of a budget and its limit.
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
  const refusal = refusalOf(budgets, askedMicros);
  if (!refusal) return;
  const detail = { ...scope, ...detailOf(refusal) };
  // The refusal is the answer, also where nobody can be told of it.
  await events.publish({ type: 'budget.reached', at: now(), detail }).catch(() => undefined);
  throw fail('budgetExceeded', refusal.message);
}

/** The limit by the name that it had when there was one budget. */
function detailOf(refusal: BudgetRefusal): JsonObject {
  const { limitMicros, ...facts } = omit(refusal, 'code', 'message', 'leftMicros');
  return { ...facts, ...(limitMicros === undefined ? {} : { budgetMicros: limitMicros }) };
}
