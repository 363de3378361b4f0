import type { InferenceJob } from '../../core/api/wire/messages.ts';
import { leftInWords, overInWords } from '../../core/estimate/remaining/remaining-words.ts';
import { outcomeInWords } from '../../core/estimate/forecast/forecast-words.ts';
import {
  counted,
  dollarRange,
  dollars,
  dollarsUp,
  duration,
  durationRange,
} from '../frame/output/words.ts';
import { grouped } from '../../core/words.ts';

/**
 * How a job stands, in a line: of 80 columns, as long as its counts are not in the thousands.
 * @param rows that are answered, and of how many
 */
export function jobLine(
  { status, maxAmountMicros, remaining }: InferenceJob,
  rows: { readonly done: number; readonly total: number },
): string {
  if (status === 'queued') return 'queued';
  const done = `${grouped(rows.done)} of ${counted(rows.total, 'input')}`;
  return `${status} · ${done}${leftWords(remaining)} · at most ${dollarsUp(maxAmountMicros)}`;
}

/** ` · 12 s (10 to 15 s) left, measured`: from how many inputs, the line says already. */
function leftWords(remaining: InferenceJob['remaining']): string {
  if (!remaining) return '';
  const left = leftInWords(remaining);
  return ` · ${left === undefined ? (overInWords(remaining) ?? '') : `${left} left`}, ${remaining.source}`;
}

/** How a job ended, what it took and cost beside what was forecast, in lines. */
export function endedLines({ status, settlement, promised }: InferenceJob): string[] {
  if (!settlement || settlement.jobSeconds === 0)
    return [`${status}: it did not begin, and nothing is charged`];
  const { jobSeconds, billableSeconds, amountMicros } = settlement;
  const took = `${status}: it took ${duration(jobSeconds)}, ${duration(billableSeconds)} of them charged: ${dollars(amountMicros)}`;
  if (!promised) return [took];
  const { seconds, amountMicros: price } = promised;
  const ranges = `${durationRange(seconds.p10, seconds.p90)}, ${dollarRange(price.p10, price.p90)}`;
  const outcome = status === 'completed' ? outcomeInWords(jobSeconds, seconds) : undefined;
  return [
    took,
    `  forecast was ${duration(seconds.p50)} and ${dollars(price.p50)} (8 of 10: ${ranges})${outcome === undefined ? '' : `: ${outcome}`}`,
  ];
}

/** True once nothing more happens to a job. */
export function isEnded({ status }: Pick<InferenceJob, 'status'>): boolean {
  return !['queued', 'running', 'stopping'].includes(status);
}
