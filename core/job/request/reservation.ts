import type { Rate } from '../../billing/rating/rate-of.ts';
import type { DataTransfer } from '../../estimate/data-transfer.ts';
import type { TrainingEstimate } from '../../estimate/estimate.ts';
import { promisedOf } from './forecast/forecast-job.ts';
import type { Forecasted } from './forecast/forecast-job.ts';
import type { Reservation, ShownPromise } from '../../model/model-version.ts';

/** What an estimate of a job of any kind says of its time and money. */
type EstimatedJob = Partial<Pick<TrainingEstimate, 'fixedSeconds'>> &
  Pick<
    TrainingEstimate,
    | 'seconds'
    | 'amountMicros'
    | 'maxRuntimeSeconds'
    | 'maxAmountMicros'
    | 'maxChargedSeconds'
    | 'microsPerHour'
    | 'inputEpochs'
    | 'explanation'
    | 'formula'
  > &
  Forecasted;

/**
 * What is set aside for a job, as it was estimated, and what is promised of it. Seconds and
 * micro-dollars.
 * @param madeAt ISO 8601
 */
export function reservationOf(
  estimate: EstimatedJob,
  { transfer, madeAt }: { readonly transfer: DataTransfer | undefined; readonly madeAt: string },
): Reservation {
  const { forecast, workload, basis, formula, rate } = estimate;
  return {
    estimatedSeconds: estimate.seconds,
    estimatedAmountMicros: estimate.amountMicros,
    maxRuntimeSeconds: estimate.maxRuntimeSeconds,
    maxAmountMicros: estimate.maxAmountMicros,
    maxChargedSeconds: estimate.maxChargedSeconds,
    microsPerHour: estimate.microsPerHour,
    chargedSeconds: forecast.chargedSeconds.p50,
    ...(rate.minimumMicrosPerJob > 0 ? { minimumMicrosPerJob: rate.minimumMicrosPerJob } : {}),
    ...(rate.priceListVersion ? { priceListVersion: rate.priceListVersion } : {}),
    inputEpochs: estimate.inputEpochs,
    ...(estimate.fixedSeconds === undefined ? {} : { fixedSeconds: estimate.fixedSeconds }),
    ...(transfer ? { transferSeconds: transfer.seconds } : {}),
    explanation: estimate.explanation,
    promised: promisedOf(forecast, { madeAt, formulaSeconds: formula.seconds }),
    planned: workload,
    basis,
  };
}

/** What a person is shown of an estimate. */
export function shownOf({ basis, maxAmountMicros }: EstimatedJob): ShownPromise {
  const { inputCount, deviceId, instanceType } = basis;
  return { inputCount, deviceId, instanceType, maxAmountMicros };
}

/** As `reservationOf`, of a job that somebody asks for now. */
export function shownReservation(...made: Parameters<typeof reservationOf>): Reservation {
  return { ...reservationOf(...made), shown: shownOf(made[0]) };
}

/**
 * What a job was promised to be charged by. An earlier release kept the rate alone: it had no
 * minimum and no versions.
 */
export function promisedRate(reservation: Reservation): Rate {
  const { microsPerHour, minimumMicrosPerJob = 0, priceListVersion } = reservation;
  return { microsPerHour, minimumMicrosPerJob, priceListVersion: priceListVersion ?? '' };
}
