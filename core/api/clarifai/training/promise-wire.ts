import { isChargedPhase } from '../../../estimate/forecast/charged-seconds.ts';
import type { EstimatedPhase } from '../../../estimate/forecast/forecast-fields.ts';
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
  const phases = phasesToWire(promised.phases);
  return { madeAt, seconds: inMillis(seconds), amountMicros, ...known, phases };
}

/** The phases of a forecast in the order in which a job goes through them. */
export function phasesToWire(
  phases: Readonly<Partial<Record<ForecastPhase, Quantiles>>>,
): PhaseForecast[] {
  return forecastPhases.flatMap((name) => {
    const seconds = phases[name];
    return seconds ? [{ name, ...inMillis(seconds), isCharged: isChargedPhase(name) }] : [];
  });
}

/** What an estimate tells of its phases, to the millisecond. */
export function estimatedPhasesToWire(phases: readonly EstimatedPhase[]): PhaseForecast[] {
  return phases.map((phase) => ({ ...phase, ...inMillis(phase) }));
}

/** Seconds to the millisecond: no forecast knows more. */
function inMillis({ p10, p50, p90 }: Quantiles): Quantiles {
  const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000;
  return { p10: rounded(p10), p50: rounded(p50), p90: rounded(p90) };
}
