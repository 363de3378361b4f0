import type { InferenceJob } from '../../core/api/wire/messages.ts';
import { dollars, duration } from '../frame/output/words.ts';

/** How a job stands, in a line. @param rows that are answered, and of how many */
export function jobLine(
  { status, maxAmountMicros }: InferenceJob,
  rows: { readonly done: number; readonly total: number },
): string {
  if (status === 'queued') return 'queued';
  const percent = rows.total === 0 ? 0 : Math.floor((100 * rows.done) / rows.total);
  return `${status} · ${rows.done} of ${rows.total} inputs, ${percent} % · at most ${dollars(maxAmountMicros)}`;
}

/** What a finished job took and is charged for. */
export function settledLine({ settlement }: InferenceJob): string {
  if (!settlement) return '';
  const { jobSeconds, billableSeconds, amountMicros } = settlement;
  return `${duration(jobSeconds)}, ${duration(billableSeconds)} of them charged: ${dollars(amountMicros)}`;
}

/** True once nothing more happens to a job. */
export function isEnded({ status }: Pick<InferenceJob, 'status'>): boolean {
  return !['queued', 'running', 'stopping'].includes(status);
}
