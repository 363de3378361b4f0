import type { ModelVersion, Quote, TrainingEstimate } from '../core/api/wire/messages.ts';
import { formatDollarsUp } from '../core/money.ts';
import type { Report } from './report.ts';
import { formatDollars, formatDuration } from './report.ts';
import type { Metrics } from './service.ts';

/** Time and price as they are told before anything is spent, and how they were reckoned. */
export function showEstimate(estimated: TrainingEstimate, report: Report): void {
  report.line(
    `${formatDuration(estimated.seconds)}, ${formatDollars(estimated.amountMicros)}; never billed above ${formatDollarsUp(estimated.maxAmountMicros)}`,
  );
  for (const line of estimated.explanation) report.line(`  ${line}`);
  for (const { message, advice } of estimated.warnings) report.line(`  ${message}. ${advice}.`);
}

/** A quote: what the training under it is never billed above. */
export function showQuote(quote: Quote, report: Report): void {
  const { id, priceMicros, maxPriceMicros, expiresAt } = quote;
  report.line(
    `quote ${id}: ${formatDollars(priceMicros)}, never billed above ${formatDollarsUp(maxPriceMicros)}, until ${expiresAt}`,
  );
}

/**
 * The trainer's metrics of a trained version: its own file, which the wire carries as free JSON.
 * @throws Error where it has none
 */
export function metricsOf(version: ModelVersion): Metrics {
  const metrics: unknown = version.metrics?.extended_metrics?.user_metrics;
  if (metrics === undefined) throw new Error(`Version ${version.id} has no metrics`);
  return metrics as Metrics;
}
