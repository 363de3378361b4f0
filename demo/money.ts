import type { Client } from '../client/client.ts';
import type { ModelVersion, TrainingEstimate } from '../core/api/wire/messages.ts';
import type { Report } from './report.ts';
import { exactDollars, formatDollars, formatDuration } from './report.ts';
import type { Metrics } from './service.ts';

/** Time and price as they are told before anything is spent, and how they were reckoned. */
export function showEstimate(estimated: TrainingEstimate, report: Report): void {
  report.line(
    `${formatDuration(estimated.seconds)}, ${formatDollars(estimated.amountMicros)}; never billed above ${formatDollars(estimated.maxAmountMicros)}`,
  );
  for (const line of estimated.explanation) report.line(`  ${line}`);
  for (const { message, advice } of estimated.warnings) report.line(`  ${message}. ${advice}.`);
}

/** Every usage record of the user, and their sum. */
export async function showBill(client: Client, report: Report): Promise<void> {
  const { usage_records: records } = await client.call('ListUsageRecords', {});
  const { amount } = await client.call('GetAmount', {});
  for (const record of records) {
    const { billableSeconds, microsPerHour, amountMicros } = record;
    report.line(
      `${record.trainingJobName}  ${record.endReason}  ${billableSeconds} s at ${formatDollars(microsPerHour)}/h  ${exactDollars(amountMicros)}`,
    );
  }
  report.line(
    `total ${exactDollars(amount.amountMicros)} for ${amount.billableSeconds} s; still held ${formatDollars(amount.heldMicros)}`,
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
