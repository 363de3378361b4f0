import type { Client } from '../client/client.ts';
import type { EstimatedJob } from '../core/api/wire/messages.ts';
import { percent } from '../core/estimate/report/percent.ts';
import { dollars, fineDuration, fineRange } from '../core/words.ts';
import type { Report } from './report.ts';

/** How good the forecasts of this demo's own jobs were: each of them, and the grade in words. */
export async function showEstimatorReport(client: Client, report: Report): Promise<void> {
  const graded = (await client.call('GetEstimatorReport', {})).report;
  report.heading('How good the estimator was: deeptune estimator report');
  if (graded.jobs.length > 0) report.table(header, graded.jobs.toReversed().map(rowOf));
  for (const sentence of graded.summary) report.sentence(sentence);
  if (graded.jobs.length > 0) report.line('The next forecasts have learnt from them.');
}

const header = ['job', 'forecast', 'P10 to P90', 'took', 'off by', 'price', 'charged'];

function rowOf(job: EstimatedJob): string[] {
  const { kind, model_id: model, seconds, amountMicros } = job;
  const { p10, p50, p90 } = job.promisedSeconds;
  return [
    // Most are trainings: without the word the table fits into 80 columns.
    kind === 'train' ? model : `${kind} ${model}`,
    fineDuration(p50),
    fineRange(p10, p90),
    fineDuration(seconds),
    percent(Math.abs(p50 - seconds) / seconds),
    dollars(job.promisedAmountMicros.p50),
    dollars(amountMicros),
  ];
}
