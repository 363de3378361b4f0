import type { UsageRecord } from '../../billing/usage/usage-record.ts';
import type { GradedEstimate } from '../../estimate/graded/graded-estimate.ts';
import {
  joinPhases,
  metricPhases,
  secondsBetween,
  stagePhaseTimes,
  totalSeconds,
  trainerPhases,
} from '../../estimate/graded/measured-phases.ts';
import type { PhaseTimes } from '../../estimate/graded/measured-phases.ts';
import { parseTimes } from '../../estimate/graded/times.ts';
import type { AttemptTimes } from '../../estimate/graded/times.ts';
import type { PhaseWork, Workload } from '../../estimate/work/workload.ts';
import type { Reservation } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { TrainingJob } from '../../ports/jobs.ts';
import { parseTrainingJobName } from '../../records/job-names.ts';
import { jobKeys } from '../../records/object-keys.ts';
import type { Job, JobArtifact, JobEnd } from '../kinds/job.ts';

/** A job that Settle is about to write down. */
export interface EndedWork {
  readonly job: Job;
  readonly result: JobEnd['result'];
  readonly usage: UsageRecord;
  /** What the host says of its last attempt. */
  readonly ran: TrainingJob | undefined;
  readonly artifact: JobArtifact | undefined;
}

/**
 * What was promised of a job beside what came of it. Undefined for a job that never began, of which
 * nothing can be measured, and for one that an earlier release queued: nobody counted its work.
 * What the trainer did not measure (it was killed before, or is of an earlier release) is left out,
 * never guessed.
 */
export async function gradeJob(
  ended: EndedWork,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<GradedEstimate | undefined> {
  const { job, result, usage } = ended;
  const { planned, basis, promised } = job.reservation;
  if (!planned || !basis || job.trainingJobName === undefined) return undefined;
  const attempts = ownAttempts(job, await timesOf(job, objects));
  const phases = phasesOf(ended, attempts);
  const epochs = epochsOf(ended, attempts);
  const epochsRun = result === 'completed' ? job.epochsRun(ended.artifact) : undefined;
  const { appId } = job.ref.scope;
  return {
    jobId: job.id,
    attempts: Math.max(1, attempts.length),
    appId,
    modelId: job.ref.modelId,
    versionId: job.ref.versionId,
    instanceType: usage.instanceType,
    deviceId: basis.deviceId,
    endedAt: usage.recordedAt,
    end: result,
    ...(promised ? { promised } : {}),
    planned,
    done: doneOf(planned, basis.epochs > 0 ? epochs / basis.epochs : 1),
    phases,
    seconds: totalSeconds(phases),
    amountMicros: usage.amountMicros,
    inputCount: basis.inputCount,
    epochs,
    ...(epochsRun ? { epochsRun } : {}),
  };
}

/**
 * Undefined where it cannot be read: grading is no reason to leave a job unsettled, and its money
 * set aside.
 */
async function timesOf({ folder }: Job, objects: Dependencies['objects']) {
  return objects.get(jobKeys.times(folder)).catch(() => undefined);
}

/** None where the file is another job's. */
function ownAttempts({ id }: Job, bytes: Uint8Array | undefined): readonly AttemptTimes[] {
  const attempts = parseTimes(bytes);
  const jobIds = attempts.map((each) => parseTrainingJobName(each.trainingJobName ?? '')?.jobId);
  return jobIds.every((jobId) => jobId === undefined || jobId === id) ? attempts : [];
}

function phasesOf({ job, ran, artifact }: EndedWork, attempts: readonly AttemptTimes[]) {
  const measured = attempts.length > 0 ? trainerPhases(attempts) : metricPhases(artifact?.metrics);
  return joinPhases(measured, aroundTrainer(job.reservation, ran, attempts.at(-1)));
}

/**
 * What the last attempt took outside the trainer: the service's stages, or on the laptop what its
 * process still did when the trainer had written its last time.
 */
function aroundTrainer(
  { promised }: Reservation,
  ran: TrainingJob | undefined,
  last: AttemptTimes | undefined,
): PhaseTimes {
  if (ran?.stages)
    return stagePhaseTimes(ran.stages, {
      downloadSeconds: promised?.phases.download?.p50 ?? 0,
      trainerStartedAt: last?.startedAt,
    });
  // What ends without saving anything just ends.
  if (!last?.phases.saving || ran?.startedAt === undefined || last.end === 'running') return {};
  const rest = secondsBetween(ran.startedAt, ran.endedAt) - last.seconds;
  return rest > 0 ? { saving: { seconds: rest } } : {};
}

/** Epochs that were run; a fraction where the job was cut off. */
function epochsOf({ job, result, artifact }: EndedWork, attempts: readonly AttemptTimes[]): number {
  const planned = job.reservation.basis?.epochs ?? 1;
  if (result === 'completed') return job.epochsRun(artifact)?.run ?? planned;
  if (job.kind !== 'train') return answeredShare(job.reservation, attempts);
  return attempts.reduce((sum, { epochs = 0 }) => sum + epochs, 0);
}

/** Of an evaluation or a batch prediction: the part of its inputs that was answered. */
function answeredShare({ planned }: Reservation, attempts: readonly AttemptTimes[]): number {
  const wanted = planned?.phases.steps?.samples ?? 0;
  const answered = attempts.reduce((sum, { phases }) => sum + (phases.steps?.samples ?? 0), 0);
  return wanted > 0 ? Math.min(1, answered / wanted) : 0;
}

/** What was planned, with as much of its epochs as were run. */
function doneOf(planned: Workload, share: number): Workload {
  if (share === 1) return planned;
  const { steps, validation } = planned.phases;
  return {
    ...planned,
    phases: {
      ...planned.phases,
      ...(steps ? { steps: scaled(steps, share) } : {}),
      ...(validation ? { validation: scaled(validation, share) } : {}),
    },
  };
}

function scaled(work: PhaseWork, share: number): PhaseWork {
  const amounts = Object.entries(work).map(([name, amount]) => [name, amount * share]);
  return Object.fromEntries(amounts) as unknown as PhaseWork;
}
