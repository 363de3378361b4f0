import { budgetOwner, keys, periodOf } from '../../records/keys.ts';
import { readAll, readRecord } from '../../records/records.ts';
import { readBudgets } from './budget.ts';
import type { BudgetState } from './budget-state.ts';
import type { LimitUses, StoredLimit } from './limit.ts';
import { readLimit } from './limit.ts';
import { emptyCounter } from './opening.ts';
import type { BudgetCounter } from './spending.ts';
import type { BudgetTarget } from './target.ts';
import { counterKeyOf } from './target.ts';

/** A budget as it stands at an instant (ISO 8601): what it allows, and what was taken of it. */
export async function readBudgetState(
  target: BudgetTarget,
  at: string,
  deps: LimitUses,
): Promise<BudgetState> {
  if (target.level !== 'account') {
    const all = await readBudgets(target, at, deps);
    const found = all.find((state) => state.target.level === target.level);
    if (found) return found;
  }
  const counter = await readRecord<BudgetCounter>(deps.table, counterKeyOf(target, periodOf(at)));
  return {
    ...{ target, at, counter: counter ?? { value: emptyCounter(periodOf(at)) } },
    ...(await readLimit(target, deps)),
  };
}

/**
 * The budgets of a tenant that were set, and his own whether it was or not, as they stand at an
 * instant.
 */
export async function listBudgets(
  userId: string,
  at: string,
  deps: LimitUses,
): Promise<BudgetState[]> {
  const stored = await readAll<StoredLimit>(deps.table, keys.budgetLimitsOf(budgetOwner(userId)));
  const set = stored.filter(({ change }) => !change?.isRemoved).map(({ target }) => target);
  const tenant: BudgetTarget = { level: 'tenant', userId };
  const targets = [tenant, ...set.filter(({ level }) => level !== 'tenant')];
  return Promise.all(targets.map((target) => readBudgetState(target, at, deps)));
}
