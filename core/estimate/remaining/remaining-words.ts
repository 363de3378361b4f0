import { counted, duration, durationRange } from '../../words.ts';
import type { RemainingTime } from './remaining-time.ts';

/** As the API answers it. */
type Remaining = Omit<RemainingTime, 'source'> & { readonly source: string };

/* The remaining time as people read it, on the command line and in the console alike. */

/** `40 s (30 to 55 s)`; nothing where nothing is left of the forecast. */
export function leftInWords(remaining: Remaining): string | undefined {
  const { p10Seconds: low, p50Seconds, p90Seconds: high, overSeconds } = remaining;
  if (high < 1 && overSeconds !== undefined) return undefined;
  const [about, range] = [duration(p50Seconds), durationRange(low, high)];
  return about === range ? about : `${about} (${range})`;
}

/**
 * `forecast`, `measured (40 steps)`.
 * @param kind of the job: an evaluation and a batch prediction answer inputs
 */
export function sourceInWords({ source, measuredSteps }: Remaining, kind = 'train'): string {
  if (source === 'forecast' || measuredSteps === undefined) return source;
  return `measured (${counted(measuredSteps, kind === 'train' ? 'step' : 'input')})`;
}

/** `longer than forecast by 12 s`; nothing where it is not. */
export function overInWords({ overSeconds }: Remaining): string | undefined {
  if (overSeconds === undefined || overSeconds < 1) return undefined;
  return `longer than forecast by ${duration(overSeconds)}`;
}
