import type { BudgetState } from '../../billing/budget/budget.ts';
import { eventWrite } from '../../billing/budget/budget-events.ts';
import type { BudgetEvent } from '../../billing/budget/budget-events.ts';
import { leftMicros } from '../../billing/budget/refusal.ts';
import type { PeriodState } from '../../billing/budget/refusal.ts';
import { budgetIdOf, nameOf } from '../../billing/budget/target.ts';
import type { JsonObject } from '../../json.ts';
import type { StopReason } from '../../model/model-version.ts';
import { formatDollars } from '../../money.ts';
import type { Dependencies } from '../../ports/host.ts';
import { stopInferenceBecause } from '../request/inference/stop-inference.ts';
import type { Because } from '../request/stop-training.ts';
import { stopTraining } from '../request/stop-training.ts';
import type { JobIds } from '../workflow/state.ts';
import type { JobUnder } from './jobs-under.ts';
import { stoppedJobWrite } from './stopped-job.ts';

type Uses = Pick<Dependencies, 'table' | 'jobs' | 'objects' | 'now'>;

/**
 * Asks a job to stop as its user can: it saves its checkpoint and ends, and Settle releases what is
 * held for it. With the wish are stored its reason, that it may go on later, and the event.
 */
export async function stopJob(
  { job, ids }: JobUnder,
  { budget, because }: { readonly budget: BudgetState; readonly because: PeriodState },
  deps: Uses,
): Promise<void> {
  const at = deps.now();
  const { target } = budget;
  const reason: StopReason = {
    ...{ code: 'budget-stopped', budgetId: budgetIdOf(target), at },
    message: messageOf(budget, because),
  };
  const stopped = { jobId: job.id, ids, target, requestedAt: job.createdAt };
  const facts = { ...job.subjectIds, message: reason.message };
  const event = jobEvent('stopped', { ids, budget, at, facts });
  const why: Because = { reason, also: [stoppedJobWrite(stopped), eventWrite(event)] };
  const { kind, ref } = job;
  if (kind === 'train') await stopTraining(ref, deps, why);
  else
    await stopInferenceBecause(
      { kind, scope: ref.scope, id: ids.recordId ?? ids.versionId },
      why,
      deps,
    );
}

function messageOf({ target }: BudgetState, state: PeriodState): string {
  const again = 'Raised again, it lets this job go on from what was kept, once';
  const budget = `The budget of ${nameOf(target)}`;
  // What all tenants spend together is not told to one of them.
  if (target.level === 'account')
    return `${budget}, which all tenants share, was lowered. ${again}`;
  const { limitMicros, period, postedMicros, heldMicros } = state;
  const left = leftMicros(state);
  if (limitMicros === 0) return `${budget}, $0 for ${period}, lets nothing run. ${again}`;
  const why =
    left < 0
      ? `is below what is spent and held of it, ${formatDollars(postedMicros + heldMicros)}`
      : `has ${formatDollars(left)} left, too little for this job`;
  return `${budget}, ${formatDollars(limitMicros)} for ${period}, ${why}. ${again}`;
}

/** What happened to a job, told to its tenant; each job once for a budget. */
export function jobEvent(
  word: 'stopped' | 'resumed' | 'not-resumed',
  of: {
    readonly ids: JobIds;
    readonly budget: Pick<BudgetState, 'target'>;
    readonly at: string;
    readonly facts: JsonObject;
  },
): BudgetEvent {
  const { userId, appId, modelId, versionId, kind = 'train', jobId = versionId } = of.ids;
  const budgetId = budgetIdOf(of.budget.target);
  const named = { userId, appId, modelId, versionId, kind, jobId, budgetId };
  const event = { type: `budget.${word}` as const, at: of.at, detail: { ...named, ...of.facts } };
  return { id: [word, budgetId, jobId].join('#'), userId, event };
}
