import { findHold } from '../../billing/hold.ts';
import { quoteOfUnheldWrites } from '../../billing/quote/quote-books.ts';
import { readBooks, releaseWrites } from '../../billing/reserve.ts';
import { needsReview, reviewEvent, reviewWrite } from '../../billing/review/review.ts';
import { failedEndReason } from '../../billing/usage/usage-record.ts';
import type { EndReason, UsageRecord } from '../../billing/usage/usage-record.ts';
import type { Failure } from '../../errors.ts';
import { errors } from '../../errors.ts';
import type { Settlement } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { TrainingJob } from '../../ports/jobs.ts';
import type { Write } from '../../ports/table.ts';
import { trainingJobName } from '../../records/job-names.ts';
import { withRetry } from '../../records/records.ts';
import { findJob } from '../kinds/find-job.ts';
import type { Job, JobArtifact, JobEnd, JobEnded, JobUses, SettledJob } from '../kinds/job.ts';
import { gradedEstimateWrite } from '../../estimate/graded/graded-estimate-store.ts';
import type { GradedEstimate } from '../../estimate/graded/graded-estimate.ts';
import { phaseSecondsOf } from '../../estimate/graded/measured-phases.ts';
import { endedAttempts, endTrainingJob } from '../ends/ended-attempts.ts';
import { meterUsage } from '../ends/meter-usage.ts';
import { gradeJob } from '../grading/grade-job.ts';
import { leaveWrite } from '../queue/queue.ts';
import { jobIdOf } from '../workflow/state.ts';
import type { JobState } from '../workflow/state.ts';
import { endedEvent } from './job-events.ts';
import { isUndecided, settleFiring } from '../retraining/settle-firing.ts';
import { toStableFailure } from '../ends/stable-failure.ts';

type Uses = JobUses & Pick<Dependencies, 'jobs' | 'events'>;

/**
 * Settle: one transition, one usage record, the hold released, the queue left, its version promoted
 * where the gate lets it, all in one transaction or not at all; then what nobody needs any more of
 * the job's checkpoints is deleted.
 * Settling twice changes nothing: the second finds the job settled, and deletes what the first had
 * left. Never settles while the training job may still run. What was deleted meanwhile goes with
 * its last job. A firing that made no version has nothing to settle: it is told.
 * @throws DeeptuneError conflict while the training job has not ended yet (the workflow asks
 *   again)
 */
export async function settle(state: JobState, deps: Uses): Promise<JobState> {
  if (!isUndecided(state)) return settleJob(state, deps);
  const firing = await settleFiring(state, deps);
  return 'ended' in firing ? firing.ended : settleJob({ ...state, ...firing.version }, deps);
}

async function settleJob(state: JobState, deps: Uses): Promise<JobState> {
  const settled = await withRetry(() => settleOnce(state, deps));
  if (!settled) {
    await withRetry(() => abandon(state, deps));
    return { ...state, outcome: 'stopped' };
  }
  await settled.job.tidy(deps);
  const { outcome, failure } = settled.ended;
  return { ...state, outcome, failure: failure ?? state.failure };
}

async function settleOnce(
  state: JobState,
  deps: Uses,
): Promise<{ job: Job; ended: JobEnded } | undefined> {
  const job = await findJob(state, deps.table);
  if (!job) return undefined;
  if (job.ended) {
    // Whoever settled it may have died before he told of it; who was told knows the same ids.
    await tell(job, job.ended, deps);
    await tellOperator(job, job.ended.settlement.completedAt, deps);
    return { job, ended: job.ended };
  }
  const attempts = await endedAttempts(job.trainingJobName, deps);
  const decided = await decideSettlement({ job, state, attempts }, deps);
  const { settled, settlement, writes, artifact } = decided;
  const leave = leaveWrite(job.ref.scope.userId, job.id);
  await deps.table.write([settled.write, ...(settled.also ?? []), leave, ...writes]);
  const { event, outcome, failure, told = [] } = settled;
  const ended = { event, outcome, failure, settlement, told };
  await tell(job, ended, deps, artifact);
  if (decided.isReviewed) await tellOperator(job, settlement.completedAt, deps);
  return { job, ended };
}

/** Told twice, it is the same: see `eventIdOf`. */
async function tell(job: Job, ended: JobEnded, deps: Uses, artifact?: JobArtifact): Promise<void> {
  await deps.events.publish(endedEvent(job, ended, artifact));
  for (const event of ended.told ?? []) await deps.events.publish(event);
}

/** Of a hold that stays: an operator must look at it. */
async function tellOperator({ id, ref }: Job, at: string, deps: Uses): Promise<void> {
  const { userId } = ref.scope;
  const hold = (await findHold(deps.table, userId, id))?.value;
  if (hold && needsReview(hold)) await deps.events.publish(reviewEvent(userId, hold, at));
}

/**
 * A job whose record is gone: it went with its model or app, and an earlier answer of this step was
 * lost, or the record was taken away while it ran. Nobody is left to charge: what was set aside for
 * it is given back, and its training job must not run on.
 * @throws DeeptuneError conflict while the training job has not ended yet
 */
async function abandon(state: JobState, deps: Uses): Promise<void> {
  const { userId, attempt } = state;
  const jobId = jobIdOf(state);
  const hold = await findHold(deps.table, userId, jobId);
  // Who pays for it is an operator's to say, whatever became of its record.
  if (!hold || needsReview(hold.value)) return;
  await endTrainingJob(trainingJobName(jobId, attempt, deps.settings.namePrefix), deps);
  const books = await readBooks(userId, hold.value, deps);
  const release = releaseWrites(books, hold.value, { at: deps.now() }, deps);
  await deps.table.write([leaveWrite(userId, jobId), ...release]);
}

interface SettlementInput {
  readonly job: Job;
  readonly state: JobState;
  /** That the service knows, in their order. */
  readonly attempts: readonly TrainingJob[];
}

interface Decided {
  readonly settled: SettledJob;
  readonly settlement: Settlement;
  readonly writes: readonly Write[];
  readonly artifact: JobArtifact | undefined;
  /** The hold stays, an operator ends it. */
  readonly isReviewed?: true;
}

async function decideSettlement(input: SettlementInput, deps: Uses): Promise<Decided> {
  const { job, state } = input;
  const artifact = await job.artifact(deps);
  const result = endResult(job, state, artifact);
  const failure = toStableFailure(state.failure ?? unknownFailure);
  const endReason = endReasonOf(job, result, failure);
  const hold = await findHold(deps.table, job.ref.scope.userId, job.id);
  const known = hold && { ...input, hold: hold.value, failure };
  const usage = known && (await meterUsage({ ...known, endReason }, deps));
  const ended = { job, ran: input.attempts.at(-1), result, artifact };
  const graded = usage && (await gradeJob({ ...ended, usage }, deps));
  // One instant: what is charged, graded and shown of it must agree.
  const settlement = settlementOf(job, { usage, graded }, usage?.recordedAt ?? deps.now());
  const settled = await job.settle({ result, failure, settlement, artifact }, deps);
  if (!hold || !usage) {
    const ref = { ...job.ref, quoteId: job.reservation.quoteId };
    const writes = await quoteOfUnheldWrites(deps.table, ref, settlement.completedAt);
    return { settled, settlement, writes, artifact };
  }
  if (isUnknownEnd(state)) {
    const reviewUsage = await meterUsage({ ...known!, endReason: 'reviewed' }, deps);
    const why = { reason: failure.message, usage: reviewUsage };
    const writes = [reviewWrite(usage.userId, hold, why)];
    return { settled, settlement, writes, artifact, isReviewed: true };
  }
  const books = await readBooks(usage.userId, hold.value, deps);
  const money = releaseWrites(books, hold.value, { at: usage.recordedAt, usage }, deps);
  const grade = graded ? [gradedEstimateWrite(usage.userId, graded)] : [];
  return { settled, settlement, writes: [...money, ...grade], artifact };
}

const unknownFailure: Failure = {
  code: 'internal',
  fault: 'platform',
  message: 'The workflow ended without a reason',
};

/** Nobody foresaw how it ended: see `endTable`. */
function isUnknownEnd({ outcome, failure }: JobState): boolean {
  return outcome === 'failed' && failure?.code === errors.endUnknown.code;
}

/** A stop that comes too late, after the artifact was verified, leaves a completed job. */
function endResult(job: Job, state: JobState, artifact: JobArtifact | undefined): JobEnd['result'] {
  const { outcome } = state;
  // `verified` and `evaluated`: executions that earlier releases began, and reconciled jobs.
  const isVerified = outcome === 'gated' || outcome === 'verified' || outcome === 'evaluated';
  if (isVerified && artifact) return 'completed';
  if (isUnknownEnd(state)) return 'failed';
  if (job.status === 'stopping' || outcome === 'stopped') return 'stopped';
  return 'failed';
}

function endReasonOf(job: Job, result: JobEnd['result'], { fault }: Failure): EndReason {
  if (result === 'failed') return failedEndReason(fault);
  return result === 'completed' && job.kind === 'train' ? 'trained' : result;
}

interface Measured {
  readonly usage: UsageRecord | undefined;
  readonly graded: GradedEstimate | undefined;
}

function settlementOf(job: Job, { usage, graded }: Measured, at: string): Settlement {
  const { trainingJobName } = job;
  const phaseSeconds = phaseSecondsOf(graded?.phases ?? {});
  return {
    completedAt: at,
    ...(trainingJobName === undefined ? {} : { trainingJobName }),
    jobSeconds: usage?.jobSeconds ?? 0,
    billableSeconds: usage?.billableSeconds ?? 0,
    amountMicros: usage?.amountMicros ?? 0,
    ...(usage?.cost ? { cost: usage.cost } : {}),
    ...(phaseSeconds ? { phaseSeconds } : {}),
  };
}
