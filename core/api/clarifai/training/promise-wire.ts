import { isChargedPhase } from '../../../estimate/forecast/charged-phases.ts';
import type { ForwardPassEstimate } from '../../../estimate/forward-pass.ts';
import { forecastPhases } from '../../../estimate/phase.ts';
import type { ForecastPhase, Quantiles } from '../../../estimate/phase.ts';
import { roundQuantiles } from '../../../estimate/round-to-thousandth.ts';
import type { PromisedForecast } from '../../../estimate/graded/graded-estimate.ts';
import type { Reservation } from '../../../model/model-version.ts';
import type {
  PhaseForecast,
  PromisedForecast as PromisedForecastWire,
  ReservationFacts,
} from '../../wire/messages.ts';

/** What was reserved for a job and promised of it; what the estimator alone needs stays inside. */
export function reservationToWire(reservation: Reservation): ReservationFacts {
  const { estimatedSeconds, estimatedAmountMicros, maxRuntimeSeconds } = reservation;
  const { maxAmountMicros, microsPerHour, inputEpochs, explanation } = reservation;
  const { fixedSeconds, transferSeconds, promised, quoteId } = reservation;
  return {
    ...(quoteId === undefined ? {} : { quoteId }),
    ...{ estimatedSeconds, estimatedAmountMicros, maxRuntimeSeconds, maxAmountMicros },
    ...{ microsPerHour, inputEpochs, explanation },
    ...(fixedSeconds === undefined ? {} : { fixedSeconds }),
    ...(transferSeconds === undefined ? {} : { transferSeconds }),
    ...(promised ? { promised: promisedToWire(promised) } : {}),
  };
}

/** A forecast as it was when the job was asked for. */
export function promisedToWire(promised: PromisedForecast): PromisedForecastWire {
  const { madeAt, seconds, amountMicros, evidence, jobCount, formulaSeconds } = promised;
  const known = { evidence, jobCount, formulaSeconds };
  const phases = phasesToWire(promised.phases);
  return { madeAt, seconds: roundQuantiles(seconds), amountMicros, ...known, phases };
}

/** The phases of a forecast in the order in which a job goes through them. */
export function phasesToWire(
  phases: Readonly<Partial<Record<ForecastPhase, Quantiles>>>,
): PhaseForecast[] {
  return forecastPhases.flatMap((name) => {
    const seconds = phases[name];
    return seconds ? [{ name, ...roundQuantiles(seconds), isCharged: isChargedPhase(name) }] : [];
  });
}

/** What the estimates of all kinds of job answer alike. */
export function forecastToWire(estimate: EstimateOfJob): EstimateOfJob {
  const { seconds, p10Seconds, p50Seconds, p90Seconds, displaySeconds } = estimate;
  const { amountMicros, p10AmountMicros, p90AmountMicros, microsPerHour } = estimate;
  const { maxRuntimeSeconds, exceedsMaxRuntime, phases } = estimate;
  const { maxAmountMicros, maxChargedSeconds } = estimate;
  const { evidence, jobCount, isCalibrated, assumptions, drivers, formula } = estimate;
  return {
    ...{ seconds, p10Seconds, p50Seconds, p90Seconds, displaySeconds },
    ...{ amountMicros, p10AmountMicros, p90AmountMicros, microsPerHour },
    ...{ maxRuntimeSeconds, exceedsMaxRuntime, maxAmountMicros, maxChargedSeconds },
    phases: phases.map((phase) => ({ ...phase, ...roundQuantiles(phase) })),
    ...{ evidence, jobCount, isCalibrated, assumptions, drivers, formula },
    ...{ explanation: estimate.explanation, source: estimate.source },
  };
}

type EstimateOfJob = Omit<
  ForwardPassEstimate,
  'inputEpochs' | 'transferSeconds' | 'forecast' | 'workload'
>;
