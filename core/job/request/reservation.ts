import type { DataTransfer } from '../../estimate/data-transfer.ts';
import type { TrainingEstimate } from '../../estimate/estimate.ts';
import type { Reservation } from '../../model/model-version.ts';

/** What an estimate of a job of any kind says of its time and money. */
type EstimatedJob = Partial<Pick<TrainingEstimate, 'fixedSeconds'>> &
  Pick<
    TrainingEstimate,
    | 'seconds'
    | 'amountMicros'
    | 'maxRuntimeSeconds'
    | 'maxAmountMicros'
    | 'microsPerHour'
    | 'inputEpochs'
    | 'explanation'
  >;

/** What is set aside for a job, as it was estimated. Seconds and micro-dollars. */
export function reservationOf(
  estimate: EstimatedJob,
  transfer: DataTransfer | undefined,
): Reservation {
  return {
    estimatedSeconds: estimate.seconds,
    estimatedAmountMicros: estimate.amountMicros,
    maxRuntimeSeconds: estimate.maxRuntimeSeconds,
    maxAmountMicros: estimate.maxAmountMicros,
    microsPerHour: estimate.microsPerHour,
    inputEpochs: estimate.inputEpochs,
    ...(estimate.fixedSeconds === undefined ? {} : { fixedSeconds: estimate.fixedSeconds }),
    ...(transfer ? { transferSeconds: transfer.seconds } : {}),
    explanation: estimate.explanation,
  };
}
