import assert from 'node:assert/strict';
import { Client } from '../../client/client.ts';
import type { UsageRecord } from '../../core/billing/usage/usage-record.ts';
import { keys } from '../../core/records/keys.ts';
import { toData } from '../../core/records/records.ts';
import { createFirstKey } from '../../lambda/api/first-key.ts';
import type { AwsClients } from '../../lambda/aws/aws-clients.ts';
import { AwsHost } from '../../lambda/compose.ts';

/** Where the deployed service is, and its table. */
export interface Deployed {
  readonly url: string;
  readonly table: string;
  readonly clients: AwsClients;
  /** Whose jobs ran. */
  readonly userId: string;
}

/**
 * An operator sums up what ran, and issues the invoice of the month before: of a tenant whose usage
 * an earlier release left, so that his ledger is opened on the way.
 */
export async function invoice({ url, table, clients, userId }: Deployed): Promise<void> {
  const key = await createFirstKey({ tableName: table, userId, isOperator: true }, clients);
  const own = new Client({ url, key, userId, appId: 'journey' });
  const { usage_summary: sums } = await own.call('GetUsageSummary', { group_by: ['kind'] });
  const { usage_records: lines } = await own.call('ListUsageRecords', {});
  assert.equal(sums.total.jobs, lines.length);
  assert.equal(
    sums.total.amountMicros,
    lines.reduce((sum, { amountMicros }) => sum + amountMicros, 0),
  );

  const period = lastMonth(new Date());
  await leaveUsage(new AwsHost('authorizer', { TABLE_NAME: table }, clients), period);
  const earlier = new Client({ url, key, userId: 'earlier', appId: 'lab' });
  const { invoice: issued } = await earlier.call('PostInvoices', {}, { period });
  const { invoice: again } = await earlier.call('PostInvoices', {}, { period });
  assert.deepEqual(again, issued);
  assert.equal(issued.id, `${period}-0001`);
  assert.equal(issued.totalMicros, 66_667);
  const asked = { invoice_id: issued.id, format: 'csv' };
  const { content } = await earlier.call('GetInvoiceContent', asked);
  assert.match(content.text, /,66667,0\.066667,ft-earlier-a1,\r\n$/);
  const change = { status: 'paid' } as const;
  const { invoice: paid } = await earlier.call('PatchInvoice', { invoice_id: issued.id }, change);
  assert.deepEqual([paid.status, paid.dueMicros], ['paid', 0]);
}

async function leaveUsage({ table }: Pick<AwsHost, 'table'>, period: string): Promise<void> {
  const record: UsageRecord = {
    ...{ trainingJobName: 'ft-earlier-a1', userId: 'earlier', appId: 'lab', modelId: 'm' },
    ...{ versionId: 'v', templateId: 'T', instanceType: 'ml.g5.xlarge', instanceCount: 1 },
    ...{ period, recordedAt: `${period}-05T10:00:00.000Z`, endReason: 'trained' },
    ...{ jobSeconds: 60, durableSeconds: 60, billableSeconds: 60 },
    ...{ microsPerHour: 4_000_000, amountMicros: 66_667 },
  };
  const key = keys.usage('earlier', period, record.trainingJobName);
  await table.write([{ put: { ...key, data: toData(record) }, if: 'absent' }]);
}

function lastMonth(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
    .toISOString()
    .slice(0, 7);
}
