import type { TrainingEstimate } from '../../core/api/wire/messages.ts';
import { counted } from '../frame/output/words.ts';
import { forecastLines } from '../jobs/forecast-lines.ts';

/** An estimate as people are shown it: the one reading of its fields. */
export type EstimateReading = Omit<TrainingEstimate, 'seconds' | 'notPredictable'> & {
  readonly seconds: readonly [p50: number, p90: number];
  readonly notPredictable: string | undefined;
};

export function readEstimate(estimate: TrainingEstimate): EstimateReading {
  const { p50Seconds, p90Seconds, notPredictable } = estimate;
  return { ...estimate, seconds: [p50Seconds, p90Seconds], notPredictable };
}

/** Time, price and limit, a line each, with how they were reckoned. */
export function estimateLines(reading: EstimateReading): string[] {
  const { notPredictable } = reading;
  return [
    ...forecastLines(reading),
    ...(notPredictable === undefined ? [] : [`note: ${notPredictable}`]),
  ];
}

/** What is worth knowing of the data, a line each. @param told codes that were said already */
export function warningLines(
  { warnings }: Pick<EstimateReading, 'warnings'>,
  told: readonly string[] = [],
): string[] {
  const others = warnings.filter(({ code }) => !told.includes(code));
  if (others.length === 0) return [];
  return [
    `warnings: ${counted(others.length, told.length === 0 ? 'thing' : 'more thing')} to know about the data`,
    ...others.map(({ code, message, advice }) => `- ${code}: ${message}. ${advice}.`),
  ];
}
