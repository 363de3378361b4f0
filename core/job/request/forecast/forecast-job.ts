import type { DataTransfer } from '../../../estimate/data-transfer.ts';
import { forecast } from '../../../estimate/forecast/forecast.ts';
import type { Forecast, ForecastInput } from '../../../estimate/forecast/forecast.ts';
import type { EpochsRun } from '../../../estimate/expected-epochs.ts';
import type { PlannedWork } from '../../../estimate/work/workload-of.ts';
import type { Workload } from '../../../estimate/work/workload.ts';
import type { PromiseBasis } from '../../../model/model-version.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { PromisedForecast } from '../../../estimate/graded/graded-estimate.ts';
import { deviceFor } from './devices.ts';
import type { Experience } from './learnt.ts';

/** What is forecast of a job, with what it was made of. */
export interface JobForecast extends Forecast {
  readonly workload: Workload;
  readonly basis: PromiseBasis;
  /** What was assumed of its work, for a person. */
  readonly assumptions: readonly string[];
}

/** A job whose work is counted. */
export interface CountedJob {
  readonly work: PlannedWork;
  /** Inputs that it reads. */
  readonly inputCount: number;
  readonly instanceType: string;
  readonly microsPerHour: number;
  readonly transfer?: DataTransfer | undefined;
}

/** Time and price of a job on the device that there is now, in the load that there is now. */
export function forecastJob(
  job: CountedJob,
  { learnt }: Experience,
  deps: Pick<Dependencies, 'settings' | 'load'>,
): JobForecast {
  const { work, inputCount, instanceType, microsPerHour, transfer } = job;
  const device = deviceFor(instanceType, deps.settings);
  const input: ForecastInput = {
    ...{ workload: work.workload, device, learnt, microsPerHour, transfer },
    load: deps.load?.() ?? 0,
    spot: deps.settings.useSpot,
    ...(work.epochsSpread ? { epochsSpread: work.epochsSpread } : {}),
  };
  const basis = { inputCount, epochs: work.epochs, deviceId: device.id, instanceType };
  return {
    ...forecast(input),
    workload: work.workload,
    basis,
    assumptions: work.assumptions,
  };
}

/** How finished trainings of a template ended that could end early. */
export function epochsRunOf({ graded }: Experience, templateId: string): EpochsRun[] {
  return graded.flatMap(({ planned, epochsRun }) =>
    epochsRun && planned.templateId === templateId ? [epochsRun] : [],
  );
}

/** What is kept of a forecast with its job. Milliseconds and micro-dollars; the rest is noise. */
export function promisedOf(
  made: JobForecast,
  { madeAt, formulaSeconds }: Pick<PromisedForecast, 'madeAt' | 'formulaSeconds'>,
): PromisedForecast {
  const { seconds, phases, amountMicros, evidence, jobCount, widenedBy } = made;
  const kept = Object.entries(phases).map(([name, quantiles]) => [name, inMilliseconds(quantiles)]);
  return {
    madeAt,
    seconds: inMilliseconds(seconds),
    phases: Object.fromEntries(kept) as PromisedForecast['phases'],
    ...{ amountMicros, evidence, widenedBy, jobCount, formulaSeconds },
  };
}

function inMilliseconds({ p10, p50, p90 }: Forecast['seconds']): Forecast['seconds'] {
  const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000;
  return { p10: rounded(p10), p50: rounded(p50), p90: rounded(p90) };
}
