import { isChargedPhase } from '../../../estimate/forecast/charged-seconds.ts';
import { forecastPhases } from '../../../estimate/forecast/phase.ts';
import type { ForecastPhase, Quantiles } from '../../../estimate/forecast/phase.ts';
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
  const { fixedSeconds, transferSeconds, promised } = reservation;
  return {
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
  return { madeAt, seconds, amountMicros, ...known, phases: phasesToWire(promised.phases) };
}

/** The phases of a forecast in the order in which a job goes through them. */
export function phasesToWire(
  phases: Readonly<Partial<Record<ForecastPhase, Quantiles>>>,
): PhaseForecast[] {
  return forecastPhases.flatMap((name) => {
    const seconds = phases[name];
    return seconds ? [{ name, ...seconds, isCharged: isChargedPhase(name) }] : [];
  });
}
