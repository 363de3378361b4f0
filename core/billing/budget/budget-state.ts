import type { LimitState } from './limit.ts';
import type { BudgetCounter } from './spending.ts';
import type { BudgetTarget } from './target.ts';

/** One budget that a job must fit in, as it was read: a write is refused where it changed since. */
export interface BudgetState extends LimitState {
  readonly target: BudgetTarget;
  readonly counter: { readonly value: BudgetCounter; readonly rev?: number };
  /** When the money is spent, ISO 8601: its UTC month and day are what it counts in. */
  readonly at: string;
}
