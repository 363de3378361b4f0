import type { UsageRecord } from '../../core/billing/usage/usage-record.ts';
import { keys } from '../../core/records/keys.ts';
import { toData } from '../../core/records/records.ts';
import { SqliteTable } from '../../local/table/sqlite-table.ts';

/** A tenant of an earlier release beside the one that the key is of. */
export const earlierTenant = 'acme';
/** What he was charged for in the month before this one, micro-dollars. */
export const earlierAmounts: readonly number[] = [1_200_000, 345_678, 4_444];

/** The month before this one: `2026-10`. */
export function lastMonth(now = new Date()): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
    .toISOString()
    .slice(0, 7);
}

/**
 * Writes what a tenant used last month into a database that no host has open: what this release
 * has not charged itself is the only thing that can be on an invoice on the day of the test.
 */
export async function fillEarlierTenant(database: string): Promise<void> {
  const period = lastMonth();
  const table = new SqliteTable(database);
  try {
    for (const [at, amountMicros] of earlierAmounts.entries()) {
      const record = recordOf(period, at, amountMicros);
      const key = keys.usage(earlierTenant, period, record.trainingJobName);
      await table.write([{ put: { ...key, data: toData(record) }, if: 'absent' }]);
    }
  } finally {
    table.close();
  }
}

function recordOf(period: string, at: number, amountMicros: number): UsageRecord {
  const seconds = Math.round((amountMicros * 3_600) / 4_000_000);
  return {
    ...{ trainingJobName: `earlier-${at}`, userId: earlierTenant, appId: 'shop', modelId: 'shoes' },
    ...{ versionId: `${at}`.repeat(32), kind: 'train', templateId: 'Deeptune_ResNet_Small' },
    ...{ instanceType: 'ml.g5.xlarge', instanceCount: 1, period },
    ...{ recordedAt: `${period}-1${at}T12:00:00.000Z`, endReason: 'trained' },
    ...{ jobSeconds: seconds + 60, durableSeconds: seconds, billableSeconds: seconds },
    ...{ microsPerHour: 4_000_000, amountMicros },
  };
}
