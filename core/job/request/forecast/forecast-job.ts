import type { Rate } from '../../../billing/rating/rate-of.ts';
import { roundQuantiles } from '../../../estimate/round-to-thousandth.ts';
import type { EpochsRun } from '../../../estimate/expected-epochs.ts';
import type { Forecast } from '../../../estimate/forecast/forecast.ts';
import type { JobToForecast } from '../../../estimate/forecast/job-forecast.ts';
import type { PromisedForecast } from '../../../estimate/graded/graded-estimate.ts';
import type { PlannedWork } from '../../../estimate/work/workload-of.ts';
import type { Workload } from '../../../estimate/work/workload.ts';
import type { PromiseBasis } from '../../../model/model-version.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { deviceFor } from './devices.ts';
import type { Experience } from './learnt.ts';

export type ForecastUses = Pick<Dependencies, 'table' | 'settings' | 'load' | 'sha256'>;

/** What is kept of an estimate with its job. */
export interface Forecasted {
  readonly forecast: Forecast;
  readonly workload: Workload;
  readonly basis: PromiseBasis;
  /** What it is priced by. */
  readonly rate: Rate;
}

/** A job whose work is counted, on the device and in the load that there are now. */
export function jobToForecast(
  { workload, epochsSpread, assumptions }: PlannedWork,
  { instanceType, learnt }: { readonly instanceType: string } & Pick<Experience, 'learnt'>,
  deps: Pick<Dependencies, 'settings' | 'load'>,
): JobToForecast {
  const { settings } = deps;
  return {
    workload,
    device: deviceFor(instanceType, settings),
    learnt,
    load: deps.load?.() ?? 0,
    spot: settings.useSpot,
    ...(epochsSpread ? { epochsSpread } : {}),
    assumptions,
  };
}

/** How finished trainings of a template ended that could end early. */
export function epochsRunOf(
  { graded }: Experience,
  { modelTypeId, templateId }: { readonly modelTypeId: string; readonly templateId: string },
): EpochsRun[] {
  return graded.flatMap(({ planned, epochsRun }) =>
    epochsRun && planned.templateId === templateId && planned.modelTypeId === modelTypeId
      ? [epochsRun]
      : [],
  );
}

/** What is kept of a forecast with its job. Milliseconds and micro-dollars; the rest is noise. */
export function promisedOf(
  made: Forecast,
  { madeAt, formulaSeconds }: Pick<PromisedForecast, 'madeAt' | 'formulaSeconds'>,
): PromisedForecast {
  const { seconds, phases, amountMicros, evidence, jobCount, widenedBy } = made;
  const kept = Object.entries(phases).map(([name, quantiles]) => [name, roundQuantiles(quantiles)]);
  return {
    madeAt,
    seconds: roundQuantiles(seconds),
    phases: Object.fromEntries(kept) as PromisedForecast['phases'],
    ...{ amountMicros, evidence, widenedBy, jobCount, formulaSeconds },
  };
}
