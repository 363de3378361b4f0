import type { InferenceJob } from '../../../core/api/wire/messages.ts';
import { outcomeInWords } from '../../../core/estimate/forecast/forecast-words.ts';
import { duration, durationRange } from '../figures/in-words.ts';
import { remainingItem } from './remaining.ts';

/**
 * Of an evaluation or a batch prediction that runs, how long still; of one that ended, what it took
 * beside its forecast.
 */
export function jobTime(
  { status, settlement, promised, remaining }: InferenceJob,
  kind: string,
): { readonly text: string; readonly hint?: string } {
  const forecast = promised
    ? `forecast ${duration(promised.seconds.p50)} (${durationRange(promised.seconds.p10, promised.seconds.p90)})`
    : undefined;
  if (!settlement) {
    const { value, hint } = remainingItem(remaining, kind);
    const text = remaining ? `${value} left, ${hint}` : '–';
    return forecast === undefined ? { text } : { text, hint: forecast };
  }
  if (settlement.jobSeconds === 0) return { text: 'did not begin' };
  const text = `took ${duration(settlement.jobSeconds)}`;
  if (!promised || forecast === undefined) return { text };
  const outcome =
    status === 'completed' ? outcomeInWords(settlement.jobSeconds, promised.seconds) : undefined;
  return { text, hint: outcome === undefined ? forecast : `${forecast}: ${outcome}` };
}
