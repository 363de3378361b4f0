import type { BudgetState } from '../../billing/budget/budget.ts';
import { leftMicros, limitedPeriods } from '../../billing/budget/refusal.ts';
import type { PeriodState } from '../../billing/budget/refusal.ts';
import { dayOf, periodOf } from '../../records/keys.ts';
import type { JobUnder } from './jobs-under.ts';

/** What has to stop so that the rest fits. */
export interface Stops {
  /** The newest first. */
  readonly jobs: readonly JobUnder[];
  /** The period that is over its limit. */
  readonly because: PeriodState;
}

/**
 * Undefined where a budget allows what is held, posted and waits, or only notifies. Else the jobs
 * that have to stop so that what is posted and the holds of the others fit: those that nothing is
 * set aside for first, then the one that was admitted last. What is stopping already counts as
 * gone. Where nothing is over, what waits and would be refused is stopped: it would fail otherwise,
 * and so it can go on. A limit of 0 is the switch: all of them stop, also what costs nothing, and
 * what was admitted in a period that is over.
 */
export function chooseStops(budget: BudgetState, under: readonly JobUnder[]): Stops | undefined {
  if (budget.limit.atLimit === 'notify') return undefined;
  const periods = limitedPeriods(budget);
  const open = under.filter(({ job }) => job.status !== 'stopping').sort(newestFirst);
  const switched = periods.find(({ limitMicros }) => limitMicros === 0);
  if (switched && open.length > 0) return { jobs: open, because: switched };
  const over = periods.filter((period) => leftMicros(period) < 0);
  const [because] = over;
  if (!because) return refusedOnes(budget, under);
  const stopping = under.filter(({ job }) => job.status === 'stopping');
  const left = new Map(
    over.map((period) => [period, leftMicros(period) + sumIn(period, stopping)] as const),
  );
  const jobs: JobUnder[] = [];
  const waiting = (each: JobUnder) => (each.hold ? 0 : each.job.reservation.maxAmountMicros);
  let waits = open.reduce((sum, each) => sum + waiting(each), 0);
  const isEnough = () => [...left.values()].every((micros) => micros - waits >= 0);
  for (const each of open) {
    if (isEnough()) break;
    jobs.push(each);
    waits -= waiting(each);
    for (const [period, micros] of left) left.set(period, micros + sumIn(period, [each]));
  }
  return { jobs, because };
}

/** What waits for a place and does not fit in what is left. */
function refusedOnes(budget: BudgetState, under: readonly JobUnder[]): Stops | undefined {
  const waiting = under.filter(({ job, hold }) => !hold && job.status === 'queued');
  for (const because of limitedPeriods(budget)) {
    const isRefused = ({ job }: JobUnder) => job.reservation.maxAmountMicros > leftMicros(because);
    const jobs = waiting.filter(isRefused).sort(newestFirst);
    if (jobs.length > 0) return { jobs, because };
  }
  return undefined;
}

/** What these jobs hold of a period. */
function sumIn({ per, period }: PeriodState, jobs: readonly JobUnder[]): number {
  const isIn = (at: string) => (per === 'month' ? periodOf(at) : dayOf(at)) === period;
  return jobs.reduce(
    (sum, { hold }) => sum + (hold && isIn(hold.createdAt) ? hold.amountMicros : 0),
    0,
  );
}

function newestFirst(a: JobUnder, b: JobUnder): number {
  const isWaiting = Number(a.hold !== undefined) - Number(b.hold !== undefined);
  if (isWaiting !== 0) return isWaiting;
  return (b.hold ?? b.job).createdAt.localeCompare((a.hold ?? a.job).createdAt);
}
