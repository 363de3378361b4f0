import { fail } from '../../errors.ts';
import { formatDollars } from '../../money.ts';
import type { DomainEvent } from '../../ports/events.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { toData, withRetry } from '../../records/records.ts';
import { findHold } from '../hold.ts';
import type { Hold } from '../hold.ts';
import { readBooks, releaseWrites } from '../reserve.ts';
import { rateUsage } from '../usage/usage-record.ts';
import type { UsageRecord } from '../usage/usage-record.ts';

/* Holds of jobs that ended in a way that nobody foresaw: who pays is not known, so that nobody does
   until an operator has looked. */

/** A hold that an operator must end. */
export type ReviewedHold = Hold & Required<Pick<Hold, 'review' | 'reviewReason' | 'reviewUsage'>>;

/** Whether it waits for an operator; it takes no place among the concurrent jobs then. */
export function needsReview(hold: Hold): hold is ReviewedHold {
  return hold.review === true;
}

/**
 * The hold stays, marked.
 * @param usage what would be charged, were he to pay for what he kept
 */
export function reviewWrite(
  userId: string,
  { value, rev }: Stored<Hold>,
  why: { readonly reason: string; readonly usage: UsageRecord },
): Write {
  const marked: ReviewedHold = {
    ...value,
    review: true,
    reviewReason: why.reason,
    reviewUsage: why.usage,
  };
  return { put: { ...keys.hold(userId, value.versionId), data: toData(marked) }, if: { rev } };
}

/** Told once for each hold: to whoever listens, and by an alarm on AWS. */
export function reviewEvent(userId: string, hold: ReviewedHold, at: string): DomainEvent {
  const { versionId: jobId, amountMicros: heldMicros, reviewReason: reason, reviewUsage } = hold;
  const { appId, modelId, versionId, kind = 'train' } = reviewUsage;
  const ofVersion = { userId, appId, modelId, versionId };
  return {
    type: 'hold.needs-review',
    at,
    detail: { ...ofVersion, jobId, kind, heldMicros, reason },
  };
}

type Uses = Pick<Dependencies, 'table' | 'settings' | 'sha256' | 'now'>;

/**
 * An operator gives a hold back: nothing is charged.
 * @throws DeeptuneError does-not-exist, or invalid-request for a hold that waits for nobody
 */
export function voidHold(userId: string, jobId: string, deps: Uses): Promise<ReviewedHold> {
  return withRetry(() => endHold(userId, jobId, () => undefined, deps));
}

/**
 * An operator charges for a hold.
 * @param amountMicros absent: what the seconds that the customer keeps come to
 * @throws DeeptuneError as `voidHold`, and invalid-request for more than is held
 */
export function chargeHold(
  userId: string,
  { jobId, amountMicros }: { readonly jobId: string; readonly amountMicros?: number | undefined },
  deps: Uses,
): Promise<ReviewedHold> {
  const usageOf = (hold: ReviewedHold) => ({
    ...hold.reviewUsage,
    recordedAt: deps.now(),
    ...(amountMicros === undefined ? {} : chargedAt(amountMicros, hold)),
  });
  return withRetry(() => endHold(userId, jobId, usageOf, deps));
}

/** What a hold would be charged at under the one rule. Integer micro-dollars. */
export function chargeMicrosOf({ reviewUsage }: ReviewedHold): number {
  return rateUsage(reviewUsage);
}

/**
 * A lower amount than the rule's is a lower maximum, so that the record still is what its seconds
 * and rate come to. A higher one is none of an operator's: nothing was kept that it is for.
 */
function chargedAt(
  amountMicros: number,
  hold: ReviewedHold,
): Pick<UsageRecord, 'amountMicros' | 'maxAmountMicros'> {
  const most = chargeMicrosOf(hold);
  if (Number.isSafeInteger(amountMicros) && amountMicros >= 0 && amountMicros <= most)
    return { amountMicros, maxAmountMicros: amountMicros };
  throw fail(
    'invalidRequest',
    `amountMicros must be a whole number from 0 to ${most} (${formatDollars(most)}, what the kept seconds come to), not ${amountMicros}`,
  );
}

async function endHold(
  userId: string,
  jobId: string,
  usageOf: (hold: ReviewedHold) => UsageRecord | undefined,
  deps: Uses,
): Promise<ReviewedHold> {
  const hold = (await findHold(deps.table, userId, jobId))?.value;
  if (!hold) throw fail('doesNotExist', `There is no open hold of job '${jobId}'`);
  if (!needsReview(hold))
    throw fail(
      'invalidRequest',
      `The hold of job '${jobId}' waits for nobody: it ends with its job. Only holds with review: true are ended by hand`,
    );
  const usage = usageOf(hold);
  const books = await readBooks(userId, hold, deps);
  const end = { at: deps.now(), ...(usage ? { usage } : {}) };
  await deps.table.write(releaseWrites(books, hold, end, deps));
  return hold;
}
