import { findHold, listHolds, newHold } from '../../billing/hold.ts';
import { publishBudgetEvents } from '../../billing/budget/budget-events.ts';
import { withinGroup } from '../../billing/quote/quote-books.ts';
import { readBooks, reserveWrites } from '../../billing/reserve.ts';
import { needsReview } from '../../billing/review/review.ts';
import { DeeptuneError, fail } from '../../errors.ts';
import { withRetry } from '../../records/records.ts';
import type { Write } from '../../ports/table.ts';
import { getJob } from '../kinds/find-job.ts';
import type { Job } from '../kinds/job.ts';
import { assertAffordable } from '../request/assert-affordable.ts';
import { pauseSeconds } from '../queue/pause.ts';
import type { QueueEntry, StoredQueue } from '../queue/queue.ts';
import {
  entryWrite,
  joinWrites,
  leaveWrite,
  listEntries,
  queueWrite,
  readQueue,
  withoutDeadHead,
} from '../queue/queue.ts';
import { maxWaits } from '../workflow/limits.ts';
import type { JobState } from '../workflow/state.ts';
import type { Dependencies } from '../../ports/host.ts';
import { runStep } from './step.ts';

type Uses = Pick<Dependencies, 'table' | 'settings' | 'now' | 'events' | 'sha256'>;

/**
 * Admit: sets the maximum amount aside, in one transaction with the budget and the queue. Nothing
 * is started that has no reservation. Repeated, it finds its own hold and admits. Where the user
 * has as many jobs running as he may, or another waits for longer, the job takes its place in the
 * queue once and is answered `wait`; only the first in the queue takes a place that is free.
 */
export function admit(state: JobState, deps: Uses): Promise<JobState> {
  return runStep(state, deps.table, (job) => admitJob(job, state, deps));
}

async function admitJob(job: Job, state: JobState, deps: Uses): Promise<Partial<JobState>> {
  try {
    return await withRetry(async () => {
      const now = await getJob(state, deps.table);
      return isToEnd(now) ? { outcome: 'stopped' } : reserveOrWait(now, state.waits, deps);
    });
  } catch (error) {
    // It is going to be settled as failed: nobody waits for it.
    if (error instanceof DeeptuneError && error.fault === 'user')
      await deps.table.write([leaveWrite(job.ref.scope.userId, job.id)]);
    throw error;
  }
}

/**
 * Told to stop, or settled: an Admit that hung, and comes back when its workflow has given it up,
 * must hold nothing that no step would ever give back.
 */
function isToEnd({ status }: Job): boolean {
  return status === 'stopping' || status === 'settled';
}

async function reserveOrWait(job: Job, waits: number, deps: Uses): Promise<Partial<JobState>> {
  if (job.awaitsDataset)
    throw fail('internal', `Job '${job.id}' is not estimated yet: nothing can be reserved`);
  const { table, settings } = deps;
  const { id } = job;
  const { userId, appId } = job.ref.scope;
  // Before the hold: where the first of two calls for one job is admitted after this, whatever the
  // second writes is refused.
  const queue = await readQueue(table, userId);
  if (await findHold(table, userId, id)) return { outcome: 'admitted' };
  const at = deps.now();
  const wanted = newHold({ id, appId, modelId: job.ref.modelId }, job.reservation, at);
  const books = await readBooks(userId, wanted, deps);
  const hold = withinGroup(books.quote, wanted);
  const asked = { scope: job.ref.scope, ...books, askedMicros: hold.amountMicros };
  await assertAffordable(asked, deps);
  const entries = await withoutDeadHead(await listEntries(table, userId), userId, table);
  const isFirst = (entries[0]?.jobId ?? id) === id;
  if (isFirst && (await runningJobs(userId, table)) < settings.maxConcurrentTrainings) {
    const reserved = reserveWrites(books, hold, deps);
    const isOpen = { check: job.record, if: { rev: job.rev } };
    const admitted = [...reserved, queueWrite(userId, queue), leaveWrite(userId, id)];
    await table.write([...admitted, isOpen]);
    await publishBudgetEvents(userId, deps);
    return { outcome: 'admitted' };
  }
  const own = entries.findIndex(({ jobId }) => jobId === id);
  if (own < 0) await table.write(enterWrites(job, waits, queue, at));
  const position = own < 0 ? entries.length : own;
  return waitFurther({ waits, position, joinedAt: entries[own]?.joinedAt ?? at }, deps);
}

/** Jobs that take a place: one that an operator must look at has ended. */
async function runningJobs(userId: string, table: Uses['table']): Promise<number> {
  const holds = await listHolds(table, userId);
  return holds.filter((hold) => !needsReview(hold)).length;
}

/**
 * A job that has waited without an entry did so under a release without a queue: it comes before
 * all that arrive now.
 */
function enterWrites(job: Job, waits: number, queue: StoredQueue, at: string): Write[] {
  const { id, record, status, createdAt: requestedAt } = job;
  const { userId } = job.ref.scope;
  const entry: Omit<QueueEntry, 'number'> = {
    jobId: id,
    requestedAt,
    joinedAt: at,
    record,
    status,
  };
  return waits > 0
    ? [queueWrite(userId, queue), entryWrite(userId, { ...entry, number: 0 })]
    : joinWrites(userId, queue, entry);
}

function waitFurther(
  { waits, position, joinedAt }: { waits: number; position: number; joinedAt: string },
  deps: Uses,
): Partial<JobState> {
  if (waits >= maxWaits) {
    throw fail(
      'budgetExceeded',
      `No place among the ${deps.settings.maxConcurrentTrainings} concurrent trainings became free within a day`,
    );
  }
  const waitedSeconds = (Date.parse(deps.now()) - Date.parse(joinedAt)) / 1000;
  const waitSeconds = pauseSeconds(position, waits, Math.max(0, waitedSeconds));
  return { outcome: 'wait', waits: waits + 1, waitSeconds };
}
