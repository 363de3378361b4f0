import { findHold } from '../../billing/hold.ts';
import type { Hold } from '../../billing/hold.ts';
import type { BudgetTarget } from '../../billing/budget/target.ts';
import { counts } from '../../billing/budget/target.ts';
import type { Table } from '../../ports/table.ts';
import { findJob } from '../kinds/find-job.ts';
import type { Job } from '../kinds/job.ts';
import { openJobs } from '../kinds/open-jobs.ts';
import type { JobIds } from '../workflow/state.ts';
import { initialState } from '../workflow/state.ts';

/** An open job that spends from a budget. */
export interface JobUnder {
  readonly job: Job;
  readonly ids: JobIds;
  /** Absent: nothing is set aside for it yet. */
  readonly hold?: Hold;
}

/** The open jobs whose money counts in the target, in no order. */
export async function jobsUnder(target: BudgetTarget, table: Table): Promise<JobUnder[]> {
  const found: JobUnder[] = [];
  for await (const ids of openJobs(table)) {
    if (!counts(target, ids)) continue;
    const job = await findJob(initialState(ids), table);
    if (!job || job.status === 'settled') continue;
    const hold = await findHold(table, ids.userId, job.id);
    found.push({ job, ids, ...(hold ? { hold: hold.value } : {}) });
  }
  return found;
}
