import { readBudgetState } from '../../billing/budget/budget-views.ts';
import { publishBudgetEvents } from '../../billing/budget/budget-events.ts';
import type { BudgetState } from '../../billing/budget/budget.ts';
import type { StoredLimit } from '../../billing/budget/limit.ts';
import { limitWrite } from '../../billing/budget/limit.ts';
import type { BudgetTarget } from '../../billing/budget/target.ts';
import { limitKeyOf } from '../../billing/budget/target.ts';
import type { Dependencies } from '../../ports/host.ts';
import { WriteRefusedError } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { eachRecord, readRecord } from '../../records/records.ts';
import type { Stored } from '../../records/records.ts';
import { chooseStops } from './choose-stops.ts';
import { jobsUnder } from './jobs-under.ts';
import { resumeJob } from './resume-job.ts';
import { stopJob } from './stop-job.ts';
import { stoppedJobs } from './stopped-job.ts';

/** What was done about a limit that was changed. */
export interface CarriedOut {
  /** Ids of the jobs that were asked to stop, the newest first. */
  readonly stopped: readonly string[];
  /** Ids of the jobs that go on, what was asked for first first. */
  readonly resumed: readonly string[];
  /** True: something is left, such as jobs that have not ended yet: the reconciler goes on. */
  readonly isPending: boolean;
}

/** As many as fit well into the time of a request; the reconciler goes on. */
const mostAtOnce = 25;

const nothing: CarriedOut = { stopped: [], resumed: [], isPending: false };

/**
 * Carries out what a changed limit means. Where more is spent and held than it allows now, the
 * newest jobs under it are stopped until the rest fits; where it was raised, those that it had
 * stopped go on, the oldest first, as far as all budgets allow. May be repeated, and be done by two
 * at once: each job is stopped once and resumed once.
 */
export async function carryOutLimit(target: BudgetTarget, deps: Dependencies): Promise<CarriedOut> {
  const found = await readRecord<StoredLimit>(deps.table, limitKeyOf(target));
  if (!found?.value.change) return nothing;
  const budget = await readBudgetState(target, deps.now(), deps);
  const stops = await stopNewest(budget, deps);
  const done = stops ?? (found.value.change.isRaised ? await resumeStopped(target, deps) : nothing);
  if (!done.isPending) await finish(found, deps);
  return done;
}

/** What carrying it out would stop. @param budget with the limit as it would be */
export async function wouldStop(
  budget: BudgetState,
  { table }: Pick<Dependencies, 'table'>,
): Promise<string[]> {
  const stops = chooseStops(budget, await jobsUnder(budget.target, table));
  return stops?.jobs.map(({ job }) => job.id) ?? [];
}

/**
 * Goes on with the changes that requests began.
 * @returns one line for each of which something was done
 */
export async function carryOutLimits(deps: Dependencies): Promise<string[]> {
  const lines: string[] = [];
  const query = { pk: keys.changedBudgets(), fromIndex: true };
  for await (const { value } of eachRecord<StoredLimit>(deps.table, query)) {
    const name = `${limitKeyOf(value.target).pk} ${limitKeyOf(value.target).sk}`;
    const line = await carryOutLimit(value.target, deps).then(
      ({ stopped, resumed }) =>
        stopped.length + resumed.length === 0
          ? undefined
          : `stopped ${stopped.length}, resumed ${resumed.length}`,
      (error: unknown) => `could not be carried out: ${String(error)}`,
    );
    if (line !== undefined) lines.push(`budget ${name}: ${line}`);
  }
  return lines;
}

/** Undefined: what is taken fits. */
async function stopNewest(
  budget: BudgetState,
  deps: Dependencies,
): Promise<CarriedOut | undefined> {
  const under = await jobsUnder(budget.target, deps.table);
  const stops = chooseStops(budget, under);
  if (!stops) return undefined;
  const { because } = stops;
  const now = stops.jobs.slice(0, mostAtOnce);
  for (const each of now) await stopJob(each, { budget, because }, deps);
  for (const userId of new Set(now.map(({ ids }) => ids.userId)))
    await publishBudgetEvents(userId, deps);
  // Where nothing runs any more that could be stopped, more cannot be done.
  const isPending = under.length > 0;
  return { stopped: now.map(({ job }) => job.id), resumed: [], isPending };
}

async function resumeStopped(target: BudgetTarget, deps: Dependencies): Promise<CarriedOut> {
  const all = await stoppedJobs(target, deps.table);
  const resumed: string[] = [];
  let [besidesMicros, isPending] = [0, all.length > mostAtOnce];
  for (const stopped of all.slice(0, mostAtOnce)) {
    const { as, maxAmountMicros } = await resumeJob(stopped, besidesMicros, deps);
    besidesMicros += maxAmountMicros;
    if (as === 'resumed') resumed.push(stopped.jobId);
    if (as === 'later') isPending = true;
    await publishBudgetEvents(stopped.ids.userId, deps);
  }
  return { stopped: [], resumed, isPending };
}

/** Whoever changed it again meanwhile carries that out himself. */
async function finish({ value, rev }: Stored<StoredLimit>, deps: Dependencies): Promise<void> {
  const { change, ...limit } = value;
  const write = change?.isRemoved
    ? { delete: limitKeyOf(value.target), if: { rev } }
    : limitWrite(limit, rev);
  await deps.table.write([write]).catch((error: unknown) => {
    if (!(error instanceof WriteRefusedError)) throw error;
  });
}
