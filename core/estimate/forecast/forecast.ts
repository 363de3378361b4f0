import type { DataTransfer } from '../data-transfer.ts';
import type { Device } from '../device/device.ts';
import type { EpochsSpread } from '../expected-epochs.ts';
import type { Evidence } from '../graded/graded-estimate.ts';
import { assertPriceable } from '../price.ts';
import { ratedAmount } from '../rated-amount.ts';
import type { Workload } from '../work/workload.ts';
import { calibratedFrom } from '../learn/conformal.ts';
import { isChargedPhase, isStoppable } from './charged-phases.ts';
import { drawSeconds } from './draw-seconds.ts';
import type { Learnt } from '../learn/learn.ts';
import { cellOf } from '../learn/learn.ts';
import { quantile } from './normal-draws.ts';
import { forecastPhases } from '../phase.ts';
import type { ForecastPhase, Quantiles } from '../phase.ts';

export interface ForecastInput {
  readonly workload: Workload;
  readonly device: Device;
  /** What the account's jobs taught; `nothingLearnt` where there are none. */
  readonly learnt: Learnt;
  /** What else uses the machine, in machines: 0 nothing, 1 as much again as it has. Absent: 0. */
  readonly load?: number;
  readonly microsPerHour: number;
  /** The least that it costs where it is charged at all; absent: no minimum. */
  readonly minimumMicrosPerJob?: number;
  /** Of the epochs that were counted; absent: all of them are run. */
  readonly epochsSpread?: EpochsSpread;
  /** How the inputs come to the trainer; absent: they are there, or nothing is known of them. */
  readonly transfer?: DataTransfer | undefined;
  readonly spot?: boolean;
}

/** How long a job should take, and what it should cost. Seconds and micro-dollars. */
export interface Forecast {
  /** Of the whole job, from its request for an instance to its end. */
  readonly seconds: Quantiles;
  /** Those that the job has; each one's own quantiles, which do not add up to the whole's. */
  readonly phases: Readonly<Partial<Record<ForecastPhase, Quantiles>>>;
  /** Of what the stopping condition counts: without waiting for an instance and its image. */
  readonly runSeconds: Quantiles;
  /** Seconds that are charged for: whole ones. */
  readonly chargedSeconds: Quantiles;
  readonly amountMicros: Quantiles;
  readonly evidence: Evidence;
  /** Completed jobs of the same kind and template on the device. */
  readonly jobCount: number;
  /** Whether enough earlier promises were scored to say that eight of ten lie within. */
  readonly isCalibrated: boolean;
  /** What earlier scores widened the interval by, see `Conformal`. */
  readonly widenedBy: number;
}

/**
 * Forecasts one job. More of anything that is counted (inputs, epochs, pixels, tokens) never makes
 * any of the figures smaller, all else being equal: each draw is a sum of counted parts times
 * factors that do not depend on the counts.
 */
export function forecast(input: ForecastInput): Forecast {
  const { workload, device, learnt } = input;
  const drawn = drawSeconds(input);
  const jobCount = learnt.jobCounts.get(cellOf(workload, device.id)) ?? 0;
  const evidence = evidenceOf(jobCount);
  const { factor, count } = learnt.conformal[evidence];
  const of = (chosen: readonly ForecastPhase[]) => widened(quantilesOf(drawn, chosen), factor);
  const present = forecastPhases.filter((phase) => drawn[phase] !== undefined);
  const seconds = of(present);
  assertPriceable(seconds.p90);
  const chargedSeconds = rounded(of(present.filter(isChargedPhase)), Math.ceil);
  const amountOf = (seconds: number) => ratedAmount({ seconds }, input);
  return {
    seconds,
    runSeconds: of(present.filter(isStoppable)),
    phases: Object.fromEntries(present.map((phase) => [phase, of([phase])])),
    chargedSeconds,
    amountMicros: rounded(chargedSeconds, amountOf),
    evidence,
    jobCount,
    isCalibrated: count >= calibratedFrom,
    widenedBy: factor,
  };
}

/**
 * Seconds that are charged where no epoch is saved by early stopping: the epochs that grow with
 * them, `most` times those that are expected.
 */
export function chargedWithAllEpochs(
  { epochsSpread, ...input }: ForecastInput,
  made: Pick<Forecast, 'chargedSeconds' | 'widenedBy'>,
): Quantiles {
  const most = epochsSpread?.most ?? 1;
  if (most <= 1 || input.workload.kind !== 'train') return made.chargedSeconds;
  const { steps, validation, ...others } = drawSeconds(input);
  const grown = (column: Float64Array) => column.map((seconds) => most * seconds);
  const drawn = {
    ...others,
    ...(steps ? { steps: grown(steps) } : {}),
    ...(validation ? { validation: grown(validation) } : {}),
  };
  const charged = forecastPhases.filter((phase) => drawn[phase] && isChargedPhase(phase));
  return rounded(widened(quantilesOf(drawn, charged), made.widenedBy), Math.ceil);
}

/** How much was known of a cell that so many jobs of were finished. */
export function evidenceOf(jobCount: number): Evidence {
  if (jobCount === 0) return 'prior';
  return jobCount < 5 ? 'one-job' : 'five-jobs';
}

type Drawn = ReturnType<typeof drawSeconds>;

function quantilesOf(drawn: Drawn, phases: readonly ForecastPhase[]): Quantiles {
  const columns = phases.map((phase) => drawn[phase]!);
  const count = columns[0]?.length ?? 1;
  const sums = new Float64Array(count);
  for (const column of columns)
    for (let draw = 0; draw < count; draw += 1) sums[draw] = sums[draw]! + column[draw]!;
  sums.sort();
  return { p10: quantile(sums, 0.1), p50: quantile(sums, 0.5), p90: quantile(sums, 0.9) };
}

function widened({ p10, p50, p90 }: Quantiles, factor: number): Quantiles {
  if (p50 <= 0 || p10 <= 0) return { p10, p50, p90 };
  return { p10: p50 * (p10 / p50) ** factor, p50, p90: p50 * (p90 / p50) ** factor };
}

function rounded({ p10, p50, p90 }: Quantiles, round: (value: number) => number): Quantiles {
  return { p10: round(p10), p50: round(p50), p90: round(p90) };
}
