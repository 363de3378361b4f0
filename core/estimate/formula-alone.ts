import { amountMicros } from '../money.ts';
import type { JobForecastFields } from './forecast/job-forecast.ts';
import type { Coefficients } from './priors/coefficients.ts';

const z90 = 1.2816;

/**
 * What the formula alone says of a job, with the spread of its coefficients. It knows of no phases,
 * so that all seconds are paid for.
 * @param formula.allSeconds with all epochs: one of ten may well run them
 */
export function formulaAlone(formula: {
  readonly seconds: number;
  readonly allSeconds: number;
  readonly reference: Coefficients;
  readonly microsPerHour: number;
}): Omit<JobForecastFields, 'forecast'> {
  const { seconds, allSeconds, reference, microsPerHour } = formula;
  const spread = Math.exp(z90 * reference.logSd);
  const p90Seconds = Math.max(allSeconds, Math.ceil(seconds * spread));
  const p10Seconds = Math.floor(seconds / spread);
  const price = (each: number) => amountMicros(each, microsPerHour);
  return {
    ...{ p10Seconds, p50Seconds: seconds, p90Seconds },
    ...{ p10AmountMicros: price(p10Seconds), amountMicros: price(seconds) },
    p90AmountMicros: price(p90Seconds),
    ...{ phases: [], evidence: 'prior', jobCount: 0, isCalibrated: false },
    ...{ assumptions: [], drivers: [] },
  };
}
