import type { TrainingEstimate } from '../../core/api/wire/messages.ts';
import { counted, dollars, duration } from '../frame/output/words.ts';

/** An estimate as people are shown it: the one reading of its fields. */
export interface EstimateReading {
  readonly seconds: readonly [p50: number, p90: number];
  /** Clarifai's display rule: floored to quarters of an hour. */
  readonly displaySeconds: number;
  readonly amountMicros: number;
  /** What is reserved, and never exceeded. */
  readonly maxAmountMicros: number;
  readonly maxRuntimeSeconds: number;
  readonly microsPerHour: number;
  readonly explanation: readonly string[];
  readonly warnings: TrainingEstimate['warnings'];
  readonly notPredictable: string | undefined;
}

export function readEstimate(estimate: TrainingEstimate): EstimateReading {
  const { p50Seconds, p90Seconds, notPredictable, ...others } = estimate;
  return { ...others, seconds: [p50Seconds, p90Seconds], notPredictable };
}

/** Time, price and limit, a line each, with how they were reckoned. */
export function estimateLines(reading: EstimateReading): string[] {
  const { seconds, displaySeconds, amountMicros, maxAmountMicros, microsPerHour } = reading;
  const [p50, p90] = seconds;
  const quarter = displaySeconds > 0 ? duration(displaySeconds) : 'less than 15 min';
  return [
    `time: ${duration(p50)}; 9 of 10 take at most ${duration(p90)} (in quarters of an hour: ${quarter})`,
    `price: ${dollars(amountMicros)}, at ${dollars(microsPerHour)} an hour`,
    `limit: ${dollars(maxAmountMicros)} or ${duration(reading.maxRuntimeSeconds)}, whatever happens; so much of the budget is held until it ends`,
    'how that was reckoned:',
    ...reading.explanation.map((line) => `  ${line}`),
    ...(reading.notPredictable === undefined ? [] : [`note: ${reading.notPredictable}`]),
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
