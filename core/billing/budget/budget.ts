import { fail } from '../../errors.ts';
import { formatDollars } from '../../money.ts';
import type { Settings } from '../../ports/host.ts';
import type { Table, Write } from '../../ports/table.ts';
import { keys, periodOf } from '../../records/keys.ts';
import { readRecord, toData } from '../../records/records.ts';

/** Where a job spends: its tenant, and what of his. Holds of earlier releases name less. */
export interface BudgetPlace {
  readonly userId: string;
  readonly appId?: string;
  readonly modelId?: string;
}

/** Integer micro-dollars; `heldMicros` is the sum of the open holds. */
export interface Spending {
  readonly heldMicros: number;
  readonly postedMicros: number;
}

/** What was spent and promised in a month, as it is stored. */
export interface BudgetCounter extends Spending {
  /** `2026-11` */
  readonly period: string;
}

/** The name that this counter had when only users had one. */
export type Budget = BudgetCounter;

/** One budget that a job must fit in, as it was read: a write is refused where it changed since. */
export interface BudgetState {
  readonly userId: string;
  readonly counter: { readonly value: BudgetCounter; readonly rev?: number };
  /** Absent: nothing is limited. */
  readonly limitMicros?: number;
}

type Uses = { readonly table: Table; readonly settings: Pick<Settings, 'budgetMicrosPerMonth'> };

/** Every budget that money spent at this place, at this instant (ISO 8601), counts in. */
export async function readBudgets(
  { userId }: BudgetPlace,
  at: string,
  { table, settings }: Uses,
): Promise<readonly BudgetState[]> {
  const counter = await readBudget(table, userId, periodOf(at));
  return [{ userId, counter, limitMicros: settings.budgetMicrosPerMonth }];
}

/** The user's counter of a month; all zero where nothing was reserved yet. */
export async function readBudget(
  table: Table,
  userId: string,
  period: string,
): Promise<BudgetState['counter']> {
  const stored = await readRecord<BudgetCounter>(table, keys.budget(userId, period));
  return stored ?? { value: { period, heldMicros: 0, postedMicros: 0 } };
}

/** @throws DeeptuneError budget-exceeded, with the sums that led to it: of the smallest one */
export function assertWithinBudgets(budgets: readonly BudgetState[], amountMicros: number): void {
  for (const { counter, limitMicros } of budgets)
    if (limitMicros !== undefined) assertWithinBudget(counter.value, amountMicros, limitMicros);
}

/** @throws DeeptuneError budget-exceeded, with the sums that led to it */
export function assertWithinBudget(
  budget: BudgetCounter,
  amountMicros: number,
  limitMicros: number,
): void {
  const left = limitMicros - budget.heldMicros - budget.postedMicros;
  if (amountMicros <= left) return;
  throw fail(
    'budgetExceeded',
    `This may cost up to ${formatDollars(amountMicros)}, but of the ${formatDollars(limitMicros)} for ${budget.period} only ` +
      `${formatDollars(Math.max(0, left))} is left (${formatDollars(budget.postedMicros)} spent, ${formatDollars(budget.heldMicros)} held)`,
  );
}

/**
 * Writes that add to every budget that was read: refused as a whole where somebody else changed one
 * of them. A hold: `{ heldMicros: 5, postedMicros: 0 }`; its settlement: `{ heldMicros: -5,
 * postedMicros: 3 }`.
 */
export function spendWrites(budgets: readonly BudgetState[], change: Spending): Write[] {
  return budgets.map(({ userId, counter }) => {
    const { value, rev } = counter;
    const after: BudgetCounter = {
      ...value,
      heldMicros: value.heldMicros + change.heldMicros,
      postedMicros: value.postedMicros + change.postedMicros,
    };
    const put = { ...keys.budget(userId, value.period), data: toData(after) };
    return { put, if: rev === undefined ? 'absent' : { rev } };
  });
}
