import type { Client } from '../cli/client.ts';
import type { Report } from './report.ts';
import { exactDollars, formatDollars, formatDuration } from './report.ts';
import type { EstimateWire, Metrics, VersionWire } from './service.ts';

interface UsageRecord {
  readonly trainingJobName: string;
  readonly endReason: string;
  readonly billableSeconds: number;
  readonly microsPerHour: number;
  readonly amountMicros: number;
}

interface Amount {
  readonly amountMicros: number;
  readonly heldMicros: number;
  readonly billableSeconds: number;
}

/** Time and price as they are told before anything is spent, and how they were reckoned. */
export function showEstimate(estimated: EstimateWire, report: Report): void {
  report.line(
    `${formatDuration(estimated.seconds)}, ${formatDollars(estimated.amountMicros)}; never more than ${formatDollars(estimated.maxAmountMicros)} (stopped after ${formatDuration(estimated.maxRuntimeSeconds)})`,
  );
  for (const line of estimated.explanation) report.line(`  ${line}`);
  for (const { message, advice } of estimated.warnings) report.line(`  ${message}. ${advice}.`);
}

/** Every usage record of the user, and their sum. */
export async function showBill(client: Client, report: Report): Promise<void> {
  const { usage_records: records } = await client.user<{ usage_records: UsageRecord[] }>(
    'GET',
    '/billing/usage',
  );
  const { amount } = await client.user<{ amount: Amount }>('GET', '/billing/amounts');
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

/** What was promised of each version, and what came. */
export function showEstimatesAndActuals(
  versions: readonly { readonly name: string; readonly version: VersionWire }[],
  report: Report,
): void {
  for (const { name, version } of versions) {
    const { reservation, settlement } = version.metadata.deeptune;
    if (!settlement) continue;
    const { estimatedSeconds, estimatedAmountMicros, maxAmountMicros } = reservation;
    const { jobSeconds, billableSeconds, amountMicros } = settlement;
    report.line(
      `${name}: estimated ${estimatedSeconds} s and ${formatDollars(estimatedAmountMicros)}; the job ran ${jobSeconds} s`,
    );
    report.line(
      `  billed ${billableSeconds} s that moved a checkpoint, ${exactDollars(amountMicros)} of at most ${formatDollars(maxAmountMicros)}`,
    );
  }
}

/** The trainer's metrics of a trained version. @throws Error where it has none */
export function metricsOf(version: VersionWire): Metrics {
  if (!version.metrics) throw new Error(`Version ${version.id} has no metrics`);
  return version.metrics.extended_metrics.user_metrics;
}
