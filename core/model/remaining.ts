import { patienceOf } from '../catalog/hyperparameters/best-epoch-fields.ts';
import type { PromisedForecast } from '../estimate/graded/graded-estimate.ts';
import type { ProgressLine } from '../estimate/remaining/measured-steps.ts';
import { spread } from '../estimate/remaining/quantiles.ts';
import { remainingTime } from '../estimate/remaining/remaining-time.ts';
import type { RemainingTime } from '../estimate/remaining/remaining-time.ts';
import { parseTrainingJobName } from '../records/job-names.ts';
import type { InferenceJob } from './inference-job.ts';
import type { ModelVersion, Reservation } from './model-version.ts';

/** What an estimate of an earlier release spread by, as the standard deviation of its logarithm. */
const earlierLogSd = 0.42;

/** A memory of patches takes most of the time and goes by its own rate. */
const memoryModelType = 'visual-anomaly-heatmap';

/**
 * How long a training will still run; undefined for one that does not run.
 * @param lines of its progress, oldest first
 * @param now an instant
 */
export function remainingOfVersion(
  version: ModelVersion,
  lines: readonly ProgressLine[],
  now: string,
): RemainingTime | undefined {
  if (version.status !== 'training' && version.status !== 'stopping') return undefined;
  const startedAt = 'startedAt' in version ? String(version.startedAt) : undefined;
  const { reservation, training, trainingJobName } = version;
  return ofRunning({ startedAt, reservation, trainingJobName, status: version.status }, lines, {
    now,
    patience: patienceOf(training.hyperparameters),
    evenStages: version.modelTypeId === memoryModelType ? ['memory'] : ['training'],
  });
}

/** The same of an evaluation or a batch prediction. */
export function remainingOfJob(
  job: InferenceJob,
  lines: readonly ProgressLine[],
  now: string,
): RemainingTime | undefined {
  if (job.status !== 'running' && job.status !== 'stopping') return undefined;
  return ofRunning(job, lines, { now, patience: 0, evenStages: ['prediction'] });
}

interface Begun {
  readonly startedAt?: string | undefined;
  readonly trainingJobName?: string | undefined;
  readonly reservation: Reservation;
  readonly status: string;
}

interface Known {
  readonly now: string;
  readonly patience: number;
  readonly evenStages: readonly string[];
}

function ofRunning(
  { startedAt, trainingJobName, reservation, status }: Begun,
  lines: readonly ProgressLine[],
  { now, patience, evenStages }: Known,
): RemainingTime | undefined {
  if (startedAt === undefined) return undefined;
  const job = {
    promised: promisedOf(reservation),
    elapsedSeconds: Math.max(0, (Date.parse(now) - Date.parse(startedAt)) / 1000),
    attempt: parseTrainingJobName(trainingJobName ?? '')?.attempt ?? 1,
    ...{ patience, evenStages, isStopping: status === 'stopping' },
  };
  return remainingTime(job, lines);
}

/**
 * What was forecast of a job. Of one that began under an earlier release: its two parts, as wide as
 * that release said.
 */
export function promisedOf({
  promised,
  estimatedSeconds,
  fixedSeconds,
}: Reservation): Pick<PromisedForecast, 'seconds' | 'phases'> {
  if (promised) return promised;
  const wide = (seconds: number) => spread(Math.max(0, seconds), earlierLogSd);
  const seconds = wide(estimatedSeconds);
  if (fixedSeconds === undefined) return { seconds, phases: { steps: seconds } };
  const phases = { setup: wide(fixedSeconds), steps: wide(estimatedSeconds - fixedSeconds) };
  return { seconds, phases };
}
