import type { InferenceJob } from '../../core/api/wire/messages.ts';
import {
  leftInWords,
  overInWords,
  sourceInWords,
} from '../../core/estimate/remaining/remaining-words.ts';
import { dollars, duration, durationRange } from '../frame/output/words.ts';

/** How a job stands, in a line. @param rows that are answered, and of how many */
export function jobLine(
  { status, maxAmountMicros, remaining }: InferenceJob,
  rows: { readonly done: number; readonly total: number },
): string {
  if (status === 'queued') return 'queued';
  const percent = rows.total === 0 ? 0 : Math.floor((100 * rows.done) / rows.total);
  return `${status} · ${rows.done} of ${rows.total} inputs, ${percent} %${leftWords(remaining)} · at most ${dollars(maxAmountMicros)}`;
}

/** ` · 12 s (10 to 15 s) left, measured (200 inputs)`. */
function leftWords(remaining: InferenceJob['remaining']): string {
  if (!remaining) return '';
  const left = leftInWords(remaining);
  const source = sourceInWords(remaining, 'predict');
  return ` · ${left === undefined ? (overInWords(remaining) ?? '') : `${left} left`}, ${source}`;
}

/** What a finished job took and is charged for. */
export function settledLine({ settlement, promised }: InferenceJob): string {
  if (!settlement) return '';
  const { jobSeconds, billableSeconds, amountMicros } = settlement;
  const forecast = promised
    ? ` (forecast ${durationRange(promised.seconds.p10, promised.seconds.p90)})`
    : '';
  return `${duration(jobSeconds)}${forecast}, ${duration(billableSeconds)} of them charged: ${dollars(amountMicros)}`;
}

/** True once nothing more happens to a job. */
export function isEnded({ status }: Pick<InferenceJob, 'status'>): boolean {
  return !['queued', 'running', 'stopping'].includes(status);
}
