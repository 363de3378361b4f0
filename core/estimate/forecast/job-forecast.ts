import { counted } from '../../words.ts';
import type { Forecast, ForecastInput } from './forecast.ts';
import { chargedWithAllEpochs, forecast } from './forecast.ts';
import type { Driver, ForecastFields } from './forecast-fields.ts';
import { forecastPhases } from '../phase.ts';
import { maxPriceOf } from '../max-price.ts';
import type { MaxPrice } from '../max-price.ts';
import { isChargedPhase } from './charged-phases.ts';

/** One setting as it could be instead, and what the job would then do. */
export interface Alternative extends Pick<Driver, 'setting' | 'change'> {
  readonly work: Pick<ForecastInput, 'workload' | 'epochsSpread'>;
}

/** A job that is to be forecast. */
export interface JobToForecast extends Omit<
  ForecastInput,
  'microsPerHour' | 'minimumMicrosPerJob' | 'transfer'
> {
  /** What was assumed to count its work. */
  readonly assumptions: readonly string[];
  /** Absent: nothing is said of what would change its time. */
  readonly alternatives?: readonly Alternative[];
}

/** What is said of a job's forecast, with the forecast itself; of its formula nothing. */
export type JobForecastFields = Omit<ForecastFields, 'formula'> & {
  readonly forecast: Forecast;
  readonly maxPrice: MaxPrice;
};

/** Drivers that are named. */
const mostDrivers = 5;
/** What changes less of the time is not worth a word. */
const leastShare = 0.02;

/** Forecasts a job in the fields that every estimate has. */
export function forecastFields(
  job: JobToForecast,
  money: Pick<ForecastInput, 'microsPerHour' | 'minimumMicrosPerJob' | 'transfer'>,
): JobForecastFields {
  const asked = { ...job, ...money };
  const made = forecast(asked);
  const { seconds, amountMicros, evidence, jobCount, isCalibrated, phases } = made;
  return {
    p10Seconds: Math.floor(seconds.p10),
    p50Seconds: Math.round(seconds.p50),
    p90Seconds: Math.ceil(seconds.p90),
    p10AmountMicros: amountMicros.p10,
    amountMicros: amountMicros.p50,
    p90AmountMicros: amountMicros.p90,
    phases: forecastPhases.flatMap((name) => {
      const quantiles = phases[name];
      return quantiles ? [{ name, ...quantiles, isCharged: isChargedPhase(name) }] : [];
    }),
    ...{ evidence, jobCount, isCalibrated },
    assumptions: [...job.assumptions, ...assumedOf(job)],
    drivers: driversOf(job, made.seconds.p50, money),
    forecast: made,
    maxPrice: maxPriceOf(
      { charged: made.chargedSeconds, allEpochs: chargedWithAllEpochs(asked, made) },
      money,
    ),
  };
}

/** What an estimate rests on, in two words. */
export function sourceOf({ jobCount }: Pick<ForecastFields, 'jobCount'>): string {
  return jobCount === 0 ? 'prior' : `calibrated (${counted(jobCount, 'job')})`;
}

/** Why a forecast for an instance is minutes longer than its phases look, and than Clarifai's. */
const startedByTheService =
  "Waiting for an instance and pulling the image are counted, at the medians of SageMaker's public logs; neither is charged. " +
  "Each phase may be late by more than it may be early, so that the whole's median is above the sum of theirs";

function assumedOf({ device, load = 0, spot = false }: JobToForecast): string[] {
  const speed = {
    'spec-sheet': `The speed of the ${device.name} is that of its data sheet and of published trainings`,
    calibration: `The speed of ${device.name} as it was measured at its first start`,
    prior: `${device.name}: as fast as two cores of a server`,
  }[device.source];
  const stretched = Math.round(load * 100);
  return [
    speed,
    ...(stretched > 0
      ? [`Others want ${stretched} % of the machine now, and go on doing so`]
      : device.source === 'spec-sheet'
        ? []
        : ['Nothing else uses the machine']),
    ...(device.source === 'spec-sheet' ? [startedByTheService] : []),
    ...(spot ? ['Spot capacity: it is waited for longer, and may be taken away once more'] : []),
  ];
}

function driversOf(
  { alternatives = [], ...job }: JobToForecast,
  p50: number,
  money: Pick<ForecastInput, 'microsPerHour' | 'minimumMicrosPerJob' | 'transfer'>,
): readonly Driver[] {
  return alternatives
    .map(({ setting, change, work }) => {
      const { workload, load, spot, device, learnt } = { load: 0, spot: false, ...job, ...work };
      const changed = forecast({
        ...{ workload, load, spot, device, learnt, ...money },
        ...(work.epochsSpread ? { epochsSpread: work.epochsSpread } : {}),
      }).seconds.p50;
      return { setting, change, seconds: Math.round((changed - p50) * 10) / 10 };
    })
    .filter(({ seconds }) => Math.abs(seconds) >= leastShare * p50)
    .sort((a, b) => Math.abs(b.seconds) - Math.abs(a.seconds))
    .slice(0, mostDrivers);
}
