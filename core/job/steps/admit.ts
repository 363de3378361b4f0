import {
  assertWithinBudget,
  listHolds,
  newHold,
  readBudget,
  reserveWrites,
} from '../../billing/budget.ts';
import { fail } from '../../errors.ts';
import { keys, periodOf } from '../../records/keys.ts';
import { withRetry } from '../../records/records.ts';
import type { Job } from '../kinds/job.ts';
import { maxPauseSeconds, maxWaits } from '../workflow/limits.ts';
import type { JobState } from '../workflow/state.ts';
import type { Dependencies } from '../../ports/host.ts';
import { runStep } from './step.ts';

type Uses = Pick<Dependencies, 'table' | 'settings' | 'now'>;

/**
 * Admit: sets the maximum amount aside, in one transaction with the budget. Nothing is started that has no reservation. Repeated, it finds its own
 * hold and admits. Where the user has as many trainings running as he may, it answers `wait`.
 */
export function admit(state: JobState, deps: Uses): Promise<JobState> {
  return runStep(state, deps.table, (job) => withRetry(() => reserve(state, job, deps)));
}

async function reserve(state: JobState, job: Job, deps: Uses): Promise<Partial<JobState>> {
  const { userId } = job.ref.scope;
  if (await deps.table.get(keys.hold(userId, job.id))) return { outcome: 'admitted' };
  const at = deps.now();
  const budget = await readBudget(deps.table, userId, periodOf(at));
  assertWithinBudget(
    budget.value,
    job.reservation.maxAmountMicros,
    deps.settings.budgetMicrosPerMonth,
  );
  if ((await listHolds(deps.table, userId)).length >= deps.settings.maxConcurrentTrainings)
    return waitFurther(state, deps);
  await deps.table.write(reserveWrites(userId, budget, newHold(job.id, job.reservation, at)));
  return { outcome: 'admitted' };
}

function waitFurther(state: JobState, deps: Uses): Partial<JobState> {
  if (state.waits >= maxWaits) {
    throw fail(
      'budgetExceeded',
      `No place among the ${deps.settings.maxConcurrentTrainings} concurrent trainings became free within a day`,
    );
  }
  return {
    outcome: 'wait',
    waits: state.waits + 1,
    waitSeconds: Math.min(maxPauseSeconds, 5 * 2 ** Math.min(state.waits, 6)),
  };
}
