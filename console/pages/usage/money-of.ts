import type { JobCost } from '../../../core/billing/cost/job-cost.ts';
import type { UsageRecord } from '../../../core/api/wire/messages.ts';

/** A usage record with what was quoted and what AWS charged; those of before have neither. */
export type BilledRecord = UsageRecord & {
  readonly cost?: JobCost;
  readonly quoteId?: string;
  readonly quotedMicros?: number;
  readonly maxAmountMicros?: number;
};
