import { asIfOn } from '../../billing/as-if.ts';
import { chargeOf } from '../../billing/charge/charge.ts';
import { jobCostOf } from '../../billing/cost/job-cost.ts';
import type { Hold } from '../../billing/hold.ts';
import type { EndReason, UsageRecord } from '../../billing/usage/usage-record.ts';
import type { Failure } from '../../errors.ts';
import type { JobCost } from '../../model/job-cost.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { TrainingJob } from '../../ports/jobs.ts';
import { periodOf } from '../../records/keys.ts';
import type { Job } from '../kinds/job.ts';
import { instanceTypeOf } from '../request/instance.ts';

/** A job that ended, and what is known of its money. */
interface EndedJob {
  readonly job: Job;
  /** Those that the service knows, in their order. */
  readonly attempts: readonly TrainingJob[];
  readonly hold: Hold;
  readonly endReason: EndReason;
  readonly failure: Failure;
}

type Uses = Pick<Dependencies, 'objects' | 'settings' | 'now'>;

/**
 * What a job consumed, what of it is charged and what AWS charges for it: its usage record. Seconds
 * and integer micro-dollars.
 */
export async function meterUsage(ended: EndedJob, deps: Uses): Promise<UsageRecord> {
  const { job, attempts, hold, endReason } = ended;
  const { scope, modelId, versionId } = job.ref;
  const kept = await job.keptWork(deps.objects);
  const ranFor = { ...kept, ...consumedBy(ended) };
  const rate = rateOf(job);
  const instanceCount = 1;
  const agreed = { ...rate, instanceCount, maxAmountMicros: hold.amountMicros };
  const { chargedSeconds, amountMicros } = chargeOf(endReason, ranFor, agreed);
  const instanceType = instanceTypeOf(job, deps.settings);
  const cost = costOf(attempts, { instanceType, instanceCount }, deps);
  const { quoteId } = hold;
  return {
    trainingJobName: job.trainingJobName ?? job.id,
    ...scope,
    modelId,
    versionId,
    kind: job.kind,
    ...(job.kind === 'train' ? {} : { jobId: job.id }),
    templateId: job.templateId,
    instanceType,
    instanceCount,
    period: periodOf(hold.createdAt),
    recordedAt: deps.now(),
    endReason,
    jobSeconds: attempts.at(-1)?.billableSeconds ?? Math.ceil(kept.durableSeconds),
    ...ranFor,
    billableSeconds: chargedSeconds,
    ...rate,
    amountMicros,
    maxAmountMicros: hold.amountMicros,
    quotedMicros: job.reservation.estimatedAmountMicros,
    ...(quoteId === undefined ? {} : { quoteId }),
    ...(cost ? { cost } : {}),
  };
}

/** What the trainer ran until the user's own data or settings ended it. */
function consumedBy({ endReason, failure }: EndedJob): Pick<UsageRecord, 'consumedSeconds'> {
  if (endReason !== 'failed-user' || failure.seconds === undefined) return {};
  return { consumedSeconds: failure.seconds };
}

function rateOf({ reservation }: Job): Pick<UsageRecord, 'microsPerHour' | 'minimumMicrosPerJob'> {
  const { microsPerHour, minimumMicrosPerJob } = reservation;
  return { microsPerHour, ...(minimumMicrosPerJob === undefined ? {} : { minimumMicrosPerJob }) };
}

/** Undefined where nothing began: nobody is charged for it. */
function costOf(
  attempts: readonly TrainingJob[],
  ranOn: Pick<UsageRecord, 'instanceType' | 'instanceCount'>,
  { settings }: Uses,
): JobCost | undefined {
  if (attempts.length === 0) return undefined;
  const asIf = asIfOn(settings, ranOn.instanceType);
  if (asIf === undefined) return jobCostOf(attempts, { ...ranOn, basis: 'aws' });
  return jobCostOf(attempts, { ...ranOn, instanceType: asIf, basis: 'as-if' });
}
