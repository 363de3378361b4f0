import { ownerOf, budgetIdOf } from '../../billing/budget/target.ts';
import type { BudgetTarget } from '../../billing/budget/target.ts';
import type { Table, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { readAll, toData } from '../../records/records.ts';
import type { JobIds } from '../workflow/state.ts';

/**
 * A job that a budget stopped, as long as it may go on when the budget is raised. Stored with the
 * wish to stop; gone with the job that goes on from it.
 */
export interface StoppedJob {
  readonly jobId: string;
  readonly ids: JobIds;
  readonly target: BudgetTarget;
  /** When the job was asked for, ISO 8601: the first that was goes on first. */
  readonly requestedAt: string;
}

export function stoppedJobWrite(stopped: StoppedJob): Write {
  return { put: { ...keyOf(stopped), data: toData(stopped) } };
}

/** The write that takes it away, once. */
export function resumedJobWrite(stopped: StoppedJob): Write {
  return { delete: keyOf(stopped), if: 'present' };
}

/** What a budget stopped and is not going on yet, what was asked for first first. */
export async function stoppedJobs(target: BudgetTarget, table: Table): Promise<StoppedJob[]> {
  const query = keys.budgetStopsOf(ownerOf(target), budgetIdOf(target));
  const all = await readAll<StoppedJob>(table, query);
  return all.sort((a, b) => a.requestedAt.localeCompare(b.requestedAt));
}

function keyOf({ target, jobId }: StoppedJob) {
  return keys.budgetStop(ownerOf(target), budgetIdOf(target), jobId);
}
